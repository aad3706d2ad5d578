#include "feeds/article.h"

#include <fstream>
#include <iterator>

#include <doctest/doctest.h>
#include <nlohmann/json.hpp>

using namespace chokepoint;

namespace {

const Instant kNow = *parse_rfc3339("2026-01-10T00:00:00Z");

Article extract(std::string_view html, std::string_view url = "",
                std::string_view content_type = "") {
  auto article = extract_article(html, {url, content_type, kNow});
  REQUIRE(article);
  return *article;
}

Article page(const std::string& name, std::string_view url = "") {
  std::ifstream in(SOURCE_DIR "/tests/feeds/pages/" + name, std::ios::binary);
  REQUIRE(in);
  return extract(std::string{std::istreambuf_iterator<char>(in), {}}, url);
}

bool has(const Article& a, std::string_view part) {
  return a.text.find(part) != std::string::npos;
}

std::string date_of(const std::optional<PageDate>& d) {
  return d ? d->text : "none";
}

}  // namespace

TEST_CASE("a notice with a table of goods keeps its rows and lists") {
  const auto a = page("ministry_table.html", "https://trade.example.org/orders/7?utm_source=x");
  CHECK(a.title == "Export control order 7 of 2026");
  CHECK(a.lang == "en");
  CHECK(a.site == "Ministry of Trade");
  CHECK(date_of(a.published) == "2026-01-06");
  CHECK(a.canonical_url == "https://trade.example.org/orders/7");
  CHECK(has(a, "\nGallium metal | 8112.92 | 1 kg\n"));
  CHECK(has(a, "\nGermanium dioxide | 2825.60 | 500 g\n"));
  CHECK(has(a, "\nGoods that need a licence\n"));
  CHECK(has(a, "\nthe end user of the goods;\n"));
  CHECK(a.text.starts_with("The Minister of Trade has made"));
  CHECK(a.text.ends_with("last document is received."));
  CHECK_FALSE(a.stub);
}

TEST_CASE("JSON-LD with a graph, and the clutter of a news page") {
  const auto a =
      page("json_ld.html", "https://www.beispielblatt.example/wirtschaft/gallium-42.html?ref=rss");
  CHECK(a.title == "Peking sperrt Gallium");
  CHECK(a.byline == "Eva Muster, Jan Beispiel");
  CHECK(a.site == "Beispielblatt");
  CHECK(date_of(a.published) == "2026-01-06T08:15:00+01:00");
  CHECK(format_rfc3339(a.published->at) == "2026-01-06T07:15:00Z");
  CHECK(date_of(a.modified) == "2026-01-06T10:00:00+01:00");
  CHECK(a.lang == "de");
  CHECK(a.canonical_url == "https://www.beispielblatt.example/wirtschaft/gallium-42.html");
  CHECK(a.text.starts_with("Die Regierung verbietet die Ausfuhr von Gallium an"));
  CHECK(has(a, "Ausfuhren von Gallium nicht mehr"));
  CHECK(has(a, "\nReaktionen aus Brüssel\n"));
  CHECK(a.text.ends_with("Kontakt mit den Mitgliedstaaten."));
  for (const auto* clutter : {"Newsletter", "Lesen Sie auch", "Container im Hafen",
                              "Germanium wird", "Leser", "Von Eva"}) {
    CAPTURE(clutter);
    CHECK_FALSE(has(a, clutter));
  }
}

TEST_CASE("walls are stubs") {
  CHECK(page("consent_wall.html").stub);
  const auto paywall = page("paywall.html");
  CHECK(paywall.stub);
  CHECK(paywall.lang == "ja");
  CHECK(paywall.title == "中国、対日輸出規制を強化");
  CHECK(date_of(paywall.published) == "2026-01-06T18:00:00+09:00");
  CHECK(extract("<html><body><div id=root></div><script>app()</script></body></html>").stub);
}

TEST_CASE("a live blog keeps its entries") {
  const auto a = page("live_blog.html");
  CHECK(a.title == "EN DIRECT. Droits de douane : la riposte européenne");
  CHECK(a.lang == "fr");
  CHECK(has(a, "Bruxelles convoque les ministres"));
  CHECK(has(a, "une liste de produits"));
  CHECK(has(a, "constructeurs automobiles"));
  CHECK_FALSE(a.stub);
}

TEST_CASE("a page without a single paragraph element") {
  const auto a = page("plain_zh.html");
  CHECK(a.title == "商务部公告2026年第1号");
  CHECK(a.lang == "zh-Hans");
  CHECK(date_of(a.published).starts_with("2026-01-06"));
  CHECK(a.text.starts_with("根据《中华人民共和国出口管制法》"));
  CHECK(has(a, "\n一、禁止所有两用物项"));
  CHECK(a.text.ends_with("本公告自公布之日起正式实施。"));
}

TEST_CASE("encodings, declared and not") {
  const std::string body =
      "<p>"
      "\xC4\xE3\xBA\xC3\xA3\xAC\xD6\xD0\xB9\xFA\xC9\xCC\xCE\xF1\xB2\xBF\xB7\xA2\xB2\xBC\xB9\xAB\xB8"
      "\xE6\xA1\xA3</p>";
  CHECK(has(extract("<meta charset=gb2312>" + body), "你好，中国商务部发布公告。"));
  CHECK(has(extract(body, "", "text/html; charset=GBK"), "你好，中国商务部发布公告。"));
  const std::string russian =
      "<html lang=ru><meta charset=windows-1251><p>\xD1\xF2\xF0\xE0\xED\xE0 "
      "\xE2\xE2\xEE\xE4\xE8\xF2 \xEF\xEE\xF8\xEB\xE8\xED\xFB \xED\xE0 \xF1\xF2\xE0\xEB\xFC.</p>";
  CHECK(has(extract(russian), "Страна вводит пошлины на сталь."));
}

TEST_CASE("structured text stands in for a page that has none") {
  std::string body;
  for (int i = 0; i < 8; ++i)
    body += "Sentence number " + std::to_string(i) +
            " of the text that only the data of the page holds. ";
  const auto a = extract(
      "<html><script "
      "type='application/"
      "ld+json'>{\"@type\":\"NewsArticle\",\"headline\":\"H\",\"articleBody\":\"" +
      body + "\"}</script><body><div id=app></div></body></html>");
  CHECK(has(a, "Sentence number 7 of the text"));
  CHECK_FALSE(a.stub);
}

TEST_CASE("what stands in the future is not believed") {
  const auto a = extract(
      "<html><meta property='article:published_time' "
      "content='2031-05-05T00:00:00Z'><body><h1>T</h1>"
      "<time datetime='2026-01-05T12:00:00Z'>5 January</time><p>Text of the article, which is "
      "short.</p>");
  CHECK(date_of(a.published) == "2026-01-05T12:00:00Z");
}

TEST_CASE("JSON of the contract") {
  const auto json = to_json(page("json_ld.html", "https://www.beispielblatt.example/a"));
  for (const auto* key : {"url", "canonical_url", "title", "byline", "published", "modified",
                          "lang", "site", "text", "html_bytes"}) {
    CAPTURE(key);
    CHECK(json.contains(key));
  }
  CHECK(json["html_bytes"].get<std::size_t>() > 1000);
  CHECK(to_json(extract("x"))["published"].is_null());
}
