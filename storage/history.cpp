#include "storage/history.h"

#include <algorithm>
#include <map>

#include <nlohmann/json.hpp>

#include "storage/database.h"
#include "storage/instants.h"

namespace chokepoint {
namespace {

// The last reading of a version of a document. The present one is the one that counts; of an older
// version, what was read of it last.
std::vector<std::int64_t> reading_of(Database& db, std::int64_t document, std::int64_t version) {
  auto now = db.prepare("SELECT version FROM documents WHERE id = ?");
  const bool present = now.bind(1, document).step() && now.integer(0) == version;
  auto s = db.prepare(
      present ? "SELECT id, ordinal, model FROM mentions WHERE document = ?1 AND version = ?2 AND "
                "current = 1 ORDER BY id"
              : "SELECT id, ordinal, model FROM mentions WHERE document = ?1 AND version = ?2 "
                "ORDER BY id");
  s.with(document, version);
  std::vector<std::int64_t> out;
  std::string model;
  std::int64_t before = -1;
  while (s.step()) {
    // The numbers of one reading rise, and it is one model's.
    if (!present && (s.integer(1) <= before || s.text(2) != model)) out.clear();
    out.push_back(s.integer(0));
    before = s.integer(1);
    model = s.text(2);
  }
  return out;
}

constexpr const char* kVersions =
    "SELECT d.id, 1, d.first_seen FROM documents d WHERE d.first_seen >= ?1 UNION ALL "
    "SELECT v.document, v.version + 1, v.replaced FROM document_versions v WHERE v.replaced >= ?1";

// Each table with its history and what they share.
struct Kept {
  const char *table, *history, *key;
};
constexpr std::array kKept{
    Kept{"events", "event_history", "h.id = t.id"},
    Kept{"event_mentions", "event_mention_history", "h.mention = t.mention"},
    Kept{"event_aliases", "event_alias_history", "h.old = t.old"},
    Kept{"transitions", "transition_history", "h.name = t.name"},
    Kept{"pair_weights", "pair_weight_history", "h.transition = t.transition"},
};

}  // namespace

std::int64_t count_arrivals(Database& db, Instant since) {
  auto s = db.prepare("SELECT count(*) FROM (" + std::string(kVersions) + ")");
  s.with(seconds(since)).step();
  return s.integer(0);
}

std::vector<Arrival> arrivals_since(Database& db, Instant since) {
  std::vector<Arrival> out;
  auto versions = db.prepare(kVersions);
  versions.bind(1, seconds(since));
  while (versions.step()) {
    const auto document = versions.integer(0);
    out.push_back({instant(versions.integer(2)),
                   document,
                   reading_of(db, document, versions.integer(1)),
                   0,
                   {}});
  }
  auto decisions =
      db.prepare("SELECT id, made, anchors FROM decisions WHERE revoked = 0 AND made >= ?");
  decisions.bind(1, seconds(since));
  while (decisions.step())
    out.push_back({instant(decisions.integer(1)),
                   0,
                   {},
                   decisions.integer(0),
                   nlohmann::json::parse(decisions.text(2)).get<std::vector<std::string>>()});
  std::ranges::sort(out, {}, [](const Arrival& a) {
    return std::tuple(a.at, a.decision, a.document, a.mentions);
  });
  return out;
}

std::vector<Arrival> readings_before(Database& db, Instant since,
                                     const std::vector<Arrival>& arrivals) {
  std::map<std::int64_t, std::vector<std::int64_t>> out;
  for (const auto& a : arrivals) {
    if (a.decision != 0 || out.contains(a.document)) continue;
    auto s = db.prepare(
        "SELECT coalesce((SELECT max(version) + 1 FROM document_versions WHERE document = ?1 AND "
        "replaced < ?2), 1) FROM documents WHERE id = ?1 AND first_seen < ?2");
    s.with(a.document, seconds(since));
    out[a.document] =
        s.step() ? reading_of(db, a.document, s.integer(0)) : std::vector<std::int64_t>{};
  }
  std::vector<Arrival> before;
  for (auto& [document, mentions] : out)
    before.push_back({since, document, std::move(mentions), 0, {}});
  return before;
}

void set_reading(Database& db, std::int64_t document, const std::vector<std::int64_t>& mentions) {
  db.prepare("UPDATE mentions SET current = 0 WHERE document = ? AND current = 1")
      .with(document)
      .run();
  for (const auto row : mentions)
    db.prepare("UPDATE mentions SET current = 1 WHERE id = ?").with(row).run();
}

void set_decision(Database& db, std::int64_t decision, bool holds) {
  db.prepare("UPDATE decisions SET revoked = ? WHERE id = ?").with(!holds, decision).run();
}

void set_clock(Database& db, Instant now) {
  db.prepare("UPDATE ledger_clock SET now = ?").with(seconds(now)).run();
}

void stop_clock(Database& db) {
  db.exec("UPDATE ledger_clock SET now = -1");
}

void end_history(Database& db, Instant since) {
  for (const auto& k : kKept) {
    const std::string table = k.table, history = k.history;
    db.prepare("UPDATE " + table + " AS t SET known = coalesce((SELECT max(h.known) FROM " +
               history + " h WHERE " + k.key +
               " AND h.known < ?1 AND h.until >= ?1), ?1 - 1) WHERE known < 0 OR known >= ?1")
        .with(seconds(since))
        .run();
    db.prepare("DELETE FROM " + history + " WHERE until >= ?").with(seconds(since)).run();
  }
}

OldTransitions forget_severities(Database& db) {
  OldTransitions out;
  auto last = db.prepare("SELECT coalesce(max(id), 0) FROM transitions");
  last.step();
  out.last = last.integer(0);
  auto s = db.prepare("SELECT id, severity FROM transitions WHERE current = 0");
  while (s.step()) out.severities.emplace_back(s.integer(0), s.real(1));
  db.exec("UPDATE transitions SET severity = -1 WHERE current = 0");
  return out;
}

void finish_history(Database& db, const OldTransitions& old) {
  for (const auto& [row, severity] : old.severities)
    db.prepare("UPDATE transitions SET severity = ? WHERE id = ? AND severity < 0")
        .with(severity, row)
        .run();
  db.prepare("DELETE FROM transitions WHERE id > ? AND current = 0").with(old.last).run();
  db.exec("UPDATE ledger_clock SET now = latest, stale = NULL");
}

}  // namespace chokepoint
