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
      {[](const EventFilter& f) { return f.as_of.has_value(); }, "e.first_seen <= ?",
       [](Statement& s, int i, const EventFilter& f) {
         s.bind(i, std::int64_t{f.as_of->time_since_epoch().count()});
       }},
      {[](const EventFilter& f) { return f.background.has_value(); }, "e.background = ?",
       [](Statement& s, int i, const EventFilter& f) { s.bind(i, *f.background); }},
  };
  return kConditions;
}

constexpr std::string_view kReports =
    " FROM event_mentions em JOIN events e ON e.id = em.event JOIN mentions m ON m.id = em.mention "
    "JOIN documents d ON d.id = m.document WHERE e.name = ?1 AND d.first_seen <= ?2";

std::vector<std::string> column(Database& db, const std::string& sql, const std::string& event,
                                std::int64_t by) {
  auto s = db.prepare(sql);
  s.with(event, by);
  std::vector<std::string> out;
  while (s.step()) out.push_back(s.text(0));
  return out;
}

// The value most reports seen by then gave; empty when none did.
std::string commonest(Database& db, const char* field, const std::string& event, std::int64_t by) {
  const auto votes =
      column(db,
             std::string("SELECT m.") + field + std::string(kReports) + " AND m." + field +
                 " IS NOT NULL GROUP BY 1 ORDER BY sum(m.score) DESC, length(m." + field +
                 ") DESC, 1 LIMIT 1",
             event, by);
  return votes.empty() ? std::string() : votes.front();
}

// Takes back what was not known by then.
void rewind(Database& db, Event& e, Instant as_of) {
  const auto by = as_of.time_since_epoch().count();
  std::erase_if(e.transitions, [&](const Transition& t) { return t.at > as_of; });
  if (!e.transitions.empty()) e.stage = e.transitions.back().stage;
  e.actor = commonest(db, "actor", e.id, by);
  e.target = commonest(db, "target", e.id, by);
  e.document = commonest(db, "act", e.id, by);
  e.date = PartialDate::parse(commonest(db, "date", e.id, by));
  e.effective = PartialDate::parse(commonest(db, "effective", e.id, by));
  e.expires = PartialDate::parse(commonest(db, "expires", e.id, by));
  e.items = column(db,
                   "SELECT DISTINCT i.item FROM mention_items i JOIN event_mentions em ON "
                   "em.mention = i.mention "
                   "JOIN events e ON e.id = em.event JOIN mentions m ON m.id = em.mention JOIN "
                   "documents d ON d.id = m.document "
                   "WHERE e.name = ?1 AND d.first_seen <= ?2 ORDER BY 1",
                   e.id, by);
  auto s = db.prepare("SELECT max(d.first_seen), min(m.background)" + std::string(kReports));
  s.with(e.id, by);
  s.step();
  e.last_seen = Instant{std::chrono::seconds{s.integer(0)}};
  e.background = s.integer(1) != 0;
}

void fill(Database& db, Event& e, std::optional<Instant> as_of) {
  const auto by = as_of.value_or(Instant::max()).time_since_epoch().count();
  e.documents = column(
      db, "SELECT DISTINCT d.name" + std::string(kReports) + " ORDER BY d.first_seen, d.name", e.id,
      by);
  for (auto& t : transitions_of(db, e.id)) e.transitions.push_back(std::move(t.transition));
  if (as_of) rewind(db, e, *as_of);
}

}  // namespace

std::vector<Event> list_events(Database& db, const EventFilter& filter) {
  std::string sql = "SELECT e.name FROM events e WHERE 1";
  for (const auto& c : conditions())
    if (c.applies(filter)) sql += std::string(" AND ") + c.sql;
  if (!filter.dismissed) sql += " AND e.dismissed = 0";
  if (!filter.weak) sql += " AND (e.weak = 0 OR e.confirmed = 1)";
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
    if (auto event = find_event(db, s.text(0), filter.as_of)) out.push_back(std::move(*event));
  return out;
}

std::optional<Event> find_event(Database& db, std::string_view id, std::optional<Instant> as_of) {
  auto stored = load_event(db, id);
  if (!stored || (as_of && stored->event.first_seen > as_of)) return std::nullopt;
  fill(db, stored->event, as_of);
  return std::move(stored->event);
}

std::vector<EventSource> event_sources(Database& db, std::string_view event) {
  auto s = db.prepare(
      "SELECT DISTINCT d.name, d.outlet, d.lang, d.tier FROM event_mentions em JOIN events e ON "
      "e.id = em.event "
      "JOIN mentions m ON m.id = em.mention JOIN documents d ON d.id = m.document WHERE e.name = ? "
      "ORDER BY CASE d.tier WHEN 'official' THEN 0 WHEN 'wire' THEN 1 WHEN 'press' THEN 2 ELSE 3 "
      "END, "
      "coalesce(d.published_at, d.first_seen), d.name");
  s.bind(1, event);
  std::vector<EventSource> out;
  while (s.step())
    out.push_back({s.text(0), s.text(1), s.text(2), parse_tier(s.text(3)).value_or(Tier::Press)});
  return out;
}

}  // namespace chokepoint
