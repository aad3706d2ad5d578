#include "storage/feeds_store.h"

#include <doctest/doctest.h>

#include "storage/database.h"

using namespace chokepoint;
using std::chrono::hours;

namespace {

const Instant kNow = *parse_rfc3339("2026-01-06T12:00:00Z");

FeedSource source(const std::string& id, bool configured = false) {
  FeedSource f;
  f.id = id;
  f.url = "https://" + id + ".example/rss";
  f.outlet = "The " + id;
  f.tier = Tier::Wire;
  f.configured = configured;
  return f;
}
SeenEntry entry(const std::string& feed, const std::string& document, Instant at = kNow) {
  SeenEntry e;
  e.feed = feed;
  e.document = document;
  e.guid = "g-" + document;
  e.url = "https://a.example/" + document;
  e.title = "Title of " + document;
  e.published_at = at;
  e.first_seen = kNow;
  return e;
}

}  // namespace

TEST_CASE("configured sources come and go with the configuration, added ones stay") {
  auto db = Database::in_memory();
  CHECK(add_source(db, source("added")));
  CHECK_FALSE(add_source(db, source("added")));
  const std::vector both{source("a", true), source("b", true)};
  sync_configured_sources(db, both);
  CHECK(list_sources(db).size() == 3);
  sync_configured_sources(db, std::vector{source("b", true)});
  const auto left = list_sources(db);
  REQUIRE(left.size() == 2);
  CHECK(left[0].id == "added");
  CHECK(left[1].outlet == "The b");
  CHECK(left[1].tier == Tier::Wire);
  CHECK(remove_source(db, "added"));
  CHECK_FALSE(remove_source(db, "added"));
}

TEST_CASE("a feed's state comes back as it was; another address starts anew") {
  auto db = Database::in_memory();
  auto f = source("a", true);
  sync_configured_sources(db, std::vector{f});
  CHECK(load_feed_state(db, "a").health == Health::New);
  FeedState s;
  s.health = Health::Blocked;
  s.etag = "W/\"1\"";
  s.next_poll = kNow;
  s.failures = 3;
  s.interval = std::chrono::seconds{77};
  s.last_error = "HTTP 429";
  save_feed_state(db, "a", s);
  const auto back = load_feed_state(db, "a");
  CHECK(back.health == Health::Blocked);
  CHECK(back.etag == "W/\"1\"");
  CHECK(back.next_poll == kNow);
  CHECK_FALSE(back.last_success);
  CHECK(back.failures == 3);
  CHECK(back.interval.count() == 77);
  sync_configured_sources(db, std::vector{f});
  CHECK(load_feed_state(db, "a").failures == 3);
  f.url = "https://elsewhere.example/";
  sync_configured_sources(db, std::vector{f});
  CHECK(load_feed_state(db, "a").failures == 0);
}

TEST_CASE("an entry is new once, and its first_seen never moves") {
  auto db = Database::in_memory();
  CHECK(see_entry(db, entry("a", "d1")) == Sighting::New);
  CHECK(see_entry(db, entry("a", "d1")) == Sighting::Known);
  finish_entry(db, "d1");
  CHECK(waiting_entries(db, kNow, 10).empty());
  auto changed = entry("a", "d1");
  changed.title = "Corrected";
  changed.first_seen = kNow + hours{5};
  CHECK(see_entry(db, changed) == Sighting::Changed);
  const auto waiting = waiting_entries(db, kNow, 10);
  REQUIRE(waiting.size() == 1);
  CHECK(waiting[0].title == "Corrected");
  CHECK(waiting[0].first_seen == kNow);
  CHECK(document_of_guid(db, "a", "g-d1", "Corrected") == "d1");
  CHECK_FALSE(document_of_guid(db, "b", "g-d1", "Corrected"));
}

TEST_CASE("a document of two feeds waits once, for the first of them, and oldest news go first") {
  auto db = Database::in_memory();
  see_entry(db, entry("b", "shared"));
  see_entry(db, entry("a", "shared"));
  see_entry(db, entry("b", "older", kNow - hours{1}));
  const auto waiting = waiting_entries(db, kNow, 10);
  REQUIRE(waiting.size() == 2);
  CHECK(waiting[0].document == "older");
  CHECK(waiting[1].feed == "a");
  finish_entry(db, "shared");
  CHECK(see_entry(db, entry("c", "shared")) == Sighting::New);
  CHECK(waiting_entries(db, kNow, 10).size() == 1);
}

TEST_CASE("a page that fails waits, a page that was read is looked at once more") {
  auto db = Database::in_memory();
  see_entry(db, entry("a", "d1"));
  postpone_entry(db, "d1", kNow + hours{1}, "HTTP 500");
  CHECK(waiting_entries(db, kNow, 10).empty());
  CHECK(waiting_entries(db, kNow + hours{1}, 10)[0].attempts == 1);
  finish_entry(db, "d1", kNow + hours{6});
  CHECK(count_waiting(db) == 0);
  CHECK(waiting_entries(db, kNow + hours{5}, 10).empty());
  const auto again = waiting_entries(db, kNow + hours{6}, 10);
  REQUIRE(again.size() == 1);
  CHECK(again[0].again);
  postpone_entry(db, "d1", std::nullopt, "gone");
  CHECK(waiting_entries(db, kNow + hours{9}, 10).empty());
}

TEST_CASE("the inbox gives documents back in the order of publication") {
  auto db = Database::in_memory();
  Document d;
  d.id = "late";
  d.text = "Zeile eins\nZeile zwei";
  d.published_at = kNow;
  d.stub = true;
  put_in_inbox(db, d, kNow);
  d.id = "early";
  d.published_at = kNow - hours{1};
  d.published = parse_day("2026-01-05");
  put_in_inbox(db, d, kNow);
  put_in_inbox(db, d, kNow);
  const auto all = read_inbox(db, 10);
  REQUIRE(all.size() == 2);
  CHECK(all[0].id == "early");
  CHECK(all[0].published == parse_day("2026-01-05"));
  CHECK(all[1].text == "Zeile eins\nZeile zwei");
  CHECK(all[1].stub);
  CHECK(all[1].first_seen == kNow);
  take_from_inbox(db, all);
  CHECK(read_inbox(db, 10).empty());
}

TEST_CASE("robots.txt is remembered") {
  auto db = Database::in_memory();
  CHECK_FALSE(find_robots(db, "https://a.example"));
  save_robots(db, "https://a.example", {kNow, 200, "User-agent: *"});
  save_robots(db, "https://a.example", {kNow + hours{1}, 404, ""});
  CHECK(find_robots(db, "https://a.example")->status == 404);
}
