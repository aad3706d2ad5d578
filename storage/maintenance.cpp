#include "storage/maintenance.h"

#include <array>

#include "storage/database.h"

namespace chokepoint {
namespace {

// What must not exist, and how to say that it does.
struct Rule {
  const char* sql;
  const char* what;
};
constexpr std::array kRules{
    Rule{"SELECT count(*) FROM mentions m WHERE m.current = 1 AND m.faint = 0 AND NOT EXISTS "
         "(SELECT 1 FROM "
         "event_mentions e WHERE e.mention = m.id)",
         "current mentions in no event; run 'chokepoint replay --apply'"},
    Rule{"SELECT count(*) FROM events e WHERE NOT EXISTS (SELECT 1 FROM event_mentions m WHERE "
         "m.event = e.id)",
         "events without mentions; run 'chokepoint replay --apply'"},
    Rule{"SELECT count(*) FROM transitions t WHERE t.current = 1 AND NOT EXISTS (SELECT 1 FROM "
         "events e WHERE e.name = t.event)",
         "current transitions of no event; run 'chokepoint replay --apply'"},
};

}  // namespace

std::vector<std::string> check_database(Database& db) {
  std::vector<std::string> out;
  auto pages = db.prepare("PRAGMA integrity_check(20)");
  while (pages.step())
    if (pages.text(0) != "ok")
      out.push_back(db.path() + ": " + pages.text(0) + "; restore a backup");
  if (!out.empty()) return out;
  auto keys = db.prepare("PRAGMA foreign_key_check");
  while (keys.step() && out.size() < 20)
    out.push_back(db.path() + ": a row of " + keys.text(0) + " refers to a missing row of " +
                  keys.text(2));
  for (const auto& rule : kRules) {
    auto s = db.prepare(rule.sql);
    if (s.step() && s.integer(0) > 0)
      out.push_back(db.path() + ": " + std::to_string(s.integer(0)) + " " + rule.what);
  }
  return out;
}

void vacuum_database(Database& db) {
  db.exec("VACUUM; PRAGMA wal_checkpoint(TRUNCATE)");
}

std::int64_t prune_texts(Database& db, Day day) {
  Transaction transaction(db);
  const std::int64_t before = Instant(day).time_since_epoch().count();
  db.prepare("DELETE FROM document_versions WHERE replaced < ?").with(before).run();
  db.prepare(
        "UPDATE article_words SET body = '' WHERE body <> '' AND document IN (SELECT id FROM "
        "documents WHERE text IS NOT NULL AND first_seen < ?)")
      .with(before)
      .run();
  const auto n =
      db.prepare("UPDATE documents SET text = NULL WHERE text IS NOT NULL AND first_seen < ?")
          .with(before)
          .run();
  transaction.commit();
  return n;
}

}  // namespace chokepoint
