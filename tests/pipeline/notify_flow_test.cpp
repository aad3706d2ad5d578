// From articles to messages: what is told, when, and what is not told again.
#include <doctest/doctest.h>

#include "pipeline/link.h"
#include "pipeline/rulings.h"
#include "storage/alerts_store.h"
#include "storage/event_list.h"
#include "storage/feeds_store.h"
#include "tests/pipeline/desk.h"

using namespace chokepoint;
using story::Desk;
using story::document;
using story::mention;
using Mails = std::vector<std::string>;

namespace {

CodedDocument ban(const char* id, const char* day, Stage stage = Stage::Announced) {
  return document(id, day, {mention("export_ban", stage, "CN", "JP", {"gallium"}, day)});
}

CodedDocument dated(CodedDocument d, const char* effective, const char* expires = "") {
  d.mentions.front().effective = PartialDate::parse(effective);
  d.mentions.front().expires = PartialDate::parse(expires);
  return d;
}

CodedDocument official(CodedDocument d) {
  d.document.tier = Tier::Official;
  d.document.outlet = "Ministry";
  return d;
}

const char* kBan = "China → Japan: export ban, announced (gallium)";

}  // namespace

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

TEST_CASE("a rumour of one outlet that an official source confirms is told as confirmed") {
  Desk desk;
  desk.read("2026-01-06T09:00:00Z", {ban("a-1", "2026-01-06")});
  desk.mails();
  desk.read("2026-01-06T12:00:00Z", {ban("b-1", "2026-01-06")});
  CHECK(desk.mails().empty());
  desk.read("2026-01-06T15:00:00Z", {official(ban("c-1", "2026-01-06"))});
  CHECK(desk.mails() == Mails{"China → Japan: export ban, confirmed by Ministry"});
  desk.read("2026-01-07T15:00:00Z", {official(ban("d-1", "2026-01-06"))});
  CHECK(desk.mails().empty());
}

TEST_CASE("what an official source tells first needs no confirmation") {
  Desk desk;
  desk.read("2026-01-06T09:00:00Z", {official(ban("a-1", "2026-01-06"))});
  desk.read("2026-01-06T10:00:00Z", {official(ban("b-1", "2026-01-06"))});
  CHECK(desk.mails() == Mails{kBan});
}

TEST_CASE("what was told is corrected when it is dismissed or turns out to be something else") {
  Desk desk;
  desk.read("2026-01-06T09:00:00Z", {ban("a-1", "2026-01-06")});
  desk.mails();
  std::string said;
  SUBCASE("dismissed") {
    const auto event = list_events(desk.db, {}).front().id;
    REQUIRE(dismiss_event(desk.db, story::knowledge(), {{event}, {}, "no"}, Instant{}));
    desk.send("2026-01-06T10:00:00Z");
    said = "dismissed as no such event";
  }
  SUBCASE("of another type") {
    auto more = ban("b-1", "2026-01-06"), third = ban("c-1", "2026-01-06");
    more.mentions.front().type = third.mentions.front().type = "dual_use_ban";
    desk.read("2026-01-06T10:00:00Z", {more, third});
    said = "it is dual-use ban";
  }
  SUBCASE("only a plan") {
    desk.read("2026-01-06T10:00:00Z", {ban("b-1", "2026-01-06", Stage::Considered),
                                       ban("c-1", "2026-01-06", Stage::Considered)});
    said = "so far it is only considered";
  }
  CHECK(desk.mails() == Mails{"Correction: " + std::string(kBan) + ": " + said});
  desk.send("2026-01-06T11:00:00Z");
  CHECK(desk.mails().empty());
}

TEST_CASE("a corrected event that comes true is told then") {
  Desk desk;
  desk.read("2026-01-06T09:00:00Z", {ban("a-1", "2026-01-06")});
  desk.read("2026-01-06T10:00:00Z", {ban("b-1", "2026-01-06", Stage::Considered),
                                     ban("c-1", "2026-01-06", Stage::Considered)});
  desk.mails();
  desk.read("2026-01-20T09:00:00Z", {ban("d-1", "2026-01-20"), ban("e-1", "2026-01-20")});
  CHECK(desk.mails() == Mails{kBan});
}

TEST_CASE("a lone article's news waits for a second one, an official one's does not") {
  Desk desk;
  desk.subscription().settle = std::chrono::minutes{60};
  SUBCASE("nobody joins: it is told when the hour is over") {
    desk.read("2026-01-06T09:00:00Z", {ban("a-1", "2026-01-06")});
    desk.send("2026-01-06T09:59:00Z");
    CHECK(desk.mails().empty());
    desk.send("2026-01-06T10:00:00Z");
    CHECK(desk.mails() == Mails{kBan});
  }
  SUBCASE("another one says the same: at once") {
    desk.read("2026-01-06T09:00:00Z", {ban("a-1", "2026-01-06")});
    desk.read("2026-01-06T09:10:00Z", {ban("b-1", "2026-01-06")});
    CHECK(desk.mails() == Mails{kBan});
  }
  SUBCASE("the others know it better: only that is told") {
    desk.read("2026-01-06T09:00:00Z", {ban("a-1", "2026-01-06")});
    desk.read("2026-01-06T09:10:00Z", {ban("b-1", "2026-01-06", Stage::Considered),
                                       ban("c-1", "2026-01-06", Stage::Considered)});
    desk.send("2026-01-06T10:10:00Z");
    CHECK(desk.mails() == Mails{"China → Japan: export ban, considered (gallium)"});
  }
  SUBCASE("official") {
    desk.read("2026-01-06T09:00:00Z", {official(ban("a-1", "2026-01-06"))});
    CHECK(desk.mails() == Mails{kBan});
  }
}

TEST_CASE("a copy of the one article is no second one") {
  Desk desk;
  desk.subscription().settle = std::chrono::minutes{60};
  const auto printed = [](CodedDocument d, const char* text) {
    d.document.text = text;
    return d;
  };
  const auto* agency =
      "Beijing has stopped shipments of gallium to Japan, two people familiar with the matter said "
      "on Tuesday, as a quarrel over fishing grounds between the two countries goes on. Customs "
      "officers at three ports turned back containers that were ready to be loaded.";
  const auto* other =
      "Japanese makers of power chips have been told by their suppliers that no gallium will come "
      "from China this month. The ministry in Tokyo is looking into the reports and has asked for "
      "an explanation, a spokesman said; prices in Rotterdam rose by a tenth.";
  SUBCASE("it comes with the article") {
    desk.read("2026-01-06T09:00:00Z", {printed(ban("a-1", "2026-01-06"), agency),
                                       printed(ban("b-1", "2026-01-06"), agency)});
  }
  SUBCASE("it comes later") {
    desk.read("2026-01-06T09:00:00Z", {printed(ban("a-1", "2026-01-06"), agency)});
    desk.read("2026-01-06T09:10:00Z", {printed(ban("b-1", "2026-01-06"), agency)});
  }
  SUBCASE("until somebody writes it in other words") {
    desk.read("2026-01-06T09:00:00Z", {printed(ban("a-1", "2026-01-06"), agency)});
    desk.read("2026-01-06T09:10:00Z", {printed(ban("b-1", "2026-01-06"), agency)});
    CHECK(desk.mails().empty());
    desk.read("2026-01-06T09:20:00Z", {printed(ban("c-1", "2026-01-06"), other)});
    CHECK(desk.mails() == Mails{kBan});
    return;
  }
  desk.send("2026-01-06T09:59:00Z");
  CHECK(desk.mails().empty());
  desk.send("2026-01-06T10:00:00Z");
  CHECK(desk.mails() == Mails{kBan});
}

TEST_CASE("an event that goes by another id is told all the same, and once") {
  Desk desk;
  desk.subscription().settle = std::chrono::minutes{60};
  desk.read("2026-01-06T09:00:00Z", {ban("b-1", "2026-01-06")});
  const auto before = list_events(desk.db, {}).front().id;
  // An article published before it, found later: the event is named after that one now.
  desk.read("2026-01-06T09:30:00Z", {ban("a-1", "2026-01-05")});
  REQUIRE(list_events(desk.db, {}).front().id != before);
  desk.send("2026-01-06T12:00:00Z");
  CHECK(desk.mails() == Mails{kBan});
  desk.read("2026-01-06T13:00:00Z", {ban("c-1", "2026-01-05")});
  CHECK(desk.mails().empty());
}

TEST_CASE("a plan that is given up is told as its end, not as an easing") {
  Desk desk;
  desk.read("2026-01-06T09:00:00Z", {ban("a-1", "2026-01-06", Stage::Considered),
                                     ban("b-1", "2026-01-06", Stage::Considered)});
  CHECK(desk.mails() == Mails{"China → Japan: export ban, considered (gallium)"});
  const auto lifted = [](const char* id) {
    return document(
        id, "2026-02-10",
        {mention("control_easing", Stage::Announced, "CN", "JP", {"gallium"}, "2026-02-10")});
  };
  desk.read("2026-02-10T09:00:00Z", {lifted("c-1"), lifted("d-1")});
  CHECK(desk.mails() == Mails{"China → Japan: export ban, ended (gallium)"});
}

TEST_CASE("who asks for easings alone is told of one that others are told as something else") {
  Desk desk;
  desk.subscription().scope.types = {"control_easing"};
  const auto told = [](const char* id, const char* type, const char* day) {
    return document(id, day, {mention(type, Stage::Announced, "CN", "JP", {"gallium"}, day)});
  };
  const Mails eased{"China → Japan: control easing, announced (gallium)"};
  SUBCASE("the end of a plan") {
    desk.read("2026-01-06T09:00:00Z", {ban("a-1", "2026-01-06", Stage::Considered),
                                       ban("b-1", "2026-01-06", Stage::Considered)});
  }
  SUBCASE("part of a truce") {
    desk.read("2026-01-06T09:00:00Z", {ban("a-1", "2026-01-06"), ban("b-1", "2026-01-06")});
    desk.read("2026-02-09T09:00:00Z",
              {told("x-1", "trade_truce", "2026-02-09"), told("y-1", "trade_truce", "2026-02-09"),
               told("z-1", "trade_truce", "2026-02-09")});
  }
  SUBCASE("part of a truce that it wants no more of for now") {
    desk.subscription().scope.types.push_back("trade_truce");
    Silence silence;
    silence.scope.types = {"trade_truce"};
    silence.until = *parse_rfc3339("2026-03-01");
    desk.config.silences = {silence};
    desk.read("2026-01-06T09:00:00Z", {ban("a-1", "2026-01-06"), ban("b-1", "2026-01-06")});
    desk.read("2026-02-09T09:00:00Z",
              {told("x-1", "trade_truce", "2026-02-09"), told("y-1", "trade_truce", "2026-02-09"),
               told("z-1", "trade_truce", "2026-02-09")});
  }
  CHECK(desk.mails().empty());
  desk.read("2026-02-10T09:00:00Z", {told("c-1", "control_easing", "2026-02-10"),
                                     told("d-1", "control_easing", "2026-02-10")});
  CHECK(desk.mails() == eased);
}

TEST_CASE("the easing that a truce consists of is told with the truce") {
  Desk desk;
  desk.read("2026-01-06T09:00:00Z", {ban("a-1", "2026-01-06"), ban("b-1", "2026-01-06")});
  desk.mails();
  const auto told = [](const char* id, const char* type, const char* day) {
    return document(id, day, {mention(type, Stage::Announced, "CN", "JP", {"gallium"}, day)});
  };
  desk.read("2026-02-10T09:00:00Z",
            {told("c-1", "trade_truce", "2026-02-10"), told("d-1", "trade_truce", "2026-02-10"),
             told("e-1", "trade_truce", "2026-02-10")});
  CHECK(desk.mails() == Mails{"China → Japan: trade truce, announced (gallium)"});
  desk.read("2026-02-11T09:00:00Z", {told("f-1", "control_easing", "2026-02-11")});
  CHECK(desk.mails().empty());
  desk.read("2026-06-20T09:00:00Z", {told("g-1", "control_easing", "2026-06-20")});
  CHECK(desk.mails() == Mails{"China → Japan: control easing, announced (gallium)"});
}

TEST_CASE("a duty that a probe may end in is no news beside the probe") {
  auto knowledge = story::knowledge();
  auto& duty = knowledge.types["anti_dumping_duty"];
  duty = knowledge.types["anti_dumping_probe"];
  duty.severity = 5;
  duty.remedy = knowledge.types["anti_dumping_probe"].remedy = true;
  auto probe = mention("anti_dumping_probe", Stage::Announced, "CN", "EU", {"pork"}, "2026-01-06");
  auto may = mention("anti_dumping_duty", Stage::Considered, "CN", "EU", {"pork"}, "");
  may.score = 0.7;
  const auto told = *parse_day("2026-01-06");
  CHECK(canonical_reading(knowledge, {probe, may}, told)[1].background);
  may.score = 0.9;  // a draft of the duty is the news, and the probe how it came about
  CHECK_FALSE(canonical_reading(knowledge, {probe, may}, told)[1].background);
  may.score = 0.7;
  may.items = {"wine"};
  CHECK_FALSE(canonical_reading(knowledge, {probe, may}, told)[1].background);
}

TEST_CASE("a flood becomes one digest at the full hour") {
  Desk desk;
  desk.subscription().cap_per_hour = 2;
  desk.subscription().inhibit = Inhibit::Off;
  std::vector<CodedDocument> flood;
  for (const char* item : {"gallium", "germanium", "wine", "seafood", "coal"})
    flood.push_back(
        document(std::string(item) + "-1", "2026-01-06",
                 {mention("import_ban", Stage::Announced, "CN", "JP", {item}, "2026-01-06")}));
  desk.read("2026-01-06T09:10:00Z", flood);
  CHECK(desk.mails().size() == 2);
  desk.send("2026-01-06T09:59:00Z");
  CHECK(desk.mails().empty());
  desk.send("2026-01-06T10:00:00Z");
  const auto digest = desk.mails();
  REQUIRE(digest.size() == 1);
  CHECK(digest.front().starts_with("3 changes; "));
  CHECK(desk.notices.back().parts.size() == 3);
}

TEST_CASE("what one article alone tells waits over the cap too") {
  Desk desk;
  desk.subscription().cap_per_hour = 0;
  desk.subscription().settle = std::chrono::minutes{60};
  desk.read("2026-01-06T09:50:00Z", {ban("a-1", "2026-01-06")});
  desk.send("2026-01-06T10:00:00Z");
  CHECK(desk.mails().empty());
  SUBCASE("nobody joins: the first full hour after it has settled") {
    desk.send("2026-01-06T10:59:00Z");
    CHECK(desk.mails().empty());
  }
  SUBCASE("the others know it better: only that is told") {
    desk.read("2026-01-06T10:10:00Z", {ban("b-1", "2026-01-06", Stage::Considered),
                                       ban("c-1", "2026-01-06", Stage::Considered)});
    desk.send("2026-01-06T11:00:00Z");
    CHECK(desk.mails() == Mails{"China → Japan: export ban, considered (gallium)"});
    return;
  }
  desk.send("2026-01-06T11:00:00Z");
  CHECK(desk.mails() == Mails{kBan});
}

TEST_CASE("over the cap, a second article brings it into the next full hour's digest") {
  Desk desk;
  desk.subscription().cap_per_hour = 0;
  desk.subscription().settle = std::chrono::hours{3};
  desk.read("2026-01-06T09:50:00Z", {ban("a-1", "2026-01-06")});
  desk.read("2026-01-06T10:10:00Z", {ban("b-1", "2026-01-06")});
  CHECK(desk.mails().empty());
  desk.send("2026-01-06T10:59:00Z");
  CHECK(desk.mails().empty());
  desk.send("2026-01-06T11:00:00Z");
  CHECK(desk.mails() == Mails{kBan});
}

TEST_CASE("a lesser event that the same articles tell goes in the message of the greater") {
  Desk desk;
  auto both = ban("a-1", "2026-01-06");
  both.mentions.push_back(
      mention("diplomatic_protest", Stage::Announced, "CN", "JP", {}, "2026-01-06"));
  SUBCASE("folded") {
    desk.read("2026-01-06T09:00:00Z", {both});
    CHECK(desk.mails() == Mails{std::string(kBan) + "; and 1 more"});
  }
  SUBCASE("dropped") {
    desk.subscription().inhibit = Inhibit::Drop;
    desk.read("2026-01-06T09:00:00Z", {both});
    CHECK(desk.mails() == Mails{kBan});
    AlertFilter kept;
    kept.state = "inhibited";
    CHECK(list_alerts(desk.db, kept).size() == 1);
  }
  SUBCASE("told alone by another article, it is a message of its own") {
    auto protest =
        document("b-1", "2026-01-06",
                 {mention("diplomatic_protest", Stage::Announced, "CN", "JP", {}, "2026-01-06")});
    desk.read("2026-01-06T09:00:00Z", {ban("a-1", "2026-01-06"), protest});
    CHECK(desk.mails().size() == 2);
  }
}

TEST_CASE("a silence ends on its day") {
  Desk desk;
  Silence silence;
  silence.scope.types = {"export_ban"};
  silence.until = *parse_rfc3339("2026-01-10");
  silence.why = "known";
  desk.config.silences = {silence};
  desk.read("2026-01-06T09:00:00Z", {ban("a-1", "2026-01-06"), ban("b-1", "2026-01-06")});
  CHECK(desk.mails().empty());
  AlertFilter kept;
  kept.state = "silenced";
  REQUIRE(list_alerts(desk.db, kept).size() == 1);
  CHECK(list_alerts(desk.db, kept).front().reason == "silenced: known");
  desk.read("2026-01-12T09:00:00Z",
            {ban("c-1", "2026-01-12", Stage::InForce), ban("d-1", "2026-01-12", Stage::InForce)});
  CHECK(desk.mails() == Mails{"China → Japan: export ban, in force (gallium)"});
}

TEST_CASE("an article late by weeks, and a message that waits while its event is dismissed") {
  Desk desk;
  desk.read("2026-03-06T09:00:00Z", {ban("a-1", "2026-01-06"), ban("b-1", "2026-01-06")});
  CHECK(desk.mails().empty());
  desk.subscription().quiet = QuietHours{std::chrono::hours{22}, std::chrono::hours{7}, 10};
  desk.read(
      "2026-03-06T23:00:00Z",
      {document("c-1", "2026-03-06",
                {mention("import_ban", Stage::Announced, "CN", "KR", {"wine"}, "2026-03-06")})});
  CHECK(desk.mails().empty());
  for (const auto& e : list_events(desk.db, {}))
    if (e.type == "import_ban")
      REQUIRE(dismiss_event(desk.db, story::knowledge(), {{e.id}, {}, "no"}, Instant{}));
  desk.send("2026-03-07T08:00:00Z");
  CHECK(desk.mails().empty());
}

TEST_CASE("an article found hours before it is read goes out by the clock of the reading") {
  Desk desk;
  auto& s = desk.subscription();
  const auto read_late = [&] {
    desk.read("2026-01-06T23:00:00Z", {ban("a-1", "2026-01-06"), ban("b-1", "2026-01-06")},
              "2026-01-06T06:00:00Z");
  };
  SUBCASE("the day's digest has gone: the next one tells it") {
    s.when = Rhythm::Daily;
    read_late();
    desk.send("2026-01-07T07:59:00Z");
    CHECK(desk.mails().empty());
    desk.send("2026-01-07T08:00:00Z");
    CHECK(desk.mails() == Mails{kBan});
  }
  SUBCASE("it was seen by day and is read in the quiet hours") {
    s.quiet = QuietHours{std::chrono::hours{22}, std::chrono::hours{7}, 10};
    read_late();
    desk.send("2026-01-07T06:59:00Z");
    CHECK(desk.mails().empty());
    desk.send("2026-01-07T07:00:00Z");
    CHECK(desk.mails() == Mails{kBan});
  }
  SUBCASE("over the cap: with the next full hour") {
    s.cap_per_hour = 0;
    read_late();
    CHECK(desk.mails().empty());
    desk.send("2026-01-07T00:00:00Z");
    CHECK(desk.mails() == Mails{kBan});
  }
  SUBCASE("the hour in which a second article could have joined is over") {
    s.settle = std::chrono::minutes{60};
    desk.read("2026-01-06T23:00:00Z", {ban("a-1", "2026-01-06")}, "2026-01-06T22:30:00Z");
    desk.send("2026-01-06T23:29:00Z");
    CHECK(desk.mails().empty());
    desk.send("2026-01-06T23:30:00Z");
    CHECK(desk.mails() == Mails{kBan});
  }
}

TEST_CASE("what falls due before the quiet hours and goes out in them waits for their end") {
  Desk desk;
  auto& s = desk.subscription();
  s.quiet = QuietHours{std::chrono::hours{22}, std::chrono::hours{7}, 9.5};
  Mails expected{kBan};
  SUBCASE("it settled just before, and the next round ran within") {
    s.settle = std::chrono::minutes{20};
    desk.read("2026-01-06T21:30:00Z", {ban("a-1", "2026-01-06")});
  }
  SUBCASE("a digest that the machine was down for") {
    s.when = Rhythm::Daily;
    s.at = std::chrono::hours{21};
    desk.read("2026-01-06T12:00:00Z", {ban("a-1", "2026-01-06")});
  }
  SUBCASE("a digest whose hour lies within") {
    s.when = Rhythm::Hourly;
    desk.read("2026-01-06T21:30:00Z", {ban("a-1", "2026-01-06")});
  }
  SUBCASE("a message that could not be delivered by day") {
    desk.broken = true;
    desk.read("2026-01-06T21:59:00Z", {ban("a-1", "2026-01-06")});
    desk.broken = false;
  }
  SUBCASE("a confirmation of what was told by day") {
    desk.read("2026-01-06T12:00:00Z", {ban("a-1", "2026-01-06")});
    CHECK(desk.mails() == Mails{kBan});
    desk.read("2026-01-06T23:00:00Z", {official(ban("c-1", "2026-01-06"))});
    expected = {"China → Japan: export ban, confirmed by Ministry"};
  }
  desk.send("2026-01-06T22:10:00Z");
  desk.send("2026-01-07T06:59:00Z");
  CHECK(desk.mails().empty());
  desk.send("2026-01-07T07:00:00Z");
  CHECK(desk.mails() == expected);
  desk.send("2026-01-07T08:00:00Z");
  CHECK(desk.mails().empty());
}

TEST_CASE("a grave message does not wait behind one that the quiet hours hold") {
  Desk desk;
  auto& s = desk.subscription();
  s.quiet = QuietHours{std::chrono::hours{22}, std::chrono::hours{7}, 8};
  const auto on_wine =
      document("w-1", "2026-01-06",
               {mention("import_ban", Stage::Announced, "CN", "KR", {"wine"}, "2026-01-06")});
  desk.broken = true;
  desk.read("2026-01-06T21:50:00Z", {on_wine});
  desk.broken = false;
  desk.read("2026-01-06T23:00:00Z", {ban("a-1", "2026-01-06"), ban("b-1", "2026-01-06")});
  CHECK(desk.mails() == Mails{kBan});
  desk.send("2026-01-07T07:00:00Z");
  CHECK(desk.mails() == Mails{"China → South Korea: import ban, announced (wine)"});
}

TEST_CASE("the monitor's own troubles are told each day until they are mended") {
  Desk desk;
  desk.subscription().health = true;
  FeedSource feed;
  feed.id = "times";
  feed.url = "https://times.example/rss";
  REQUIRE(add_source(desk.db, feed));
  FeedState state;
  state.health = Health::Good;
  state.rhythm = std::chrono::hours{6};
  state.last_new_entry = *parse_rfc3339("2026-01-01");
  const auto day = [&](const char* at) {
    const auto now = *parse_rfc3339(at);
    state.last_attempt = now;
    save_feed_state(desk.db, "times", state);
    Config config;
    config.alerts = desk.config;
    auto report = check_health(desk.db, config, "", now);
    std::erase_if(report.findings, [](const Finding& f) { return f.key == "disk"; });
    tell_health(desk.db, config, report, now);
    desk.send(at);
    return desk.mails();
  };
  CHECK(day("2026-01-02T12:00:00Z").empty());
  const Mails silent{
      "Chokepoint itself: feed times has published nothing for 4 days; look whether it moved"};
  CHECK(day("2026-01-05T12:00:00Z") == silent);
  CHECK(day("2026-01-05T22:00:00Z").empty());
  CHECK(day("2026-01-06T12:00:00Z").size() == 1);
  state.last_new_entry = *parse_rfc3339("2026-01-07");
  CHECK(day("2026-01-07T12:00:00Z").empty());
  // Messages that do not get through are a trouble too, told once they do.
  desk.broken = true;
  desk.read("2026-01-07T13:00:00Z", {ban("a-1", "2026-01-07")});
  for (const char* later : {"2026-01-07T14:00:00Z", "2026-01-07T16:00:00Z", "2026-01-07T18:00:00Z"})
    desk.send(later);
  CHECK(day("2026-01-07T19:00:00Z").empty());
  desk.broken = false;
  desk.send("2026-01-08T13:00:00Z");
  const auto at_last = desk.mails();
  REQUIRE(at_last.size() == 2);
  CHECK(at_last[0] == kBan);
  CHECK(at_last[1].starts_with("Chokepoint itself: 1 notices do not get through: no route"));
}

TEST_CASE("news of what was first met in passing is told") {
  Desk desk;
  auto passing = ban("a-1", "2026-01-06");
  passing.mentions.front().background = true;
  desk.read("2026-01-06T09:00:00Z", {passing});
  CHECK(desk.mails().empty());
  desk.read("2026-01-06T10:00:00Z", {ban("b-1", "2026-01-06"), ban("c-1", "2026-01-06")});
  CHECK(desk.mails() == Mails{kBan});
  auto again = ban("d-1", "2026-01-06");
  again.mentions.front().background = true;
  desk.read("2026-01-06T11:00:00Z", {again});
  CHECK(desk.mails().empty());
}

TEST_CASE("what was dismissed before it was sent is sent when it is confirmed after all") {
  Desk desk;
  desk.subscription().settle = std::chrono::minutes{60};
  desk.read("2026-01-06T09:00:00Z", {ban("a-1", "2026-01-06")});
  const auto event = list_events(desk.db, {}).front().id;
  REQUIRE(dismiss_event(desk.db, story::knowledge(), {{event}, {}, "no"}, Instant{}));
  desk.send("2026-01-06T11:00:00Z");
  CHECK(desk.mails().empty());
  REQUIRE(confirm_event(desk.db, story::knowledge(), {{event}, {}, "yes"}, Instant{}));
  desk.send("2026-01-06T12:00:00Z");
  CHECK(desk.mails() == Mails{kBan});
  desk.send("2026-01-06T13:00:00Z");
  CHECK(desk.mails().empty());
}
