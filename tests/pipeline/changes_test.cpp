// What later articles change of a move that is known: its day, its goods, its being in force.
#include <algorithm>

#include <doctest/doctest.h>

#include "storage/database.h"
#include "storage/event_list.h"
#include "tests/pipeline/desk.h"
#include "tests/pipeline/story.h"

using namespace chokepoint;
using story::Desk;
using story::document;
using story::feed;
using story::mention;

namespace {

Event measure_of(const std::vector<CodedDocument>& documents, const char* type) {
  auto db = Database::in_memory();
  feed(db, documents);
  const auto all = list_events(db, {});
  const auto n = std::ranges::count(all, type, &Event::type);
  REQUIRE(n == 1);
  return *std::ranges::find(all, type, &Event::type);
}

Mention licence(Stage stage, const char* date, const char* effective,
                std::vector<std::string> items = {"gallium"}) {
  auto m = mention("export_licensing", stage, "CN", "NL", std::move(items), date);
  m.effective = PartialDate::parse(effective);
  m.score = 0.95;
  return m;
}

Mention easing(const char* date, const char* effective) {
  auto m = mention("control_easing", Stage::Announced, "CN", "NL", {"gallium"}, date);
  m.effective = PartialDate::parse(effective);
  m.score = 0.95;
  return m;
}

std::vector<Event> news_of(Database& db) {
  EventFilter news;
  news.background = false;
  return list_events(db, news);
}

std::vector<Change> changes_of(const Event& e) {
  std::vector<Change> out;
  for (const auto& t : e.transitions) out.push_back(t.change);
  return out;
}

}  // namespace

TEST_CASE("a second notice before the start moves the day of the first") {
  const auto rule = measure_of(
      {document("a-1", "2026-03-02", {licence(Stage::Announced, "2026-03-02", "2026-04-01")}),
       document("b-1", "2026-03-20", {licence(Stage::Announced, "2026-03-20", "2026-04-15")}),
       document("c-1", "2026-04-15", {licence(Stage::InForce, "2026-04-15", "")})},
      "export_licensing");
  CHECK(changes_of(rule) == std::vector{Change::FirstSeen, Change::Date, Change::Stage});
  REQUIRE(rule.transitions.size() == 3);
  CHECK(rule.transitions[1].date->string() == "2026-04-15");
  CHECK(rule.transitions[1].stage == Stage::Announced);
}

TEST_CASE("an article that repeats an old day in passing moves nothing") {
  auto old = licence(Stage::Announced, "2026-03-02", "2026-04-08");
  const auto rule = measure_of(
      {document("a-1", "2026-03-02", {licence(Stage::Announced, "2026-03-02", "2026-04-01")}),
       document("b-1", "2026-03-20", {old})},
      "export_licensing");
  CHECK(changes_of(rule) == std::vector{Change::FirstSeen});
}

TEST_CASE("an easing that gives a measure to come a later day puts it off") {
  const auto rule = measure_of(
      {document("a-1", "2026-03-02", {licence(Stage::Announced, "2026-03-02", "2026-04-01")}),
       document("b-1", "2026-03-20", {easing("2026-03-20", "2026-04-15")})},
      "export_licensing");
  CHECK(changes_of(rule) == std::vector{Change::FirstSeen, Change::Date});
  CHECK(rule.stage == Stage::Announced);
  CHECK(rule.transitions.back().date->string() == "2026-04-15");
}

TEST_CASE("what was eased and is told as in force on a later day is in force again") {
  const auto rule =
      measure_of({document("a-1", "2026-03-02", {licence(Stage::InForce, "2026-03-02", "")}),
                  document("b-1", "2026-03-10", {easing("2026-03-10", "")}),
                  document("c-1", "2026-03-25", {licence(Stage::InForce, "2026-03-25", "")})},
                 "export_licensing");
  CHECK(changes_of(rule) == std::vector{Change::FirstSeen, Change::Eased, Change::Stage});
  CHECK(rule.stage == Stage::InForce);
}

TEST_CASE("one article that is sure of it adds goods to a measure, one that is not does not") {
  const auto widened = [](double score) {
    auto more = licence(Stage::InForce, "2026-03-20", "", {"gallium", "graphite"});
    more.score = score;
    return changes_of(
        measure_of({document("a-1", "2026-03-02", {licence(Stage::InForce, "2026-03-02", "")}),
                    document("a-2", "2026-03-03", {licence(Stage::InForce, "2026-03-02", "")}),
                    document("b-1", "2026-03-20", {more})},
                   "export_licensing"));
  };
  CHECK(widened(0.95) == std::vector{Change::FirstSeen, Change::Scope});
  CHECK(widened(0.7) == std::vector{Change::FirstSeen});
}

TEST_CASE("a plan told beside a doubtful easing of it stays a plan, and is decided later") {
  auto doubtful = easing("2026-03-02", "");
  doubtful.stage = Stage::Considered;
  doubtful.score = 0.6;
  const auto rule = measure_of(
      {document("a-1", "2026-03-02", {licence(Stage::Considered, "2026-03-02", ""), doubtful}),
       document("b-1", "2026-03-20", {licence(Stage::Announced, "2026-03-20", "")})},
      "export_licensing");
  CHECK(changes_of(rule) == std::vector{Change::FirstSeen, Change::Stage});
  CHECK(rule.transitions.front().stage == Stage::Considered);
}

TEST_CASE("an easing is of the measure that was known, not of one first heard of with it") {
  auto passing = mention("export_ban", Stage::InForce, "CN", "NL", {"gallium"}, "2026-05-09");
  passing.background = true;
  const auto rule = measure_of(
      {document("a-1", "2026-03-02", {licence(Stage::InForce, "2026-03-02", "")}),
       document("a-2", "2026-03-03", {licence(Stage::InForce, "2026-03-02", "")}),
       document("b-1", "2026-05-10", {easing("2026-05-10", "")}),
       document("c-1", "2026-05-10", {passing}), document("d-1", "2026-05-10", {passing})},
      "export_licensing");
  CHECK(changes_of(rule) == std::vector{Change::FirstSeen, Change::Eased});
}

TEST_CASE("a start put off is told once: of the measure, on the day it was first told") {
  Desk desk;
  desk.read(
      "2026-03-02T09:00:00Z",
      {document("a-1", "2026-03-02", {licence(Stage::Announced, "2026-03-02", "2026-04-01")})});
  desk.read("2026-03-20T09:00:00Z",
            {document("b-1", "2026-03-20", {easing("2026-03-20", "2026-04-15")})});
  const auto again = licence(Stage::Announced, "2026-03-20", "2026-04-15");
  desk.read("2026-03-23T09:00:00Z",
            {document("c-1", "2026-03-23", {again}), document("d-1", "2026-03-23", {again})});
  const auto mails = desk.mails();
  REQUIRE(mails.size() == 2);
  CHECK(mails.back().find("2026-04-15") != std::string::npos);
  const auto news = news_of(desk.db);
  REQUIRE(news.size() == 1);
  CHECK(news.front().type == "export_licensing");
  REQUIRE(news.front().transitions.size() == 2);
  CHECK(news.front().transitions.back().change == Change::Date);
  CHECK(news.front().transitions.back().documents == std::vector<std::string>{"b-1"});
}

TEST_CASE("an easing stands again when its measure turns out to have begun") {
  auto db = Database::in_memory();
  feed(db, {document("a-1", "2026-03-02", {licence(Stage::Announced, "2026-03-02", "2026-04-01")}),
            document("b-1", "2026-03-20", {easing("2026-03-20", "2026-04-15")})});
  CHECK(news_of(db).size() == 1);
  feed(db, {document("d-1", "2026-03-10", {licence(Stage::InForce, "2026-03-10", "2026-03-10")}),
            document("d-2", "2026-03-10", {licence(Stage::InForce, "2026-03-10", "2026-03-10")}),
            document("d-3", "2026-03-11", {licence(Stage::InForce, "2026-03-10", "2026-03-10")})});
  CHECK(std::ranges::count(news_of(db), "control_easing", &Event::type) == 1);
}

TEST_CASE("a start put off and the easing weeks after it are two") {
  auto db = Database::in_memory();
  feed(db, {document("a-1", "2026-03-02", {licence(Stage::Announced, "2026-03-02", "2026-04-01")}),
            document("b-1", "2026-03-20", {easing("2026-03-20", "2026-04-15")}),
            document("c-1", "2026-05-20", {easing("2026-05-20", "2026-05-20")})});
  const auto all = list_events(db, {});
  CHECK(std::ranges::count(all, "control_easing", &Event::type) == 2);
}

TEST_CASE("what is announced on the day it is said to begin stays announced") {
  auto opened =
      mention("anti_dumping_probe", Stage::Announced, "CN", "JP", {"dichlorosilane"}, "2026-01-07");
  opened.effective = opened.date;
  const auto probe = measure_of({document("a-1", "2026-01-07", {opened})}, "anti_dumping_probe");
  CHECK(probe.stage == Stage::Announced);
}
