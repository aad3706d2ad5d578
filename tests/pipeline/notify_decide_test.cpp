#include "pipeline/notify_decide.h"

#include <doctest/doctest.h>

using namespace chokepoint;

namespace {

Instant at(const char* rfc3339) {
  return *parse_rfc3339(rfc3339);
}

NewsCase ban() {
  NewsCase c;
  c.event.id = "E1";
  c.event.type = "dual_use_ban";
  c.event.actor = "CN";
  c.event.target = "JP";
  c.event.items = {"dysprosium"};
  c.transition.id = "T1";
  c.transition.event = "E1";
  c.transition.severity = 8;
  c.transition.documents = {"a"};
  c.sources = {{"a", "Times", "en", Tier::Press}};
  return c;
}

Subscription desk() {
  Subscription s;
  s.name = "desk";
  s.settle = std::chrono::minutes{0};
  return s;
}

Verdict ask(const Subscription& s, const NewsCase& c, const char* now = "2026-01-06T12:00:00Z",
            int told = 0) {
  return decide(s, c, {{}, {}, at(now), told, {}, {}});
}

}  // namespace

TEST_CASE("every reason has a name of its own") {
  CHECK(name_of(Reason::AtOnce) == "at_once");
  CHECK(name_of(Reason::NotAlertable) == "not_alertable");
  CHECK(name_of(Reason::Retracted) == "retracted");
  CHECK(is_told(Reason::Trouble));
  CHECK_FALSE(is_told(Reason::NotAlertable));
}

TEST_CASE("background, dismissed and quiet changes are never told") {
  auto c = ban();
  CHECK(ask(desk(), c).reason == Reason::AtOnce);
  c.transition.alertable = false;
  CHECK(ask(desk(), c).reason == Reason::NotAlertable);
  c.dismissed = true;
  CHECK(ask(desk(), c).reason == Reason::Dismissed);
  c.event.background = true;
  CHECK(ask(desk(), c).reason == Reason::Background);
}

TEST_CASE("each filter names itself") {
  const auto refused = [](auto change) {
    auto s = desk();
    change(s.scope);
    return ask(s, ban()).reason;
  };
  CHECK(refused([](AlertScope& s) { s.types = {"export_ban"}; }) == Reason::OtherType);
  CHECK(refused([](AlertScope& s) { s.changes = {Change::Ended}; }) == Reason::OtherChange);
  CHECK(refused([](AlertScope& s) { s.pairs = {{"JP", "CN", false}}; }) == Reason::OtherPair);
  CHECK(refused([](AlertScope& s) { s.pairs = {{"JP", "CN", true}}; }) == Reason::AtOnce);
  CHECK(refused([](AlertScope& s) { s.actors = {"US"}; }) == Reason::OtherActor);
  CHECK(refused([](AlertScope& s) { s.targets = {"KR"}; }) == Reason::OtherTarget);
  CHECK(refused([](AlertScope& s) { s.items = {"gallium"}; }) == Reason::OtherItem);
  CHECK(refused([](AlertScope& s) { s.stages = {Stage::Ended}; }) == Reason::OtherStage);
  CHECK(refused([](AlertScope& s) { s.min_severity = 8.5; }) == Reason::BelowSeverity);
  CHECK(refused([](AlertScope& s) { s.tiers = {Tier::Official}; }) == Reason::OtherTier);
  CHECK(refused([](AlertScope& s) { s.languages = {"ja"}; }) == Reason::OtherLanguage);
  CHECK(refused([](AlertScope& s) { s.outlets = {"Herald"}; }) == Reason::OtherOutlet);
}

TEST_CASE("a language asked for brings its scripts") {
  auto c = ban();
  REQUIRE_FALSE(c.sources.empty());
  for (auto& source : c.sources) source.lang = "zh-Hant";
  auto s = desk();
  for (const auto* asked : {"zh", "zh-Hant"}) {
    s.scope.languages = {asked};
    CHECK(ask(s, c).reason == Reason::AtOnce);
  }
  for (const auto* other : {"zh-Hans", "z", "en"}) {
    s.scope.languages = {other};
    CHECK(ask(s, c).reason == Reason::OtherLanguage);
  }
}

TEST_CASE("a move against all countries is one against each") {
  auto c = ban();
  c.event.target = "*";
  auto s = desk();
  s.scope.targets = {"KR"};
  CHECK(ask(s, c).reason == Reason::AtOnce);
}

TEST_CASE("an item asked for brings what falls under it") {
  auto s = desk();
  s.scope.items = {"rare earths"};
  const ItemMatch kind = [](const std::string& asked, const std::string& item) {
    return asked == "rare earths" && item == "dysprosium";
  };
  CHECK(decide(s, ban(), {{}, kind, at("2026-01-06T12:00:00Z"), 0, {}, {}}).reason ==
        Reason::AtOnce);
}

TEST_CASE("digests go out at their local hour, over a change of clocks too") {
  auto s = desk();
  s.time_zone = "Europe/Brussels";
  s.when = Rhythm::Daily;
  CHECK(next_digest(s, at("2026-01-06T06:59:59Z")) == at("2026-01-06T07:00:00Z"));
  CHECK(next_digest(s, at("2026-01-06T07:00:00Z")) == at("2026-01-07T07:00:00Z"));
  CHECK(next_digest(s, at("2026-03-28T12:00:00Z")) == at("2026-03-29T06:00:00Z"));
  s.when = Rhythm::Weekly;
  CHECK(next_digest(s, at("2026-01-06T12:00:00Z")) == at("2026-01-12T07:00:00Z"));
  CHECK(next_digest(s, at("2026-01-12T06:00:00Z")) == at("2026-01-12T07:00:00Z"));
  s.when = Rhythm::Hourly;
  CHECK(next_digest(s, at("2026-01-06T12:00:00Z")) == at("2026-01-06T13:00:00Z"));
}

TEST_CASE("quiet hours hold a notice until they end, unless it is grave") {
  auto s = desk();
  s.time_zone = "Asia/Tokyo";
  s.quiet = QuietHours{std::chrono::hours{22}, std::chrono::hours{7}, 9};
  const auto held = ask(s, ban(), "2026-01-06T14:00:00Z");  // 23:00 there
  CHECK(held.reason == Reason::HeldForQuietHours);
  CHECK(held.due == at("2026-01-06T22:00:00Z"));
  CHECK(ask(s, ban(), "2026-01-06T21:00:00Z").due == at("2026-01-06T22:00:00Z"));
  CHECK(ask(s, ban(), "2026-01-06T22:00:00Z").reason == Reason::AtOnce);
  auto grave = ban();
  grave.transition.severity = 9;
  CHECK(ask(s, grave, "2026-01-06T14:00:00Z").reason == Reason::AtOnce);
}

TEST_CASE("quiet hours end by the clock on the wall, over a change of clocks too") {
  auto s = desk();
  s.time_zone = "Europe/Brussels";
  s.quiet = QuietHours{std::chrono::hours{22}, std::chrono::hours{7}, 9};
  // 07:00 is 05:00 UTC from the night in March on, and 06:00 from the night in October on.
  CHECK(ask(s, ban(), "2026-03-27T23:30:00Z").due == at("2026-03-28T06:00:00Z"));
  CHECK(ask(s, ban(), "2026-03-28T21:30:00Z").due == at("2026-03-29T05:00:00Z"));
  CHECK(ask(s, ban(), "2026-10-24T21:30:00Z").due == at("2026-10-25T06:00:00Z"));
  CHECK(ask(s, ban(), "2026-10-25T05:59:00Z").due == at("2026-10-25T06:00:00Z"));
  CHECK(ask(s, ban(), "2026-10-25T06:00:00Z").reason == Reason::AtOnce);
  // An end that the clocks leap over: never before the leap, never an hour after it.
  s.quiet = QuietHours{std::chrono::hours{22}, std::chrono::minutes{150}, 9};
  const auto leapt = ask(s, ban(), "2026-03-28T22:30:00Z").due;
  CHECK(leapt >= at("2026-03-29T01:00:00Z"));
  CHECK(leapt <= at("2026-03-29T01:30:00Z"));
}

TEST_CASE("what a subscription knows is not told again") {
  auto c = ban();
  c.transition.change = Change::Stage;
  c.transition.stage = Stage::Announced;
  const auto after = [&](Stage told, const char* when) {
    DecisionContext x{{}, {}, at("2026-01-06T12:00:00Z"), 0, {}, ToldStage{told, at(when)}};
    return decide(desk(), c, x).reason;
  };
  CHECK(after(Stage::Announced, "2026-01-05T12:00:00Z") == Reason::AlreadyTold);
  CHECK(after(Stage::InForce, "2026-01-05T12:00:00Z") == Reason::AlreadyTold);
  CHECK(after(Stage::Considered, "2026-01-05T12:00:00Z") == Reason::AtOnce);
  CHECK(after(Stage::Announced, "2026-01-01T12:00:00Z") == Reason::AtOnce);
  CHECK(after(Stage::Ended, "2026-01-05T12:00:00Z") == Reason::AtOnce);
  c.transition.change = Change::FirstSeen;
  CHECK(after(Stage::Considered, "2026-01-01T12:00:00Z") == Reason::AlreadyTold);
}

TEST_CASE("over the cap, the next full hour tells the rest together") {
  auto s = desk();
  s.cap_per_hour = 3;
  CHECK(ask(s, ban(), "2026-01-06T12:10:00Z", 2).reason == Reason::AtOnce);
  const auto verdict = ask(s, ban(), "2026-01-06T12:10:00Z", 3);
  CHECK(verdict.reason == Reason::OverCap);
  CHECK(verdict.digest);
  CHECK(verdict.due == at("2026-01-06T13:00:00Z"));
}

TEST_CASE("a lesser event of the pair told by the same articles goes with the greater") {
  auto lesser = ban();
  lesser.event.id = "E2";
  lesser.event.type = "diplomatic_protest";
  lesser.transition.severity = 2;
  std::vector<NewsCase> company{ban(), lesser};
  auto s = desk();
  const auto verdict = [&] {
    return decide(s, lesser, {{}, {}, at("2026-01-06T12:00:00Z"), 0, company, {}});
  };
  CHECK(verdict().reason == Reason::FoldedIntoGreater);
  CHECK(verdict().lead == "E1");
  s.inhibit = Inhibit::Drop;
  CHECK(verdict().reason == Reason::Inhibited);
  s.inhibit = Inhibit::Off;
  CHECK(verdict().reason == Reason::AtOnce);
  s.inhibit = Inhibit::Fold;
  SUBCASE("not when another article tells it") {
    lesser.transition.documents = {"b"};
    CHECK(verdict().reason == Reason::AtOnce);
  }
  SUBCASE("not when the greater is none of the subscription's") {
    s.scope.types = {"diplomatic_protest"};
    CHECK(verdict().reason == Reason::AtOnce);
  }
  SUBCASE("not across pairs") {
    company.front().event.target = "KR";
    CHECK(verdict().reason == Reason::AtOnce);
  }
}

TEST_CASE("a silence covers its scope until it ends, and says why") {
  Silence silence;
  silence.scope.types = {"dual_use_ban"};
  silence.until = at("2026-01-07T00:00:00Z");
  silence.why = "known";
  const std::vector<Silence> silences{silence};
  const auto told = [&](const char* now) {
    return decide(desk(), ban(), {silences, {}, at(now), 0, {}, {}});
  };
  CHECK(told("2026-01-06T12:00:00Z").reason == Reason::Silenced);
  CHECK(told("2026-01-06T12:00:00Z").note == "known");
  CHECK(told("2026-01-07T00:00:00Z").reason == Reason::AtOnce);
}
