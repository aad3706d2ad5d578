// When a message goes out: settling, digests, the cap, quiet hours and silences.
#include <doctest/doctest.h>

#include "pipeline/rulings.h"
#include "storage/alerts_store.h"
#include "storage/event_list.h"
#include "tests/pipeline/desk.h"

using namespace chokepoint;
using story::ban;
using story::Desk;
using story::document;
using story::kBan;
using story::mention;
using story::official;
using Mails = std::vector<std::string>;

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

TEST_CASE("what the quiet hours have held for a day goes out though all rounds fall inside them") {
  Desk desk;
  auto& s = desk.subscription();
  s.quiet = QuietHours{std::chrono::hours{22}, std::chrono::hours{7}, 10};
  SUBCASE("news of the night") {
    desk.read("2026-01-05T23:30:00Z", {ban("a-1", "2026-01-05"), ban("b-1", "2026-01-05")});
  }
  SUBCASE("a digest: from its hour on") {
    s.when = Rhythm::Daily;
    s.at = std::chrono::hours{23};
    desk.read("2026-01-05T06:00:00Z", {ban("a-1", "2026-01-05"), ban("b-1", "2026-01-05")});
    desk.send("2026-01-05T23:30:00Z");
  }
  SUBCASE("a message that could not be delivered by day") {
    desk.broken = true;
    desk.read("2026-01-05T21:30:00Z", {ban("a-1", "2026-01-05"), ban("b-1", "2026-01-05")});
    desk.broken = false;
    desk.send("2026-01-05T23:30:00Z");
  }
  desk.send("2026-01-06T04:00:00Z");
  desk.send("2026-01-06T23:00:00Z");
  CHECK(desk.mails().empty());
  desk.send("2026-01-06T23:40:00Z");
  CHECK(desk.mails() == Mails{kBan});
  desk.send("2026-01-07T04:00:00Z");
  CHECK(desk.mails().empty());
}

TEST_CASE("what was held one night and tried by day is held the next night too") {
  Desk desk;
  auto& s = desk.subscription();
  s.quiet = QuietHours{std::chrono::hours{22}, std::chrono::hours{7}, 10};
  desk.read("2026-01-05T23:30:00Z", {ban("a-1", "2026-01-05"), ban("b-1", "2026-01-05")});
  desk.broken = true;
  desk.send("2026-01-06T07:10:00Z");
  desk.send("2026-01-06T21:50:00Z");
  desk.broken = false;
  desk.send("2026-01-06T23:40:00Z");
  desk.send("2026-01-07T06:50:00Z");
  CHECK(desk.mails().empty());
  desk.send("2026-01-07T07:00:00Z");
  CHECK(desk.mails() == Mails{kBan});
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
