// The day on which a decision begins: where a later sentence gives it, and where it was put off.
#include <doctest/doctest.h>

#include "models/engine/coder.h"
#include "tests/models/shipped_model.h"

using namespace chokepoint;

namespace {

// The days on which the measures of a text begin, each once; to put one off is an easing as well,
// which begins at once.
std::string starts_of(const std::string& lang, const char* published, const std::string& title,
                      const std::string& text) {
  Document document;
  document.lang = lang;
  document.published = parse_day(published);
  document.title = title;
  document.text = text;
  std::string out;
  for (const auto& m : read_document(shipped_model(), document).events) {
    if (m.type == "control_easing") continue;
    const auto day = m.effective ? m.effective->string() : "none";
    if (out.find(day) == std::string::npos) out += (out.empty() ? "" : " ") + day;
    CHECK(m.expires != m.effective);
  }
  return out;
}

}  // namespace

TEST_CASE("the sentence that says when a decision takes effect may come later") {
  CHECK(starts_of("en", "2026-03-02", "China puts gallium exports to the Netherlands under licence",
                  "China's Ministry of Commerce on Monday announced export licensing for gallium "
                  "shipped to the Netherlands. Exporters must name the end user. The rule takes "
                  "effect on April 1.") == "2026-04-01");
  CHECK(starts_of("zh-Hans", "2026-03-02", "商务部公告对荷兰出口镓实施许可管理",
                  "商务部2日公告，决定对向荷兰出口的镓实施出口许可管理。\n"
                  "出口经营者应提交最终用户证明。\n本公告自2026年4月1日起施行。") == "2026-04-01");
}

TEST_CASE("of the days of a start put off, the later one counts") {
  const auto* day = "2026-03-20";
  CHECK(starts_of("en", day, "China postpones gallium licence rule for the Netherlands",
                  "China has pushed back the start of export licensing for gallium shipped to the "
                  "Netherlands from April 1 to April 15, the Ministry of Commerce said on "
                  "Friday.") == "2026-04-15");
  CHECK(starts_of("zh-Hans", day, "商务部推迟对荷兰镓出口许可管理",
                  "商务部20日公告，将对荷兰镓出口许可管理的施行日期由4月1日推迟至4月15日。") ==
        "2026-04-15");
  CHECK(starts_of("ja", day, "中国、オランダ向けガリウム輸出許可制の施行を延期",
                  "中国商務省は20日、オランダ向けガリウムの輸出許可制の施行を4月1日から4月15日に"
                  "延期すると発表した。") == "2026-04-15");
  CHECK(starts_of("ko", day, "중국, 네덜란드 갈륨 수출허가제 시행 연기",
                  "중국 상무부는 20일 네덜란드로 수출되는 갈륨의 수출허가제 시행을 4월 1일에서 "
                  "4월 15일로 연기한다고 밝혔다.") == "2026-04-15");
  CHECK(starts_of("de", day, "China verschiebt Lizenzpflicht für Gallium-Ausfuhren",
                  "China hat den Beginn der Exportlizenzpflicht für Gallium-Ausfuhren in die "
                  "Niederlande vom 1. April auf den 15. April verschoben, teilte das "
                  "Handelsministerium am Freitag mit.") == "2026-04-15");
}
