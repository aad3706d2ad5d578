// Entries seen and the inbox; the rest of feeds_store.h is in feeds_store.cpp.
#include "storage/compress.h"
#include "storage/database.h"
#include "storage/feeds_store.h"
#include "storage/instants.h"

namespace chokepoint {
namespace {

constexpr int kWaiting = 0;
constexpr int kDone = 1;
constexpr int kLookAgain = 2;

void insert_entry(Database& db, const SeenEntry& e, int state) {
  auto s = db.prepare(
      "INSERT INTO feed_entries(feed, document, guid, url, title, summary, byline, lang, "
      "published_at, updated_at, first_seen, state) VALUES(?,?,?,?,?,?,?,?,?,?,?,?)");
  s.bind(1, e.feed).bind(2, e.document).bind_known(3, e.guid).bind_known(4, e.url);
  s.bind_known(5, e.title).bind_known(6, e.summary).bind_known(7, e.byline).bind_known(8, e.lang);
  s.bind(9, seconds(e.published_at))
      .bind(10, seconds(e.updated_at))
      .bind(11, seconds(e.first_seen));
  s.bind(12, state).run();
}

bool done_elsewhere(Database& db, std::string_view document) {
  return db.prepare("SELECT 1 FROM feed_entries WHERE document = ? AND state <> 0 LIMIT 1")
      .with(document)
      .step();
}

// first_seen is not among what changes.
void renew_entry(Database& db, const SeenEntry& e) {
  auto s = db.prepare(
      "UPDATE feed_entries SET title=?, summary=?, updated_at=?, state=?, attempts=0, next_try=0, "
      "last_error=NULL WHERE feed=? AND document=?");
  s.bind_known(1, e.title).bind_known(2, e.summary).bind(3, seconds(e.updated_at));
  s.bind(4, kWaiting).bind(5, e.feed).bind(6, e.document).run();
}

}  // namespace

Sighting see_entry(Database& db, const SeenEntry& e) {
  Transaction transaction(db);
  auto known =
      db.prepare("SELECT title, updated_at FROM feed_entries WHERE feed = ? AND document = ?");
  known.with(e.feed, e.document);
  auto sighting = Sighting::Known;
  if (!known.step()) {
    insert_entry(db, e, done_elsewhere(db, e.document) ? kDone : kWaiting);
    sighting = Sighting::New;
  } else if (known.text(0) != e.title || instant(known, 1) != e.updated_at) {
    renew_entry(db, e);
    sighting = Sighting::Changed;
  }
  transaction.commit();
  return sighting;
}

std::optional<std::string> document_of_guid(Database& db, std::string_view feed,
                                            std::string_view guid, std::string_view title) {
  auto s = db.prepare(
      "SELECT document FROM feed_entries WHERE feed = ? AND guid = ? AND title = ? "
      "ORDER BY first_seen, document LIMIT 1");
  s.with(feed, guid, title);
  if (!s.step()) return std::nullopt;
  return s.text(0);
}

std::optional<std::string> document_of_title(Database& db, std::string_view feed,
                                             std::string_view title) {
  auto s = db.prepare(
      "SELECT document FROM feed_entries WHERE feed = ? AND title = ? "
      "ORDER BY first_seen, document LIMIT 1");
  s.with(feed, title);
  if (!s.step()) return std::nullopt;
  return s.text(0);
}

std::optional<bool> is_steady_guid(Database& db, std::string_view feed, std::string_view guid,
                                   std::string_view title) {
  auto s = db.prepare("SELECT MAX(title IS ?) FROM feed_entries WHERE feed = ? AND guid = ?");
  s.with(title, feed, guid);
  if (!s.step() || s.is_null(0)) return std::nullopt;
  return s.integer(0) != 0;
}

std::vector<SeenEntry> waiting_entries(Database& db, Instant now, std::size_t limit) {
  auto s = db.prepare(
      "SELECT feed, document, guid, url, title, summary, byline, lang, published_at, updated_at, "
      "first_seen, attempts, state FROM feed_entries e WHERE state <> 1 AND next_try <= ? AND NOT "
      "EXISTS ("
      "SELECT 1 FROM feed_entries o WHERE o.document = e.document AND o.feed < e.feed) "
      "ORDER BY COALESCE(published_at, first_seen), document LIMIT ?");
  s.with(seconds(now), static_cast<std::int64_t>(limit));
  std::vector<SeenEntry> out;
  while (s.step()) {
    SeenEntry e;
    e.feed = s.text(0);
    e.document = s.text(1);
    e.guid = s.text(2);
    e.url = s.text(3);
    e.title = s.text(4);
    e.summary = s.text(5);
    e.byline = s.text(6);
    e.lang = s.text(7);
    e.published_at = instant(s, 8);
    e.updated_at = instant(s, 9);
    e.first_seen = *instant(s, 10);
    e.attempts = static_cast<int>(s.integer(11));
    e.again = s.integer(12) == kLookAgain;
    out.push_back(std::move(e));
  }
  return out;
}

std::size_t count_waiting(Database& db) {
  auto s = db.prepare("SELECT COUNT(DISTINCT document) FROM feed_entries WHERE state = 0");
  s.step();
  return static_cast<std::size_t>(s.integer(0));
}

void postpone_entry(Database& db, std::string_view document, std::optional<Instant> next_try,
                    std::string_view error) {
  db.prepare(
        "UPDATE feed_entries SET attempts = attempts + 1, state = ?, next_try = ?, last_error = ? "
        "WHERE document = ?")
      .with(next_try ? kWaiting : kDone, next_try ? seconds(*next_try) : std::int64_t{0}, error,
            document)
      .run();
}

void finish_entry(Database& db, std::string_view document, std::optional<Instant> look_again) {
  db.prepare(
        "UPDATE feed_entries SET state = ?, attempts = 0, next_try = ?, last_error = NULL "
        "WHERE document = ?")
      .with(look_again ? kLookAgain : kDone, look_again ? seconds(*look_again) : std::int64_t{0},
            document)
      .run();
}

void put_in_inbox(Database& db, const Document& d, Instant first_seen) {
  Transaction transaction(db);
  db.prepare("DELETE FROM inbox WHERE document = ?").with(d.id).run();
  auto s = db.prepare(
      "INSERT INTO inbox(document, url, canonical_url, outlet, tier, country, lang, title, byline, "
      "published, published_at, first_seen, stub, text) VALUES(?,?,?,?,?,?,?,?,?,?,?,?,?,?)");
  s.bind(1, d.id).bind_known(2, d.url).bind_known(3, d.canonical_url).bind_known(4, d.outlet);
  s.bind(5, name_of(d.tier)).bind_known(6, d.country).bind_known(7, d.lang).bind_known(8, d.title);
  s.bind_known(9, d.byline).bind_known(10, d.published ? format_day(*d.published) : "");
  s.bind(11, seconds(d.published_at)).bind(12, seconds(d.first_seen.value_or(first_seen)));
  s.bind(13, d.stub).bind_blob(14, compress(d.text)).run();
  transaction.commit();
}

std::vector<Document> read_inbox(Database& db, std::size_t limit) {
  auto s = db.prepare(
      "SELECT document, url, canonical_url, outlet, tier, country, lang, title, byline, published, "
      "published_at, first_seen, stub, text FROM inbox "
      "ORDER BY COALESCE(published_at, first_seen), document LIMIT ?");
  s.with(static_cast<std::int64_t>(limit));
  std::vector<Document> out;
  while (s.step()) {
    Document d;
    d.id = s.text(0);
    d.url = s.text(1);
    d.canonical_url = s.text(2);
    d.outlet = s.text(3);
    d.tier = parse_tier(s.text(4)).value_or(Tier::Press);
    d.country = s.text(5);
    d.lang = s.text(6);
    d.title = s.text(7);
    d.byline = s.text(8);
    d.published = parse_day(s.text(9));
    d.published_at = instant(s, 10);
    d.first_seen = instant(s, 11);
    d.stub = s.integer(12) != 0;
    d.text = decompress(s.blob(13));
    out.push_back(std::move(d));
  }
  return out;
}

void take_from_inbox(Database& db, std::span<const Document> documents) {
  Transaction transaction(db);
  for (const auto& d : documents)
    db.prepare("DELETE FROM inbox WHERE document = ?").with(d.id).run();
  transaction.commit();
}

}  // namespace chokepoint
