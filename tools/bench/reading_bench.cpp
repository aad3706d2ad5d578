// The parts of reading, one by one, with Google Benchmark: bytes a second of each.
#include <fstream>
#include <iterator>
#include <string>

#include <benchmark/benchmark.h>
#include <pugixml.hpp>

#include "feeds/article.h"
#include "feeds/feed.h"
#include "feeds/feed_date.h"
#include "feeds/html.h"
#include "feeds/robots.h"
#include "feeds/xml_tree.h"
#include "models/core/encoding.h"
#include "models/core/url.h"

using namespace chokepoint;

namespace {

std::string file(const std::string& path) {
  std::ifstream in(SOURCE_DIR "/" + path, std::ios::binary);
  return {std::istreambuf_iterator<char>(in), {}};
}

std::string feed_of(int entries) {
  std::string out =
      "<?xml version='1.0' encoding='UTF-8'?><rss version='2.0' "
      "xmlns:dc='http://purl.org/dc/elements/1.1/'><channel><title>Trade news</title>";
  for (int i = 0; i < entries; ++i) {
    const auto n = std::to_string(i);
    out += "<item><title>Ministry tightens rule " + n + "</title><link>https://n.example/" + n +
           "</link><guid isPermaLink='false'>n-" + n + "</guid><dc:creator>Ann Lee</dc:creator>" +
           "<pubDate>Tue, 06 Jan 2026 09:00:00 +0100</pubDate><description>";
    for (int k = 0; k < 12; ++k)
      out +=
          "&lt;p&gt;Exporters of the goods named in the annex must apply &amp;amp; wait.&lt;/p&gt;";
    out += "</description></item>";
  }
  return out + "</channel></rss>";
}

std::string page_of(int paragraphs) {
  auto page = file("tests/feeds/pages/web/wp_comments.html");
  std::string more;
  for (int i = 0; i < paragraphs; ++i)
    more += "<p>The ministry said in paragraph " + std::to_string(i) +
            " that exporters of gallium, germanium and antimony must apply for a licence.</p>\n" +
            "<div class=\"widget\"><ul><li><a href=\"/x\">One more story</a></li></ul></div>";
  const auto at = page.find("<div class=\"sharedaddy");
  return page.insert(at == std::string::npos ? page.size() : at, more);
}

template <class F>
void over(benchmark::State& state, const std::string& bytes, F f) {
  for (auto _ : state) {
    auto result = f(bytes);
    benchmark::DoNotOptimize(result);
  }
  state.SetBytesProcessed(state.iterations() * static_cast<std::int64_t>(bytes.size()));
}

void xml_tree(benchmark::State& s) {
  over(s, feed_of(60), [](const auto& b) { return XmlTree(b).document().first().name().size(); });
}
void pugixml_only(benchmark::State& s) {
  over(s, feed_of(60), [](const auto& b) {
    pugi::xml_document d;
    return d.load_buffer(b.data(), b.size()).status;
  });
}
void whole_feed(benchmark::State& s) {
  over(s, feed_of(60), [](const auto& b) { return read_feed({b, "", ""})->entries.size(); });
}
void html_tree(benchmark::State& s) {
  over(s, page_of(150), [](const auto& b) { return Html::parse(b)->size(); });
}
void whole_page(benchmark::State& s) {
  over(s, page_of(150), [](const auto& b) {
    const auto now = Instant{std::chrono::seconds{1767700000}};
    return extract_article(b, {"https://n.example/a", "", now})->text.size();
  });
}
void gb18030(benchmark::State& s) {
  over(s, file("tests/feeds/pages/web/gov_cn_gb.html"),
       [](const auto& b) { return decode_bytes(b, "", true).text.size(); });
}
void feed_date(benchmark::State& s) {
  over(s, "Tue, 06 Jan 2026 09:00:00 +0100", [](const auto& b) { return parse_feed_date(b); });
}
void canonical(benchmark::State& s) {
  over(s, "https://www.n.example/2026/01/06/a.html?utm_source=rss&id=7#top",
       [](const auto& b) { return canonical_url(b); });
}
void robots(benchmark::State& s) {
  std::string text = "User-agent: *\n";
  for (int i = 0; i < 200; ++i) text += "Disallow: /private/" + std::to_string(i) + "/*.html$\n";
  over(s, text,
       [](const auto& b) { return Robots::parse(b, "Chokepoint").allows("/news/a.html"); });
}

}  // namespace

BENCHMARK(xml_tree);
BENCHMARK(pugixml_only);
BENCHMARK(whole_feed);
BENCHMARK(html_tree);
BENCHMARK(whole_page);
BENCHMARK(gb18030);
BENCHMARK(feed_date);
BENCHMARK(canonical);
BENCHMARK(robots);

BENCHMARK_MAIN();
