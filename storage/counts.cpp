#include "storage/counts.h"

#include "storage/database.h"

namespace chokepoint {
namespace {

std::int64_t first_number(Database& db, const char* sql) {
  auto s = db.prepare(sql);
  return s.step() ? s.integer(0) : 0;
}

std::optional<Instant> first_instant(Database& db, const char* sql) {
  auto s = db.prepare(sql);
  if (!s.step() || s.is_null(0)) return std::nullopt;
  return Instant{std::chrono::seconds{s.integer(0)}};
}

std::string first_text(Database& db, const char* sql) {
  auto s = db.prepare(sql);
  return s.step() ? s.text(0) : std::string();
}

}  // namespace

StoreCounts count_store(Database& db) {
  StoreCounts out;
  out.documents = first_number(db, "SELECT count(*) FROM documents");
  out.mentions = first_number(db, "SELECT count(*) FROM mentions WHERE current = 1 AND faint = 0");
  out.events = first_number(db, "SELECT count(*) FROM events");
  out.transitions = first_number(db, "SELECT count(*) FROM transitions WHERE current = 1");
  auto states = db.prepare("SELECT state, count(*) FROM alerts GROUP BY state");
  while (states.step()) out.alerts[states.text(0)] = states.integer(1);
  out.pending = first_number(db, "SELECT count(*) FROM delivery_targets WHERE state = 'pending'");
  out.failed = first_number(db, "SELECT count(*) FROM delivery_targets WHERE state = 'failed'");
  out.stuck = first_number(
      db, "SELECT count(*) FROM delivery_targets WHERE state = 'pending' AND attempts >= 3");
  out.last_error =
      first_text(db,
                 "SELECT last_error FROM delivery_targets WHERE last_error IS NOT NULL "
                 "ORDER BY delivery DESC LIMIT 1");
  out.oldest_pending =
      first_instant(db,
                    "SELECT min(d.made) FROM delivery_targets t JOIN deliveries d ON "
                    "d.id = t.delivery WHERE t.state = 'pending'");
  out.last_document = first_instant(db, "SELECT max(first_seen) FROM documents");
  out.last_model = first_text(db, "SELECT model FROM mentions ORDER BY id DESC LIMIT 1");
  return out;
}

}  // namespace chokepoint
