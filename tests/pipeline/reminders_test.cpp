// Reminders of dates that come near: when, how often and in which words.
#include <doctest/doctest.h>

#include "pipeline/rulings.h"
#include "storage/event_list.h"
#include "tests/pipeline/desk.h"

using namespace chokepoint;
using story::ban;
using story::dated;
using story::Desk;
using story::kBan;
using Mails = std::vector<std::string>;

TEST_CASE("a reminder comes so many days before a date of effect or expiry, once each") {
  Desk desk;
  desk.subscription().remind_days = {7, 1};
  desk.read("2026-01-06T09:00:00Z", {dated(ban("a-1", "2026-01-06"), "2026-01-20", "2026-03-01")});
  CHECK(desk.mails() == Mails{kBan});
  desk.send("2026-01-12T09:00:00Z");
  CHECK(desk.mails().empty());
  desk.send("2026-01-13T09:00:00Z");
  desk.send("2026-01-13T19:00:00Z");
  CHECK(desk.mails() == Mails{"China → Japan: export ban takes effect in 7 days (2026-01-20)"});
  desk.send("2026-01-19T09:00:00Z");
  CHECK(desk.mails() == Mails{"China → Japan: export ban takes effect tomorrow (2026-01-20)"});
  desk.send("2026-01-21T09:00:00Z");
  CHECK(desk.mails().empty());
  desk.send("2026-02-23T09:00:00Z");  // the round of the day before did not run
  CHECK(desk.mails() == Mails{"China → Japan: export ban expires in 6 days (2026-03-01)"});
}

TEST_CASE("a reminder in a digest counts the days from when the digest goes out") {
  Desk desk;
  auto& s = desk.subscription();
  s.when = Rhythm::Weekly;
  const auto withdrawn = [&] {
    AlertFilter filter;
    filter.state = "withdrawn";
    Mails out;
    for (const auto& a : list_alerts(desk.db, filter)) out.push_back(a.reason);
    return out;
  };
  const auto tell_the_ban = [&] {
    desk.read("2026-01-02T09:00:00Z", {dated(ban("a-1", "2026-01-02"), "2026-01-20")});
    desk.send("2026-01-07T08:00:00Z");
    CHECK(desk.mails() == Mails{kBan});
  };
  const Mails tomorrow{"China → Japan: export ban takes effect tomorrow (2026-01-20)"};
  SUBCASE("less than it was; and none once the day is over") {
    s.remind_days = {7, 1};
    tell_the_ban();
    desk.send("2026-01-13T09:00:00Z");
    desk.send("2026-01-19T08:00:00Z");
    CHECK(desk.mails() == tomorrow);
    desk.send("2026-01-26T08:00:00Z");
    CHECK(desk.mails().empty());
    CHECK(withdrawn() == Mails{"day_past"});
  }
  SUBCASE("the ban has a later day by then") {
    s.remind_days = {7};
    tell_the_ban();
    desk.send("2026-01-13T09:00:00Z");
    desk.read("2026-01-14T09:00:00Z", {dated(ban("b-1", "2026-01-02"), "2026-03-20"),
                                       dated(ban("c-1", "2026-01-02"), "2026-03-20")});
    desk.send("2026-01-19T08:00:00Z");
    for (const auto& mail : desk.mails()) CHECK_FALSE(mail.find("takes effect") != mail.npos);
    CHECK(withdrawn() == Mails{"retracted"});
  }
}

TEST_CASE("reminders of one day that waited for one digest say it once") {
  Desk desk;
  auto& s = desk.subscription();
  s.when = Rhythm::Weekly;
  s.remind_days = {3, 1};
  desk.read("2026-01-02T09:00:00Z", {dated(ban("a-1", "2026-01-02"), "2026-01-20")});
  desk.send("2026-01-05T08:00:00Z");
  CHECK(desk.mails() == Mails{kBan});
  desk.send("2026-01-17T09:00:00Z");
  desk.send("2026-01-19T07:59:00Z");
  CHECK(desk.mails().empty());
  desk.send("2026-01-19T08:00:00Z");
  CHECK(desk.mails() == Mails{"China → Japan: export ban takes effect tomorrow (2026-01-20)"});
  desk.send("2026-01-26T08:00:00Z");
  CHECK(desk.mails().empty());
}

TEST_CASE("a reminder is not sent again because its event goes by another id") {
  Desk desk;
  auto& s = desk.subscription();
  s.remind_days = {7, 1};
  desk.read("2026-01-06T09:00:00Z", {dated(ban("b-1", "2026-01-06"), "2026-01-20")});
  CHECK(desk.mails() == Mails{kBan});
  const auto before = list_events(desk.db, {}).front().id;
  Mails once{"China → Japan: export ban takes effect in 6 days (2026-01-20)"};
  SUBCASE("it was sent") {
    desk.send("2026-01-13T09:00:00Z");
    CHECK(desk.mails() == Mails{"China → Japan: export ban takes effect in 7 days (2026-01-20)"});
    once.clear();
  }
  SUBCASE("it waits") {
    s.quiet = QuietHours{std::chrono::hours{8}, std::chrono::hours{18}, 10};
    desk.send("2026-01-13T09:00:00Z");
  }
  // An article published before it, found later: the event is named after that one now.
  desk.read("2026-01-14T12:00:00Z", {dated(ban("a-1", "2026-01-05"), "2026-01-20")});
  REQUIRE(list_events(desk.db, {}).front().id != before);
  desk.send("2026-01-14T18:00:00Z");
  CHECK(desk.mails() == once);
  s.quiet.reset();
  desk.send("2026-01-19T09:00:00Z");
  CHECK(desk.mails() == Mails{"China → Japan: export ban takes effect tomorrow (2026-01-20)"});
}

TEST_CASE("a reminder's days are those of the subscription's clocks") {
  Desk desk;
  auto& s = desk.subscription();
  s.time_zone = "Asia/Tokyo";
  s.when = Rhythm::Daily;
  s.remind_days = {1};
  desk.read("2026-01-06T09:00:00Z", {dated(ban("a-1", "2026-01-06"), "2026-01-20")});
  desk.send("2026-01-06T23:00:00Z");
  CHECK(desk.mails() == Mails{kBan});
  desk.send("2026-01-18T14:59:00Z");
  desk.send("2026-01-18T15:01:00Z");  // the 19th there
  desk.send("2026-01-18T23:00:00Z");
  CHECK(desk.mails() == Mails{"China → Japan: export ban takes effect tomorrow (2026-01-20)"});
  desk.send("2026-01-19T23:00:00Z");
  CHECK(desk.mails().empty());
}

namespace {

CodedDocument easing(const char* id, const char* day, std::vector<std::string> items,
                     const char* until = "", Stage stage = Stage::InForce) {
  auto d =
      story::document(id, day, {story::mention("control_easing", stage, "CN", "JP", items, day)});
  d.mentions.front().expires = PartialDate::parse(until);
  return d;
}

}  // namespace

TEST_CASE("a measure that was eased is not reminded of as if nothing had been") {
  Desk desk;
  auto& s = desk.subscription();
  s.remind_days = {7};
  s.scope.types = {"export_ban"};
  const auto both = [](const char* id, const char* day) {
    auto d = story::document(id, day,
                             {story::mention("export_ban", Stage::Announced, "CN", "JP",
                                             {"gallium", "germanium"}, "2026-01-06")});
    return dated(d, "2026-01-06", "2026-03-01");
  };
  desk.read("2026-01-06T09:00:00Z", {both("a-1", "2026-01-06"), both("b-1", "2026-01-06")});
  CHECK(desk.mails().size() == 1);
  const std::string plain = "China → Japan: export ban expires in 7 days (2026-03-01)";
  Mails told;
  SUBCASE("as a whole") {
    desk.read("2026-02-10T09:00:00Z", {easing("c-1", "2026-02-10", {"gallium", "germanium"}),
                                       easing("d-1", "2026-02-10", {"gallium", "germanium"})});
  }
  SUBCASE("in part") {
    desk.read("2026-02-10T09:00:00Z",
              {easing("c-1", "2026-02-10", {"gallium"}), easing("d-1", "2026-02-10", {"gallium"})});
    told = {plain + "; eased in part 2026-02-10"};
  }
  SUBCASE("until a day before that") {
    desk.read("2026-02-10T09:00:00Z",
              {easing("c-1", "2026-02-10", {"gallium", "germanium"}, "2026-02-20"),
               easing("d-1", "2026-02-10", {"gallium", "germanium"}, "2026-02-20")});
    told = {plain};
  }
  SUBCASE("and the day was told again after it") {
    desk.read("2026-02-10T09:00:00Z", {easing("c-1", "2026-02-10", {"gallium", "germanium"}),
                                       easing("d-1", "2026-02-10", {"gallium", "germanium"})});
    desk.read("2026-02-15T09:00:00Z", {both("e-1", "2026-02-15")});
    told = {plain};
  }
  SUBCASE("only planned to be") {
    desk.read("2026-02-10T09:00:00Z",
              {easing("c-1", "2026-02-10", {"gallium", "germanium"}, "", Stage::Considered),
               easing("d-1", "2026-02-10", {"gallium", "germanium"}, "", Stage::Considered)});
    told = {plain};
  }
  desk.mails();
  desk.send("2026-02-22T09:00:00Z");
  CHECK(desk.mails() == told);
}

TEST_CASE("a reminder that waits while its measure is lifted is not sent") {
  Desk desk;
  auto& s = desk.subscription();
  s.remind_days = {7};
  s.scope.types = {"export_ban"};
  desk.read("2026-01-06T09:00:00Z", {dated(ban("a-1", "2026-01-06"), "2026-01-06", "2026-03-01")});
  CHECK(desk.mails().size() == 1);
  s.when = Rhythm::Weekly;
  desk.send("2026-02-22T09:00:00Z");
  desk.read("2026-02-22T15:00:00Z",
            {easing("c-1", "2026-02-22", {"gallium"}), easing("d-1", "2026-02-22", {"gallium"})});
  desk.send("2026-02-23T08:00:00Z");
  CHECK(desk.mails().empty());
}

TEST_CASE("no reminder of what is silenced, dismissed or ended") {
  Desk desk;
  desk.subscription().remind_days = {7};
  desk.read("2026-01-06T09:00:00Z", {dated(ban("a-1", "2026-01-06"), "2026-01-20")});
  desk.mails();
  SUBCASE("silenced") {
    Silence silence;
    silence.until = *parse_rfc3339("2026-02-01");
    silence.why = "known";
    desk.config.silences = {silence};
  }
  SUBCASE("dismissed") {
    desk.subscription().corrections = false;
    const auto event = list_events(desk.db, {}).front().id;
    REQUIRE(dismiss_event(desk.db, story::knowledge(), {{event}, {}, "no"}, Instant{}));
  }
  SUBCASE("ended") {
    desk.read("2026-01-10T09:00:00Z", {ban("b-1", "2026-01-10", Stage::Ended)});
    CHECK(desk.mails() == Mails{"China → Japan: export ban, ended (gallium)"});
  }
  desk.send("2026-01-14T09:00:00Z");
  CHECK(desk.mails().empty());
}
