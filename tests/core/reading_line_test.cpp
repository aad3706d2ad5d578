#include "models/core/reading_line.h"

#include <doctest/doctest.h>
#include <nlohmann/json.hpp>

#include "models/core/json.h"

namespace chokepoint {
namespace {

std::string by_the_library(const std::string& id, const Reading& r) {
  nlohmann::ordered_json out{{"id", id}, {"lang", r.lang}};
  out["events"] = nlohmann::ordered_json::array();
  for (const auto& m : r.events) out["events"].push_back(to_json(m));
  out["entities"] = nlohmann::ordered_json::array();
  for (const auto& e : r.entities) out["entities"].push_back(to_json(e));
  return json_line(out);
}

Reading reading(std::string lang, std::vector<Mention> events, std::vector<Entity> entities) {
  Reading out;
  out.lang = std::move(lang);
  out.events = std::move(events);
  out.entities = std::move(entities);
  return out;
}

Mention full() {
  Mention m;
  m.type = "export_ban";
  m.stage = Stage::InForce;
  m.actor = "CN";
  m.target = "*";
  m.agencies = {"CN.MOFCOM", "CN.GAC"};
  m.items = {"gallium"};
  m.date = PartialDate{2026, 1, 6};
  m.effective = PartialDate{2026, 2, 0};
  m.expires = PartialDate{2027, 0, 0};
  m.document = "CN.MOFCOM 2026-1";
  m.responds_to = MoveRef{"", "US", "CN"};
  m.background = true;
  m.trial = true;
  m.score = 0.1 + 0.2;
  m.evidence = {{3, 9, false, "禁止出口", "export_ban.plain"}, {0, 4, true, "a \"b\"\\\n", "x"}};
  return m;
}

}  // namespace

TEST_CASE("a line is what the library would write") {
  const auto nothing = reading("en", {}, {});
  CHECK(reading_line("1", nothing) == by_the_library("1", nothing));

  Mention bare;
  bare.type = "tariff";
  bare.score = 1e-7;
  const auto r = reading("zh-Hans", {full(), bare}, {{"item", "gallium", 1, 2, true, "镓"}});
  CHECK(reading_line("a/b", r) == by_the_library("a/b", r));
}

TEST_CASE("strings that must be escaped or mended come out alike") {
  for (const std::string text :
       {"tab\there", "\x01\x1f\x7f", "\b\f\r", "cut \xe7\xa6", "\xff\xfe", "\xed\xa0\x80",
        "\xc0\x80", "\xef\xbf\xbd", "\xf0\x9f\x98\x80", "\xc2\x85", "", "/"}) {
    const auto r = reading("en", {}, {{"item", text, 0, text.size(), false, text}});
    CHECK(reading_line(text, r) == by_the_library(text, r));
  }
}

}  // namespace chokepoint
