#include <algorithm>
#include <set>

#include <nlohmann/json.hpp>

#include "models/core/json.h"
#include "storage/database.h"
#include "storage/events.h"

namespace chokepoint {
namespace {

std::string json_of(const auto& list) {
  return json_line(nlohmann::ordered_json(list));
}

constexpr const char* kTransitionSelect =
    "SELECT name, event, kind, stage, severity, date, published, at, alertable, added, documents, "
    "mentions FROM transitions ";

StoredTransition read_transition_row(const Statement& s) {
  StoredTransition out;
  Transition& t = out.transition;
  t.id = s.text(0);
  t.event = s.text(1);
  t.change = parse_change(s.text(2)).value_or(Change::FirstSeen);
  t.stage = parse_stage(s.text(3)).value_or(Stage::Announced);
  t.severity = s.real(4);
  t.date = PartialDate::parse(s.text(5));
  t.published = parse_day(s.text(6));
  t.at = Instant{std::chrono::seconds{s.integer(7)}};
  t.alertable = s.integer(8) != 0;
  t.added = nlohmann::json::parse(s.text(9)).get<std::vector<std::string>>();
  t.documents = nlohmann::json::parse(s.text(10)).get<std::vector<std::string>>();
  out.mentions = nlohmann::json::parse(s.text(11)).get<std::vector<std::int64_t>>();
  return out;
}

// A change of the same kind to the same stage was told of this event before, under whatever id.
bool told_before(Database& db, const Transition& t) {
  auto s = db.prepare(
      "SELECT 1 FROM transitions WHERE event = ? AND kind = ? AND stage = ? AND added = ? AND "
      "current = 0 AND alertable = 1");
  return s.with(t.event, name_of(t.change), name_of(t.stage), json_of(t.added)).step();
}

void insert(Database& db, const StoredTransition& stored) {
  const Transition& t = stored.transition;
  auto s = db.prepare(
      "INSERT INTO transitions(name, event, kind, stage, severity, date, published, at, alertable, "
      "added, documents, "
      "mentions) VALUES(?,?,?,?,?,?,?,?,?,?,?,?)");
  s.bind(1, t.id)
      .bind(2, t.event)
      .bind(3, name_of(t.change))
      .bind(4, name_of(t.stage))
      .bind(5, t.severity);
  s.bind_known(6, t.date ? t.date->string() : "")
      .bind_known(7, t.published ? format_day(*t.published) : "");
  s.bind(8, t.at ? std::int64_t{t.at->time_since_epoch().count()} : 0).bind(9, t.alertable);
  s.bind(10, json_of(t.added)).bind(11, json_of(t.documents)).bind(12, json_of(stored.mentions));
  s.run();
}

// What a change is never alters, unless history is told anew (history.h); which documents tell it,
// and the first of them, is filled in as they arrive.
void refresh(Database& db, const StoredTransition& stored) {
  const Transition& t = stored.transition;
  auto s = db.prepare(
      "UPDATE transitions SET current = 1, event = ?2, date = ?3, published = ?4, at = ?5, "
      "documents = ?6, mentions = ?7, severity = iif(severity < 0, ?8, severity) WHERE name = ?1");
  s.bind(1, t.id).bind(2, t.event).bind_known(3, t.date ? t.date->string() : "");
  s.bind_known(4, t.published ? format_day(*t.published) : "");
  s.bind(5, t.at ? std::int64_t{t.at->time_since_epoch().count()} : 0);
  s.bind(6, json_of(t.documents)).bind(7, json_of(stored.mentions)).bind(8, t.severity);
  s.run();
}

}  // namespace

std::optional<Transition> find_transition(Database& db, std::string_view id) {
  auto s = db.prepare(std::string(kTransitionSelect) + "WHERE name = ?");
  if (!s.bind(1, id).step()) return std::nullopt;
  return read_transition_row(s).transition;
}

std::vector<StoredTransition> transitions_of(Database& db, std::string_view event,
                                             bool also_retracted) {
  auto s = db.prepare(std::string(kTransitionSelect) +
                      "WHERE event = ? AND (current = 1 OR ?) ORDER BY published, kind "
                      "!= 'first_seen', at, kind, name");
  s.with(event, also_retracted);
  std::vector<StoredTransition> out;
  while (s.step()) out.push_back(read_transition_row(s));
  return out;
}

std::vector<Transition> save_transitions(Database& db, std::string_view event,
                                         std::span<const StoredTransition> told) {
  const auto known = transitions_of(db, event, true);
  std::set<std::string> still;
  for (const auto& t : told) still.insert(t.transition.id);
  for (const auto& old : known)
    if (!still.contains(old.transition.id))
      db.prepare("UPDATE transitions SET current = 0 WHERE name = ?").with(old.transition.id).run();
  std::vector<Transition> fresh;
  for (auto t : told) {
    auto exists = db.prepare("SELECT 1 FROM transitions WHERE name = ?");
    if (exists.bind(1, t.transition.id).step()) {
      refresh(db, t);
      continue;
    }
    if (told_before(db, t.transition)) t.transition.alertable = false;
    insert(db, t);
    fresh.push_back(std::move(t.transition));
  }
  return fresh;
}

}  // namespace chokepoint
