#include "storage/hindsight.h"

#include <algorithm>
#include <array>
#include <cassert>
#include <string>

#include "storage/database.h"
#include "storage/instants.h"

namespace chokepoint {
namespace {

constexpr std::array kShadowed{"documents",      "events",       "event_items",
                               "event_agencies", "transitions",  "event_mentions",
                               "event_aliases",  "pair_weights", "asked_moment"};

// '@' stands for the moment. Both halves of a view are asked through indexes of their own.
constexpr const char* kViews = R"sql(
CREATE TEMP VIEW asked_moment AS SELECT @ AS moment;
CREATE TEMP VIEW documents AS SELECT d.id, d.name, d.url, d.canonical_url, d.outlet, d.tier,
  d.country, d.lang,
  coalesce((SELECT v.title FROM main.document_versions v WHERE v.document = d.id AND
    v.replaced > @ ORDER BY v.version LIMIT 1), d.title) AS title,
  d.byline, d.published, d.published_at, d.first_seen, d.stub, d.version, d.content_hash, d.simhash,
  d.text_size,
  coalesce((SELECT v.text FROM main.document_versions v WHERE v.document = d.id AND
    v.replaced > @ ORDER BY v.version LIMIT 1), d.text) AS text, d.indexed
  FROM main.documents d WHERE d.first_seen <= @;
CREATE TEMP VIEW events AS SELECT id, name, type, stage, actor, target, date, effective, expires,
  act, responds_to, answers_type, answers_actor, answers_target, answers, eases, eases_too,
  severity, first_seen, last_seen, origins, background, dismissed, confirmed, weak, first_outlet,
  lead_seconds, family, party, first_day, last_day, vague, digest, lone
  FROM main.events WHERE known <= @
UNION ALL SELECT id, name, type, stage, actor, target, date, effective, expires,
  act, responds_to, NULL, NULL, NULL, 0, eases, eases_too,
  severity, first_seen, last_seen, origins, background, dismissed, confirmed, weak, first_outlet,
  lead_seconds, '', '', 0, 0, 0, '', 0
  FROM main.event_history WHERE known <= @ AND until > @;
CREATE TEMP VIEW event_items AS SELECT i.event, i.item
  FROM main.event_items i JOIN main.events e ON e.id = i.event WHERE e.known <= @
UNION ALL SELECT h.id, j.value FROM main.event_history h, json_each(h.items) j
  WHERE h.known <= @ AND h.until > @;
CREATE TEMP VIEW event_agencies AS SELECT i.event, i.agency
  FROM main.event_agencies i JOIN main.events e ON e.id = i.event WHERE e.known <= @
UNION ALL SELECT h.id, j.value FROM main.event_history h, json_each(h.agencies) j
  WHERE h.known <= @ AND h.until > @;
CREATE TEMP VIEW event_mentions AS SELECT mention, event FROM main.event_mentions WHERE known <= @
UNION ALL SELECT mention, event FROM main.event_mention_history WHERE known <= @ AND until > @;
CREATE TEMP VIEW event_aliases AS SELECT old, name FROM main.event_aliases WHERE known <= @
UNION ALL SELECT old, name FROM main.event_alias_history WHERE known <= @ AND until > @;
CREATE TEMP VIEW transitions AS SELECT id, name, event, kind, stage, severity, date, published, at,
  alertable, added, documents, mentions, current
  FROM main.transitions WHERE known <= @ AND current = 1
UNION ALL SELECT id, name, event, kind, stage, severity, date, published, at,
  alertable, added, documents, mentions, 1
  FROM main.transition_history WHERE known <= @ AND until > @;
CREATE TEMP VIEW pair_weights AS SELECT transition, event, actor, target, day, weight
  FROM main.pair_weights WHERE known <= @
UNION ALL SELECT transition, event, actor, target, day, weight
  FROM main.pair_weight_history WHERE known <= @ AND until > @;
)sql";

std::string views_at(Instant moment) {
  const auto seconds = std::to_string(moment.time_since_epoch().count());
  std::string out;
  for (const char* c = kViews; *c != '\0'; ++c) {
    if (*c == '@')
      out += seconds;
    else
      out += *c;
  }
  return out;
}

Day day_of(Instant t) {
  return std::chrono::floor<std::chrono::days>(t);
}

}  // namespace

Hindsight::Hindsight(Database& db, std::optional<Instant> as_of) {
  if (!as_of) return;
  auto laid = db.prepare("SELECT 1 FROM temp.sqlite_master WHERE name = 'asked_moment'");
  if (laid.step()) {
    auto moment = db.prepare("SELECT moment FROM asked_moment");
    moment.step();
    assert(instant(moment.integer(0)) == *as_of);
    return;
  }
  db.exec(views_at(*as_of));
  db_ = &db;
}

Hindsight::~Hindsight() {
  if (db_ == nullptr) return;
  std::string drop;
  for (const char* name : kShadowed) drop += std::string("DROP VIEW temp.") + name + ";";
  db_->exec(drop);
}

void note_arrival(Database& db, Instant first, Instant last) {
  auto s = db.prepare("SELECT latest, stale FROM ledger_clock");
  s.step();
  const auto latest = instant(s.integer(0));
  const bool out_of_order = day_of(first) < day_of(std::max(last, latest));
  std::optional<Instant> stale;
  if (!s.is_null(1)) stale = instant(s.integer(1));
  if (out_of_order) stale = std::min(stale.value_or(first), Instant(day_of(first)));
  s.reset();
  std::optional<std::int64_t> since;
  if (stale) since = stale->time_since_epoch().count();
  db.prepare("UPDATE ledger_clock SET now = ?1, latest = ?1, stale = ?2")
      .with(std::int64_t{std::max(last, latest).time_since_epoch().count()}, since)
      .run();
}

void note_replay(Database& db, Instant now) {
  db.prepare("UPDATE ledger_clock SET now = max(latest, ?1), latest = max(latest, ?1)")
      .with(std::int64_t{now.time_since_epoch().count()})
      .run();
}

std::optional<Instant> stale_since(Database& db) {
  auto s = db.prepare("SELECT stale FROM ledger_clock");
  if (!s.step() || s.is_null(0)) return std::nullopt;
  return instant(s.integer(0));
}

}  // namespace chokepoint
