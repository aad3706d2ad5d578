#include "storage/event_list.h"

#include <functional>

#include "storage/database.h"
#include "storage/events.h"

namespace chokepoint {
namespace {

// One filter a row: when it applies, the condition, and what to bind.
struct Condition {
  std::function<bool(const EventFilter&)> applies;
  const char* sql;
  std::function<void(Statement&, int, const EventFilter&)> bind;
};

template <class Field>
Condition on_text(Field EventFilter::*field, const char* sql) {
  return {[field](const EventFilter& f) { return !(f.*field).empty(); }, sql,
          [field](Statement& s, int i, const EventFilter& f) { s.bind(i, f.*field); }};
}

Condition on_day(std::optional<Day> EventFilter::*field, const char* sql) {
  return {
      [field](const EventFilter& f) { return (f.*field).has_value(); }, sql,
      [field](Statement& s, int i, const EventFilter& f) { s.bind(i, format_day(*(f.*field))); }};
}

const std::vector<Condition>& conditions() {
  static const std::vector<Condition> kConditions{
      on_text(&EventFilter::type, "e.type = ?"),
      on_text(&EventFilter::actor, "e.actor = ?"),
      on_text(&EventFilter::target, "e.target = ?"),
      on_text(&EventFilter::stage, "e.stage = ?"),
      on_text(&EventFilter::item, "e.id IN (SELECT event FROM event_items WHERE item = ?)"),
      on_text(&EventFilter::agency, "e.id IN (SELECT event FROM event_agencies WHERE agency = ?)"),
      on_day(&EventFilter::since, "coalesce(e.date, date(e.first_seen, 'unixepoch')) >= ?"),
      // '2026-01' lies within any day of that month, so compare what both give.
      on_day(&EventFilter::until, "coalesce(e.date, date(e.first_seen, 'unixepoch')) <= ?"),
      {[](const EventFilter& f) { return f.min_severity.has_value(); }, "e.severity >= ?",
       [](Statement& s, int i, const EventFilter& f) { s.bind(i, *f.min_severity); }},
      {[](const EventFilter& f) { return f.background.has_value(); }, "e.background = ?",
       [](Statement& s, int i, const EventFilter& f) { s.bind(i, *f.background); }},
  };
  return kConditions;
}

void fill(Database& db, Event& e) {
  auto s = db.prepare(
      "SELECT DISTINCT d.name FROM event_mentions em JOIN events e ON e.id = em.event "
      "JOIN mentions m ON m.id = em.mention JOIN documents d ON d.id = m.document "
      "WHERE e.name = ? ORDER BY d.first_seen, d.name");
  s.bind(1, e.id);
  while (s.step()) e.documents.push_back(s.text(0));
  for (auto& t : transitions_of(db, e.id)) e.transitions.push_back(std::move(t.transition));
}

}  // namespace

std::vector<Event> list_events(Database& db, const EventFilter& filter) {
  std::string sql = "SELECT e.name FROM events e WHERE 1";
  for (const auto& c : conditions())
    if (c.applies(filter)) sql += std::string(" AND ") + c.sql;
  if (!filter.dismissed) sql += " AND e.dismissed = 0";
  sql +=
      " ORDER BY coalesce(e.date, date(e.first_seen, 'unixepoch')) DESC, e.first_seen DESC, e.name "
      "LIMIT ?";
  auto s = db.prepare(sql);
  int index = 0;
  for (const auto& c : conditions())
    if (c.applies(filter)) c.bind(s, ++index, filter);
  s.bind(++index, filter.limit);
  std::vector<Event> out;
  while (s.step())
    if (auto event = find_event(db, s.text(0))) out.push_back(std::move(*event));
  return out;
}

std::optional<Event> find_event(Database& db, std::string_view id) {
  auto stored = load_event(db, id);
  if (!stored) return std::nullopt;
  fill(db, stored->event);
  return std::move(stored->event);
}

}  // namespace chokepoint
