#include "pipeline/rulings.h"

#include <algorithm>

#include <doctest/doctest.h>

#include "storage/database.h"
#include "storage/event_list.h"
#include "storage/events.h"
#include "tests/pipeline/story.h"

using namespace chokepoint;
using story::document;
using story::mention;

namespace {

const Instant kRulingsNow = *parse_rfc3339("2026-03-01");

void take_in(Database& db, const std::vector<CodedDocument>& documents) {
  process_coded(db, story::knowledge(), "m1", documents, kRulingsNow);
}

std::vector<CodedDocument> two_moves() {
  return {
      document("a-1", "2026-01-06",
               {mention("export_ban", Stage::Announced, "CN", "JP", {"gallium"}, "2026-01-06")}),
      document("b-1", "2026-01-06",
               {mention("export_ban", Stage::Announced, "CN", "JP", {"gallium"}, "2026-01-06")}),
      document("c-1", "2026-01-07",
               {mention("export_ban", Stage::Announced, "CN", "KR", {"gallium"}, "2026-01-06")}),
      document("d-1", "2025-03-01",
               {mention("import_ban", Stage::Announced, "CN", "JP", {"seafood"}, "2025-03-01")}),
  };
}

std::string event_with(Database& db, const std::string& document) {
  for (const auto& e : list_events(db, {}))
    if (std::ranges::find(e.documents, document) != e.documents.end()) return e.id;
  return "";
}

}  // namespace

TEST_CASE("events merged by a person stay merged, whatever arrives later") {
  auto db = Database::in_memory();
  take_in(db, two_moves());
  REQUIRE(list_events(db, {}).size() == 3);
  const auto now =
      merge_events(db, story::knowledge(),
                   {{event_with(db, "a-1"), event_with(db, "c-1")}, {}, "one act"}, kRulingsNow);
  REQUIRE(now);
  CHECK(now->size() == 1);
  take_in(
      db,
      {document("e-1", "2026-01-08",
                {mention("export_ban", Stage::Announced, "CN", "KR", {"gallium"}, "2026-01-06")})});
  CHECK(list_events(db, {}).size() == 2);
  CHECK(event_with(db, "e-1") == event_with(db, "a-1"));
}

TEST_CASE("merged across families, either side brings the other along") {
  auto db = Database::in_memory();
  take_in(db, two_moves());
  REQUIRE(merge_events(db, story::knowledge(),
                       {{event_with(db, "a-1"), event_with(db, "d-1")}, {}, ""}, kRulingsNow));
  take_in(
      db,
      {document("f-1", "2025-03-02",
                {mention("import_ban", Stage::Announced, "CN", "JP", {"seafood"}, "2025-03-01")})});
  take_in(
      db,
      {document("g-1", "2026-01-09",
                {mention("export_ban", Stage::Announced, "CN", "JP", {"gallium"}, "2026-01-06")})});
  CHECK(list_events(db, {}).size() == 2);
  CHECK(event_with(db, "f-1") == event_with(db, "g-1"));
}

TEST_CASE("documents split off stay apart") {
  auto db = Database::in_memory();
  take_in(db, two_moves());
  const auto id = event_with(db, "a-1");
  REQUIRE(split_event(db, story::knowledge(), {{id}, {"b-1"}, "another act"}, kRulingsNow));
  CHECK(event_with(db, "a-1") != event_with(db, "b-1"));
  take_in(
      db,
      {document("e-1", "2026-01-08",
                {mention("export_ban", Stage::Announced, "CN", "JP", {"gallium"}, "2026-01-06")})});
  CHECK(event_with(db, "a-1") != event_with(db, "b-1"));
  CHECK(event_with(db, "e-1") == event_with(db, "a-1"));
}

TEST_CASE("a dismissed event is hidden and alerts nobody") {
  auto db = Database::in_memory();
  take_in(db, two_moves());
  const auto id = event_with(db, "c-1");
  REQUIRE(dismiss_event(db, story::knowledge(), {{id}, {}, "no such thing"}, kRulingsNow));
  CHECK(event_with(db, "c-1").empty());
  std::vector<Transition> told;
  const std::vector<CodedDocument> more{
      document("h-1", "2026-02-20",
               {mention("export_ban", Stage::Ended, "CN", "KR", {"gallium"}, "2026-02-20")})};
  process_coded(db, story::knowledge(), "m1", more, kRulingsNow,
                [&](Database&, std::span<const Transition> fresh) {
                  told.assign(fresh.begin(), fresh.end());
                });
  CHECK(told.empty());
  REQUIRE(confirm_event(db, story::knowledge(), {{id}, {}, "after all"}, kRulingsNow));
  CHECK_FALSE(event_with(db, "c-1").empty());
}

TEST_CASE("a dismissed rumour that comes true is told, and dismissed again stays so") {
  auto db = Database::in_memory();
  const auto ban = [](const char* id, const char* day, Stage stage) {
    return document(id, day, {mention("export_ban", stage, "CN", "JP", {"gallium"}, day)});
  };
  std::vector<std::string> told;
  const auto read = [&](const std::vector<CodedDocument>& documents) {
    process_coded(db, story::knowledge(), "m1", documents, kRulingsNow,
                  [&](Database&, std::span<const Transition> fresh) {
                    for (const auto& t : fresh)
                      if (t.alertable) told.emplace_back(name_of(t.stage));
                  });
    return std::exchange(told, {});
  };
  const auto first = [](const char* stage) { return std::vector<std::string>{stage}; };
  SUBCASE("a rumour") {
    CHECK(read({ban("a-1", "2026-02-20", Stage::Considered),
                ban("b-1", "2026-02-20", Stage::Considered)}) == first("considered"));
    const auto dismiss = [&](const std::string& id) {
      REQUIRE(dismiss_event(db, story::knowledge(), {{id}, {}, "no"}, kRulingsNow));
      CHECK(event_with(db, "a-1").empty());
    };
    dismiss(event_with(db, "a-1"));
    CHECK(read({ban("c-1", "2026-02-21", Stage::Considered)}).empty());
    CHECK(event_with(db, "c-1").empty());
    CHECK(read({ban("d-1", "2026-02-26", Stage::Announced),
                ban("e-1", "2026-02-26", Stage::Announced)}) == first("announced"));
    REQUIRE_FALSE(event_with(db, "a-1").empty());
    dismiss(event_with(db, "d-1"));
    CHECK(read({ban("f-1", "2026-03-01", Stage::InForce), ban("g-1", "2026-03-01", Stage::InForce)})
              .empty());
    CHECK(event_with(db, "f-1").empty());
  }
  SUBCASE("what was told as decided, whatever comes") {
    CHECK(read({ban("a-1", "2026-02-20", Stage::Announced),
                ban("b-1", "2026-02-20", Stage::Announced)}) == first("announced"));
    REQUIRE(
        dismiss_event(db, story::knowledge(), {{event_with(db, "a-1")}, {}, "no"}, kRulingsNow));
    CHECK(read({ban("f-1", "2026-02-27", Stage::InForce), ban("g-1", "2026-02-27", Stage::InForce)})
              .empty());
    CHECK(event_with(db, "f-1").empty());
  }
}

TEST_CASE("a ruling about what does not exist says so") {
  auto db = Database::in_memory();
  take_in(db, two_moves());
  CHECK(dismiss_event(db, story::knowledge(), {{"Enone"}, {}, ""}, kRulingsNow)
            .error()
            .what.find("no event Enone") == 0);
  const auto id = event_with(db, "a-1");
  CHECK(merge_events(db, story::knowledge(), {{id, id}, {}, ""}, kRulingsNow)
            .error()
            .what.find("is named twice") != std::string::npos);
  CHECK(split_event(db, story::knowledge(), {{id}, {"d-1"}, ""}, kRulingsNow)
            .error()
            .what.find("not of event") != std::string::npos);
  CHECK(split_event(db, story::knowledge(), {{id}, {"a-1", "b-1"}, ""}, kRulingsNow)
            .error()
            .what.find("without documents") != std::string::npos);
}

TEST_CASE("a dismissal outlives the article that founded the event") {
  auto db = Database::in_memory();
  take_in(db, two_moves());
  const auto id = event_with(db, "a-1");
  REQUIRE(dismiss_event(db, story::knowledge(), {{id}, {}, "no such thing"}, kRulingsNow));
  auto corrected =
      document("a-1", "2026-01-06",
               {mention("diplomatic_protest", Stage::Announced, "JP", "CN", {}, "2026-01-06")});
  corrected.document.text = "another text";
  take_in(db, {corrected});
  CHECK(event_with(db, "b-1").empty());
  SUBCASE("and a confirmation undoes it") {
    EventFilter hidden;
    hidden.dismissed = true;
    for (const auto& e : list_events(db, hidden))
      if (std::ranges::find(e.documents, "b-1") != e.documents.end())
        REQUIRE(confirm_event(db, story::knowledge(), {{e.id}, {}, ""}, kRulingsNow));
    CHECK_FALSE(event_with(db, "b-1").empty());
  }
}

TEST_CASE("moves that an article tells in another order the next time stay the events they are") {
  auto db = Database::in_memory();
  const auto ban = mention("export_ban", Stage::Announced, "CN", "JP", {"gallium"}, "2026-01-06");
  const auto protest =
      mention("diplomatic_protest", Stage::Announced, "JP", "CN", {}, "2026-01-06");
  take_in(db, {document("a-1", "2026-01-06", {ban})});
  const auto id = list_events(db, {}).front().id;
  REQUIRE(dismiss_event(db, story::knowledge(), {{id}, {}, "no such thing"}, kRulingsNow));
  auto grown = document("a-1", "2026-01-06", {protest, ban});
  grown.document.text = "more of it";
  take_in(db, {grown});
  const auto events = list_events(db, {});
  REQUIRE_EQ(events.size(), 1);
  CHECK_EQ(events.front().type, "diplomatic_protest");
  CHECK_NE(events.front().id, id);
  auto turned = document("a-1", "2026-01-06", {ban, protest});
  turned.document.text = "the same, turned";
  take_in(db, {turned});
  REQUIRE_EQ(list_events(db, {}).size(), 1);
  CHECK_EQ(list_events(db, {}).front().id, events.front().id);
}

TEST_CASE("what a split brings about is told, as anything new is") {
  auto db = Database::in_memory();
  take_in(db, two_moves());
  std::vector<Transition> told;
  REQUIRE(split_event(db, story::knowledge(), {{event_with(db, "a-1")}, {"b-1"}, "two acts"},
                      kRulingsNow, [&](Database&, std::span<const Transition> fresh) {
                        told.assign(fresh.begin(), fresh.end());
                      }));
  REQUIRE_EQ(told.size(), 1);
  CHECK_EQ(told.front().event, event_with(db, "b-1"));
}

TEST_CASE("a dismissed easing eases nothing") {
  auto db = Database::in_memory();
  take_in(db,
          {document("a-1", "2026-01-06",
                    {mention("export_ban", Stage::InForce, "CN", "JP", {"gallium"}, "2026-01-06")}),
           document("b-1", "2026-01-20",
                    {mention("control_easing", Stage::InForce, "CN", "JP", {"gallium"},
                             "2026-01-20")})});
  const auto eased = [&] {
    const auto story = transitions_of(db, event_with(db, "a-1"));
    return std::ranges::any_of(story,
                               [](const auto& t) { return t.transition.change == Change::Eased; });
  };
  REQUIRE(eased());
  REQUIRE(dismiss_event(db, story::knowledge(), {{event_with(db, "b-1")}, {}, ""}, kRulingsNow));
  CHECK_FALSE(eased());
}
