// What later articles change of a move that is known: its day, its goods, its being in force.
#include <algorithm>
#include <set>

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

TEST_CASE("a measure whose easing is told as its end has ended, one suspended is eased") {
  const auto after = [](Mention lifting) {
    return measure_of({document("a-1", "2026-03-02", {licence(Stage::InForce, "2026-03-02", "")}),
                       document("b-1", "2026-03-20", {std::move(lifting)})},
                      "export_licensing");
  };
  auto over = easing("2026-03-20", "");
  over.evidence.push_back({0, 5, false, "lifts", "control_easing.ends"});
  const auto lifted = after(over);
  CHECK(changes_of(lifted) == std::vector{Change::FirstSeen, Change::Ended});
  CHECK(lifted.stage == Stage::Ended);
  CHECK(changes_of(after(easing("2026-03-20", ""))) ==
        std::vector{Change::FirstSeen, Change::Eased});
  // Of one good among two, or for one buyer among all, it is not over.
  over.items = {"graphite"};
  auto two = licence(Stage::InForce, "2026-03-02", "", {"gallium", "graphite"});
  CHECK(changes_of(measure_of({document("a-1", "2026-03-02", {two}),
                               document("b-1", "2026-03-20", {over})},
                              "export_licensing"))
            .back() == Change::Eased);
  over.items = {"gallium"};
  auto general = licence(Stage::InForce, "2026-03-02", "");
  general.target = "*";
  CHECK(changes_of(measure_of({document("a-1", "2026-03-02", {general}),
                               document("b-1", "2026-03-20", {over})},
                              "export_licensing"))
            .back() == Change::Eased);
}

TEST_CASE("a truce eases what it names and what its articles recall, of both sides") {
  auto recalled = mention("import_ban", Stage::InForce, "NL", "CN", {}, "2026-02-02");
  const auto tariff =
      mention("tariff_increase", Stage::InForce, "CN", "NL", {"steel"}, "2026-02-05");
  const auto other = mention("import_ban", Stage::InForce, "CN", "NL", {"wine"}, "2026-02-06");
  const auto truce =
      mention("trade_truce", Stage::Announced, "CN", "NL", {"gallium", "steel"}, "2026-03-20");
  auto history = recalled;
  history.background = true;
  auto db = Database::in_memory();
  feed(db,
       {document("a-1", "2026-03-02", {licence(Stage::InForce, "2026-03-02", "")}),
        document("a-2", "2026-02-02", {recalled}), document("a-3", "2026-02-05", {tariff}),
        document("a-4", "2026-02-06", {other}), document("b-1", "2026-03-20", {truce, history})});
  std::set<std::string> eased;
  for (const auto& e : list_events(db, {}))
    for (const auto& t : e.transitions)
      if (t.change == Change::Eased) eased.insert(e.type + " " + e.actor);
  CHECK(eased ==
        std::set<std::string>{"export_licensing CN", "tariff_increase CN", "import_ban NL"});
}

TEST_CASE("an easing that names no goods is of the measure that its article recalls") {
  auto warning = mention("export_licensing", Stage::InForce, "CN", "NL", {}, "2026-02-02");
  auto lifting = easing("2026-03-20", "");
  lifting.items.clear();
  auto history = warning;
  history.background = true;
  CHECK(changes_of(measure_of({document("a-1", "2026-02-02", {warning}),
                               document("b-1", "2026-03-20", {lifting, history})},
                              "export_licensing")) ==
        std::vector{Change::FirstSeen, Change::Eased});
  CHECK(changes_of(measure_of(
            {document("a-1", "2026-02-02", {warning}), document("b-1", "2026-03-20", {lifting})},
            "export_licensing")) == std::vector{Change::FirstSeen});
}

TEST_CASE("a plan told beside words that take it back is given up") {
  auto plan = licence(Stage::Considered, "2026-03-20", "");
  auto over = easing("2026-03-20", "");
  over.stage = Stage::Considered;
  over.score = 0.75;
  over.evidence.push_back({0, 9, false, "withdraws", "control_easing.ends"});
  const auto rule =
      measure_of({document("a-1", "2026-03-02", {licence(Stage::Considered, "2026-03-02", "")}),
                  document("b-1", "2026-03-20", {plan, over})},
                 "export_licensing");
  CHECK(rule.stage == Stage::Ended);
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

namespace {

Mention wider(const char* date, const char* effective, std::vector<std::string> items) {
  auto m = licence(Stage::Announced, date, effective, std::move(items));
  m.evidence.push_back({0, 9, false, "adds to", "export_licensing.widens"});
  return m;
}

}  // namespace

TEST_CASE("other goods of the same sides are another move, unless they are said to be added") {
  const auto first = licence(Stage::InForce, "2026-01-05", "");
  const auto separate = licence(Stage::Announced, "2026-03-10", "", {"nickel"});
  auto db = Database::in_memory();
  feed(db, {document("a-1", "2026-01-05", {first}), document("b-1", "2026-03-10", {separate})});
  CHECK(news_of(db).size() == 2);
  const auto rule =
      measure_of({document("a-1", "2026-01-05", {first}),
                  document("b-1", "2026-03-10", {wider("2026-03-10", "", {"nickel"})})},
                 "export_licensing");
  CHECK(changes_of(rule) == std::vector{Change::FirstSeen, Change::Scope});
  REQUIRE(rule.transitions.size() == 2);
  CHECK(rule.transitions[1].added == std::vector<std::string>{"nickel"});
}

TEST_CASE("when what is added begins says nothing of when the measure does, or did") {
  const auto started = licence(Stage::InForce, "2026-01-20", "2026-01-20");
  const auto rule = measure_of(
      {document("a-1", "2026-01-05", {licence(Stage::Announced, "2026-01-05", "2026-01-20")}),
       document("b-1", "2026-01-20", {started}),
       document("c-1", "2026-02-10", {wider("2026-02-10", "2026-03-01", {"nickel"})}),
       document("d-1", "2026-02-10",
                {licence(Stage::Announced, "2026-02-10", "2026-03-01", {"nickel"})})},
      "export_licensing");
  CHECK(changes_of(rule) == std::vector{Change::FirstSeen, Change::Stage, Change::Scope});
  CHECK(rule.stage == Stage::InForce);
}

TEST_CASE("of measures on the same goods an easing is of the one that its article recalls") {
  auto ban = licence(Stage::InForce, "2026-01-05", "");
  ban.type = "dual_use_ban";
  auto later = mention("tariff_increase", Stage::InForce, "CN", "NL", {"gallium"}, "2026-02-20");
  auto history = ban;
  history.background = true;
  const std::vector documents{document("a-1", "2026-01-05", {ban}),
                              document("b-1", "2026-02-20", {later}),
                              document("c-1", "2026-03-20", {easing("2026-03-20", ""), history})};
  CHECK(changes_of(measure_of(documents, "dual_use_ban")) ==
        std::vector{Change::FirstSeen, Change::Eased});
  CHECK(changes_of(measure_of(documents, "tariff_increase")) == std::vector{Change::FirstSeen});
}

TEST_CASE("what is lifted without goods is what stood, not what its own article seems to begin") {
  const auto warning = mention("export_licensing", Stage::InForce, "CN", "NL", {}, "2026-01-05");
  auto misread = warning;
  misread.date = PartialDate::parse("2026-03-20");
  auto lifting = easing("2026-03-20", "");
  lifting.items.clear();
  auto db = Database::in_memory();
  feed(db, {document("a-1", "2026-01-05", {warning}),
            document("b-1", "2026-03-20", {lifting, misread})});
  const auto all = list_events(db, {});
  const auto first = std::ranges::find_if(all, [](const Event& e) {
    return e.type == "export_licensing" && e.date == PartialDate::parse("2026-01-05");
  });
  REQUIRE(first != all.end());
  CHECK(changes_of(*first) == std::vector{Change::FirstSeen, Change::Eased});
}

TEST_CASE("what two articles tell as done is not a plan because a third calls it one") {
  auto protest = licence(Stage::Considered, "2026-03-03", "");
  const auto rule =
      measure_of({document("a-1", "2026-03-02", {licence(Stage::InForce, "2026-03-02", "")}),
                  document("b-1", "2026-03-02", {licence(Stage::InForce, "2026-03-02", "")}),
                  document("c-1", "2026-03-03", {protest})},
                 "export_licensing");
  CHECK(rule.stage == Stage::InForce);
  CHECK(changes_of(rule) == std::vector{Change::FirstSeen});
}
