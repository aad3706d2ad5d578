#include "storage/event_list.h"

#include "storage/database.h"
#include "storage/events.h"
#include "storage/hindsight.h"

namespace chokepoint {
namespace {

// The articles behind an event, in the order they came. Plain joins without DISTINCT or ORDER BY:
// of a view of the past (hindsight.h) SQLite then asks each half by its index.
std::vector<std::string> articles_of(Database& db, const std::string& event) {
  auto row = db.prepare("SELECT id FROM events WHERE name = ?");
  if (!row.bind(1, event).step()) return {};
  auto s = db.prepare(
      "SELECT d.first_seen, d.name FROM event_mentions em JOIN mentions m ON m.id = em.mention "
      "JOIN documents d ON d.id = m.document WHERE em.event = ?");
  s.bind(1, row.integer(0));
  std::set<std::pair<std::int64_t, std::string>> found;
  while (s.step()) found.emplace(s.integer(0), s.text(1));
  std::vector<std::string> out;
  for (const auto& [seen, name] : found) out.push_back(name);
  return out;
}

void fill(Database& db, Event& e) {
  e.documents = articles_of(db, e.id);
  for (auto& t : transitions_of(db, e.id)) e.transitions.push_back(std::move(t.transition));
}

}  // namespace

std::vector<Event> ask_events(Database& db, const Question& question) {
  const auto as_of = as_of_instant(question);
  const Hindsight then(db, as_of);
  const auto given = conditions_of(db, question);
  const auto kept = " WHERE 1" + given.sql + shown_of(question);
  // What is asked of the past is found first and put in order then, see articles_of.
  auto s = db.prepare((as_of ? "WITH found AS MATERIALIZED (SELECT e.* FROM events e" + kept +
                                   ") SELECT e.name FROM found e"
                             : "SELECT e.name FROM events e" + kept) +
                      order_of(question) + " LIMIT ? OFFSET ?");
  const int index = bind_all(s, given.bound);
  s.bind(index + 1, question.limit).bind(index + 2, question.offset);
  std::vector<Event> out;
  while (s.step())
    if (auto event = find_event(db, s.text(0), as_of)) out.push_back(*std::move(event));
  return out;
}

std::vector<Event> list_events(Database& db, const EventFilter& f) {
  Question q;
  const auto add = [&q](std::string_view name, const std::string& value) {
    if (value.empty()) return;
    if (auto asked = ask(q, name, {value}); !asked) throw StorageError(asked.error().line());
  };
  add("type", f.type);
  add("actor", f.actor);
  add("target", f.target);
  add("item", f.item);
  add("agency", f.agency);
  add("stage", f.stage);
  add("since", f.since ? format_day(*f.since) : "");
  add("until", f.until ? format_day(*f.until) : "");
  add("min-severity", f.min_severity ? std::to_string(*f.min_severity) : "");
  add("background", f.background ? (*f.background ? "yes" : "no") : "");
  add("as-of", f.as_of ? format_rfc3339(*f.as_of) : "");
  q.dismissed = f.dismissed;
  q.weak = f.weak;
  q.limit = f.limit;
  return ask_events(db, q);
}

std::optional<Event> find_event(Database& db, std::string_view id, std::optional<Instant> as_of) {
  const Hindsight then(db, as_of);
  auto stored = load_event(db, id);
  if (!stored) return std::nullopt;
  fill(db, stored->event);
  return std::move(stored->event);
}

std::set<std::string> dismissed_events(Database& db, std::optional<Instant> as_of) {
  const Hindsight then(db, as_of);
  auto s = db.prepare("SELECT name FROM events WHERE dismissed = 1");
  std::set<std::string> out;
  while (s.step()) out.insert(s.text(0));
  return out;
}

std::vector<EventSource> event_sources(Database& db, std::string_view event,
                                       std::optional<Instant> as_of) {
  const Hindsight then(db, as_of);
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
