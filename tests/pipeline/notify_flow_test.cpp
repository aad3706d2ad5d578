// From articles to messages: what is told, when, and what is not told again.
#include <doctest/doctest.h>

#include "pipeline/link.h"
#include "pipeline/rulings.h"
#include "storage/alerts_store.h"
#include "storage/event_list.h"
#include "storage/feeds_store.h"
#include "tests/pipeline/desk.h"

using namespace chokepoint;
using story::ban;
using story::dated;
using story::Desk;
using story::document;
using story::kBan;
using story::mention;
using story::official;
using Mails = std::vector<std::string>;

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

TEST_CASE("a source that the message itself lists does not confirm it") {
  Desk desk;
  auto& s = desk.subscription();
  Mails told{kBan};
  SUBCASE("it came before the digest went out") {
    s.when = Rhythm::Daily;
    desk.read("2026-01-06T09:00:00Z", {ban("a-1", "2026-01-06")});
    desk.read("2026-01-06T15:00:00Z", {official(ban("c-1", "2026-01-06"))});
  }
  SUBCASE("it came while the message could not be delivered") {
    desk.broken = true;
    desk.read("2026-01-06T09:00:00Z", {ban("a-1", "2026-01-06")});
    desk.read("2026-01-06T15:00:00Z", {official(ban("c-1", "2026-01-06"))});
    desk.broken = false;
  }
  SUBCASE("it came after the digest: that is news") {
    s.when = Rhythm::Daily;
    desk.read("2026-01-06T09:00:00Z", {ban("a-1", "2026-01-06")});
    desk.send("2026-01-07T08:00:00Z");
    desk.read("2026-01-07T15:00:00Z", {official(ban("c-1", "2026-01-06"))});
    told.emplace_back("China → Japan: export ban, confirmed by Ministry");
  }
  desk.send("2026-01-08T08:00:00Z");
  desk.send("2026-01-09T08:00:00Z");
  CHECK(desk.mails() == told);
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

TEST_CASE("an event told twice is corrected once, whatever id it went by") {
  Desk desk;
  desk.read("2026-01-06T09:00:00Z", {ban("b-1", "2026-01-06"), ban("c-1", "2026-01-06")});
  const auto first = list_events(desk.db, {}).front().id;
  SUBCASE("the same id throughout") {}
  SUBCASE("another id since") {
    desk.read("2026-01-07T09:00:00Z", {ban("a-1", "2026-01-05")});
    REQUIRE(list_events(desk.db, {}).front().id != first);
  }
  desk.read("2026-01-12T09:00:00Z",
            {ban("d-1", "2026-01-12", Stage::InForce), ban("e-1", "2026-01-12", Stage::InForce)});
  CHECK(desk.mails() == Mails{kBan, "China → Japan: export ban, in force (gallium)"});
  const auto now = list_events(desk.db, {}).front().id;
  REQUIRE(dismiss_event(desk.db, story::knowledge(), {{now}, {}, "no"}, Instant{}));
  for (const char* later : {"2026-01-12T10:00:00Z", "2026-01-12T11:00:00Z", "2026-01-13T10:00:00Z"})
    desk.send(later);
  CHECK(desk.mails() == Mails{"Correction: " + std::string(kBan) + ": dismissed as no such event"});
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
