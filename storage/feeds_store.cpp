#include "storage/feeds_store.h"

#include <set>

#include "storage/database.h"
#include "storage/instants.h"

namespace chokepoint {
namespace {

void write_source(Database& db, const FeedSource& f) {
  auto s = db.prepare(
      "INSERT INTO feeds(id, url, outlet, country, lang, topic, tier, articles, configured) "
      "VALUES(?,?,?,?,?,?,?,?,?) ON CONFLICT(id) DO UPDATE SET url=excluded.url, "
      "outlet=excluded.outlet, country=excluded.country, lang=excluded.lang, topic=excluded.topic, "
      "tier=excluded.tier, articles=excluded.articles, configured=excluded.configured");
  s.bind(1, f.id).bind(2, f.url).bind_known(3, f.outlet).bind_known(4, f.country);
  s.bind_known(5, f.lang).bind_known(6, f.topic).bind(7, name_of(f.tier));
  s.bind(8, f.articles).bind(9, f.configured).run();
}

bool has_source(Database& db, std::string_view id) {
  return db.prepare("SELECT 1 FROM feeds WHERE id = ?").with(id).step();
}

// Another address under the same id is another feed to the scheduler: old validators say nothing
// about it.
void forget_state_of_moved(Database& db, const FeedSource& f) {
  auto s = db.prepare("SELECT url FROM feeds WHERE id = ?");
  s.with(f.id);
  if (s.step() && s.text(0) != f.url)
    db.prepare("DELETE FROM feed_states WHERE feed = ?").with(f.id).run();
}

}  // namespace

void sync_configured_sources(Database& db, std::span<const FeedSource> configured) {
  Transaction transaction(db);
  std::set<std::string_view> ids;
  for (const auto& source : configured) ids.insert(source.id);
  for (const auto& source : list_sources(db))
    if (source.configured && !ids.contains(source.id)) remove_source(db, source.id);
  for (const auto& source : configured) {
    forget_state_of_moved(db, source);
    write_source(db, source);
  }
  transaction.commit();
}

bool add_source(Database& db, const FeedSource& source) {
  Transaction transaction(db);
  if (has_source(db, source.id)) return false;
  write_source(db, source);
  transaction.commit();
  return true;
}

bool remove_source(Database& db, std::string_view id) {
  Transaction transaction(db);
  db.prepare("DELETE FROM feed_states WHERE feed = ?").with(id).run();
  const bool removed = db.prepare("DELETE FROM feeds WHERE id = ?").with(id).run() > 0;
  transaction.commit();
  return removed;
}

std::vector<FeedSource> list_sources(Database& db) {
  auto s = db.prepare(
      "SELECT id, url, outlet, country, lang, topic, tier, articles, configured FROM feeds "
      "ORDER BY id");
  std::vector<FeedSource> out;
  while (s.step()) {
    FeedSource f;
    f.id = s.text(0);
    f.url = s.text(1);
    f.outlet = s.text(2);
    f.country = s.text(3);
    f.lang = s.text(4);
    f.topic = s.text(5);
    f.tier = parse_tier(s.text(6)).value_or(Tier::Press);
    f.articles = s.integer(7) != 0;
    f.configured = s.integer(8) != 0;
    out.push_back(std::move(f));
  }
  return out;
}

FeedState load_feed_state(Database& db, std::string_view feed) {
  auto s = db.prepare(
      "SELECT health, etag, last_modified, body_hash, moved_to, moved_since, url, next_poll, "
      "last_attempt, last_success, last_full_copy, last_new_entry, interval, rhythm, failures, "
      "last_error, wish, skip_hours, skip_days FROM feed_states WHERE feed = ?");
  s.with(feed);
  FeedState out;
  if (!s.step()) return out;
  out.health = parse_health(s.text(0)).value_or(Health::New);
  out.etag = s.text(1);
  out.last_modified = s.text(2);
  out.body_hash = s.text(3);
  out.moved_to = s.text(4);
  out.moved_since = instant(s, 5);
  out.url = s.text(6);
  out.next_poll = instant(s, 7);
  out.last_attempt = instant(s, 8);
  out.last_success = instant(s, 9);
  out.last_full_copy = instant(s, 10);
  out.last_new_entry = instant(s, 11);
  out.interval = std::chrono::seconds{s.integer(12)};
  out.rhythm = std::chrono::seconds{s.integer(13)};
  out.failures = static_cast<int>(s.integer(14));
  out.last_error = s.text(15);
  out.wish = std::chrono::seconds{s.integer(16)};
  out.skip.hours = static_cast<std::uint32_t>(s.integer(17));
  out.skip.days = static_cast<std::uint8_t>(s.integer(18));
  return out;
}

void save_feed_state(Database& db, std::string_view feed, const FeedState& state) {
  Transaction transaction(db);
  db.prepare("DELETE FROM feed_states WHERE feed = ?").with(feed).run();
  auto s = db.prepare(
      "INSERT INTO feed_states(feed, health, etag, last_modified, body_hash, moved_to, "
      "moved_since, url, next_poll, last_attempt, last_success, last_full_copy, last_new_entry, "
      "interval, rhythm, failures, last_error, wish, skip_hours, skip_days) "
      "VALUES(?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?)");
  s.bind(1, feed).bind(2, name_of(state.health)).bind_known(3, state.etag);
  s.bind_known(4, state.last_modified).bind_known(5, state.body_hash);
  s.bind_known(6, state.moved_to).bind(7, seconds(state.moved_since)).bind_known(8, state.url);
  s.bind(9, seconds(state.next_poll)).bind(10, seconds(state.last_attempt));
  s.bind(11, seconds(state.last_success)).bind(12, seconds(state.last_full_copy));
  s.bind(13, seconds(state.last_new_entry)).bind(14, std::int64_t{state.interval.count()});
  s.bind(15, std::int64_t{state.rhythm.count()}).bind(16, state.failures);
  s.bind_known(17, state.last_error).bind(18, std::int64_t{state.wish.count()});
  s.bind(19, std::int64_t{state.skip.hours}).bind(20, std::int64_t{state.skip.days}).run();
  transaction.commit();
}

std::optional<StoredRobots> find_robots(Database& db, std::string_view origin) {
  auto s = db.prepare("SELECT fetched, status, body FROM robots WHERE origin = ?");
  s.with(origin);
  if (!s.step()) return std::nullopt;
  return StoredRobots{Instant{std::chrono::seconds{s.integer(0)}}, static_cast<int>(s.integer(1)),
                      s.text(2)};
}

void save_robots(Database& db, std::string_view origin, const StoredRobots& robots) {
  db.prepare(
        "INSERT INTO robots(origin, fetched, status, body) VALUES(?,?,?,?) ON CONFLICT(origin) DO "
        "UPDATE SET fetched=excluded.fetched, status=excluded.status, body=excluded.body")
      .with(origin, std::int64_t{robots.fetched.time_since_epoch().count()}, robots.status,
            std::string_view{robots.body})
      .run();
}

}  // namespace chokepoint
