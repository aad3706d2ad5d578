// Names on the model as shipped: whose body a bare "commerce ministry" is, official numbers, words
// that mean something else.
#include "models/engine/annotate.h"
#include "tests/models/shipped_model.h"

namespace chokepoint {
namespace {

AnnotatedText annotated(const std::string& lang, const std::string& text) {
  Document document;
  document.lang = lang;
  document.text = text;
  return annotate_text(shipped_model(), document);
}

std::string agencies_in(const std::string& lang, const std::string& text) {
  Document document;
  document.lang = lang;
  document.text = text;
  std::string out;
  for (const auto& e : read_document(shipped_model(), document).entities)
    if (e.kind == "agency") out += (out.empty() ? "" : " ") + e.id;
  return out;
}

std::string number_in(const std::string& lang, const std::string& text) {
  const auto t = annotated(lang, text);
  return t.official.empty() ? "" : t.official.front().number;
}

bool finds(const std::string& lang, const std::string& text, const std::string& concept_name) {
  const auto id = shipped_model().concept_id(concept_name);
  REQUIRE(id);
  for (const auto& a : annotated(lang, text).annotations)
    if (has_concept(shipped_model(), a, *id)) return true;
  return false;
}

// The countries of the first list.
std::string list_in(const std::string& lang, const std::string& text) {
  std::string out;
  for (const auto& a : annotated(lang, text).annotations)
    if (a.list == 0)
      for (const auto c : countries_of(shipped_model(), a))
        out += (out.empty() ? "" : " ") + shipped_model().countries[c].id;
  return out;
}

}  // namespace

TEST_CASE("a generic name is the body of the country beside it") {
  CHECK(agencies_in("en", "China's commerce ministry said on Tuesday") == "CN.MOFCOM");
  CHECK(agencies_in("zh", "商务部宣布对镓实施出口管制") == "CN.MOFCOM");
  CHECK(agencies_in("ja", "経済産業省は輸出管理を強化する") == "JP.METI");
}

TEST_CASE("a bare body is of the country whose body was named last, before one it acts on") {
  CHECK(agencies_in("en",
                    "The duty hits dyes from China. The DGTR proposed it in March; the finance "
                    "ministry takes the final call.") == "IN.DGTR IN.FINANCE");
  CHECK(
      agencies_in("de",
                  "Japan verschärfte die Ausfuhr. Südkoreas Handelsminister sprach von "
                  "Vergeltung. Das Außenministerium bestellte den japanischen Botschafter ein.") ==
      "KR.MOTIE KR.MOFA");
}

TEST_CASE(
    "a body named in full is meant by its bare name, where the text is not of the home country") {
  CHECK(agencies_in("zh-Hans", "美国商务部周二对加拿大新闻纸作出裁定。商务部说，税率为20%。") ==
        "US.DOC US.DOC");
  CHECK(agencies_in("ko",
                    "중국 상무부는 미국산 수수를 조사한다고 밝혔다. 상무부는 미국에 통보했다.") ==
        "CN.MOFCOM CN.MOFCOM");
}

TEST_CASE("names of one list are read as one, whatever is said of each in brackets") {
  CHECK(list_in("en",
                "Entities in the People's Republic of China (PRC), the United Arab Emirates (UAE), "
                "Iran (twelve) and Taiwan were added.") == "CN AE IR TW");
  CHECK(list_in("en", "Duties hit steel from China (25%), India (up to 12.5%) and Vietnam.") ==
        "CN IN VN");
  CHECK(list_in("ja", "日米欧台からの輸入品に課税する。") == "JP US EU TW");
  CHECK(list_in("en", "China said the United States had broken its word.").empty());
}

TEST_CASE("official numbers are told in one way, however they are written") {
  CHECK(number_in("zh", "商务部公告2026年第1号") == "CN.MOFCOM 2026-1");
  CHECK(number_in("en", "MOFCOM Announcement No. 1 of 2026") == "CN.MOFCOM 2026-1");
  CHECK(number_in("en", "Commission Implementing Regulation (EU) 2024/1866") == "EU 2024/1866");
  CHECK(number_in("en", "Room 2026 of building 1").empty());
}

TEST_CASE("a word in an expression that means something else is not found") {
  CHECK(finds("en", "Brussels opened an investigation.", "act.investigate"));
  CHECK_FALSE(finds("en", "The space probe left orbit.", "act.investigate"));
}

TEST_CASE("no date goes on in the next paragraph") {
  const auto t = annotated(
      "en", "The rule was agreed in Dec\n1, 2025. It binds exporters from 6 January 2026.");
  REQUIRE(t.dates.size() == 1);
  CHECK(t.folded.text.substr(t.dates[0].start, t.dates[0].end - t.dates[0].start) ==
        "6 january 2026");
}

TEST_CASE("no word goes on in the next paragraph") {
  const auto t = annotated("zh", "禁止对日出口\n商务部公告2026年第1号");
  CHECK_FALSE(t.annotations.empty());
  for (const auto& a : t.annotations)
    CHECK(t.folded.text.substr(a.start, a.end - a.start).find('\n') == std::string::npos);
}

}  // namespace chokepoint
