#include "storage/event_list.h"

#include <algorithm>
#include <array>

#include "storage/database.h"
#include "storage/events.h"

namespace chokepoint {
namespace {

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

// Whether the event, wound back, has what was asked for.
bool was_so(const Event& e, const Question& question) {
  const auto among = [&](std::string_view name, std::string_view value) {
    const auto* asked = question.find(name);
    return asked == nullptr || std::ranges::find(asked->values, value) != asked->values.end();
  };
  const auto* items = question.find("item");
  return among("stage", name_of(e.stage)) && among("actor", e.actor) && among("target", e.target) &&
         (items == nullptr || std::ranges::any_of(items->values, [&](const std::string& item) {
            return std::ranges::find(e.items, item) != e.items.end();
          }));
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

std::optional<Instant> as_of_instant(const Question& question) {
  const auto* asked = question.find("as-of");
  return asked == nullptr ? std::nullopt : moment_of(*asked);
}

std::vector<Event> ask_events(Database& db, const Question& question) {
  const auto as_of = as_of_instant(question);
  // What an event was in the past is known once it is wound back: those filters come after.
  constexpr std::array<std::string_view, 1> kLater{"stage"};
  const auto given = as_of ? conditions_of(db, question, kLater) : conditions_of(db, question);
  auto s = db.prepare("SELECT e.name FROM events e WHERE 1" + given.sql + shown_of(question) +
                      order_of(question) + " LIMIT ? OFFSET ?");
  const int index = bind_all(s, given.bound);
  s.bind(index + 1, as_of ? -1 : question.limit).bind(index + 2, as_of ? 0 : question.offset);
  std::vector<Event> out;
  auto skip = as_of ? question.offset : 0;
  while (s.step()) {
    if (question.limit >= 0 && std::ssize(out) >= question.limit) break;
    auto event = find_event(db, s.text(0), as_of);
    if (!event || (as_of && (!was_so(*event, question) || skip-- > 0))) continue;
    out.push_back(std::move(*event));
  }
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
