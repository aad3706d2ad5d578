#include "models/engine/gold.h"

#include <doctest/doctest.h>

using namespace chokepoint;

namespace {

GoldEvent labelled(PartialDate date, Stage stage) {
  GoldEvent e;
  e.type = "export_ban";
  e.types = {e.type};
  e.actor = "ID";
  e.target = "*";
  e.date = date;
  e.stage = stage;
  return e;
}

Mention told(PartialDate date, Stage stage) {
  Mention m;
  m.type = "export_ban";
  m.actor = "ID";
  m.target = "*";
  m.date = date;
  m.stage = stage;
  return m;
}

}  // namespace

TEST_CASE("of two moves that differ in their day alone each is matched with its own") {
  const std::vector<GoldEvent> events = {labelled({2014, 1, 12}, Stage::Ended),
                                         labelled({2020, 1, 1}, Stage::InForce)};
  const auto matched =
      match_events(events, {told({2020, 1, 1}, Stage::InForce), told({2014, 1, 12}, Stage::Ended)});
  CHECK(matched[0] == 1);
  CHECK(matched[1] == 0);
}

TEST_CASE("what agrees in most is matched first, and the rest is told too often") {
  const std::vector<GoldEvent> events = {labelled({2020, 1, 1}, Stage::InForce)};
  const auto matched = match_events(
      events, {told({2014, 1, 12}, Stage::InForce), told({2020, 1, 1}, Stage::InForce)});
  CHECK_FALSE(matched[0]);
  CHECK(matched[1] == 0);
}

TEST_CASE("a move of other parties is no match") {
  auto other = told({2020, 1, 1}, Stage::InForce);
  other.actor = "PH";
  CHECK_FALSE(match_events({labelled({2020, 1, 1}, Stage::InForce)}, {other})[0]);
}
