// Whether an easing says that its measure is over, or only eased; whether a measure is one of
// before, which covers more now.
#include <doctest/doctest.h>

#include "models/engine/coder.h"
#include "tests/models/shipped_model.h"

using namespace chokepoint;

namespace {

// The words that end a measure; "none" where an easing is told without them, "" where none is told.
std::string ended_by(const std::string& lang, const std::string& title, const std::string& text) {
  Document document;
  document.lang = lang;
  document.published = parse_day("2026-05-11");
  document.title = title;
  document.text = text;
  std::string out;
  for (const auto& m : read_document(shipped_model(), document).events) {
    if (m.type != "control_easing" || m.background) continue;
    if (out.empty()) out = "none";
    for (const auto& e : m.evidence)
      if (e.rule == "control_easing.ends") out = e.text;
  }
  return out;
}

bool widens(const std::string& lang, const std::string& title, const std::string& text) {
  Document document;
  document.lang = lang;
  document.published = parse_day("2026-05-11");
  document.title = title;
  document.text = text;
  bool out = false;
  for (const auto& m : read_document(shipped_model(), document).events)
    for (const auto& e : m.evidence) out = out || e.rule == m.type + ".widens";
  return out;
}

}  // namespace

TEST_CASE("words that end a measure are shown, also inside a longer expression") {
  const auto words =
      ended_by("en", "China lifts ban on Japanese seafood",
               "China on Monday lifted its ban on imports of Japanese seafood, customs said.");
  CHECK((words == "lifts" || words == "lifted"));
  CHECK(ended_by("zh-Hans", "中国恢复日本水产品进口",
                 "中国海关总署11日宣布，恢复日本水产品进口。") != "none");
  CHECK(ended_by("es", "China levanta el veto al marisco japonés",
                 "China levantó el lunes la prohibición de importar marisco japonés, según la "
                 "aduana.") != "none");
}

TEST_CASE("a measure suspended or with exceptions is not over") {
  CHECK(ended_by("en", "China suspends ban on Japanese seafood for 90 days",
                 "China on Monday suspended its ban on imports of Japanese seafood for 90 days, "
                 "customs said.") == "none");
  CHECK(ended_by("en", "China exempts scallops from ban on Japanese seafood",
                 "China on Monday exempted scallops from its ban on imports of Japanese seafood, "
                 "customs said.") == "none");
  CHECK(ended_by("zh-Hans", "中国暂停对日本水产品禁令90天",
                 "中国海关总署11日宣布，暂停对日本水产品的进口禁令，为期90天。") == "none");
}

TEST_CASE("what covers more now shows the words that say so") {
  CHECK(widens("en", "US adds Brazilian beef to 25% tariff",
               "The White House on Monday extended its 25% tariff on Brazilian coffee to cover "
               "beef."));
  CHECK(widens("zh-Hans", "商务部公告：增列输日物项",
               "中国商务部11日公告，将金属镝增列入对日本出口管制物项，出口须经许可。"));
  CHECK(widens("de", "China weitet Ausfuhrkontrollen aus",
               "China hat seine Ausfuhrgenehmigungspflicht für Gallium am Montag auf Antimon "
               "ausgeweitet, teilte das Handelsministerium mit."));
  CHECK_FALSE(widens("en", "US imposes 25% tariff on Brazilian beef",
                     "The White House on Monday imposed a 25% tariff on Brazilian beef."));
}
