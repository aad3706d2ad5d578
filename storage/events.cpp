#include "storage/events.h"

#include <algorithm>
#include <set>

#include <nlohmann/json.hpp>

#include "models/core/hash.h"
#include "models/core/json.h"
#include "storage/database.h"
#include "storage/instants.h"

namespace chokepoint {
namespace {

using nlohmann::ordered_json;

constexpr std::string_view kEventColumns =
    "SELECT id, name, type, stage, actor, target, date, effective, expires, act, responds_to, "
    "severity, first_seen, "
    "last_seen, origins, background, dismissed, confirmed, first_outlet, lead_seconds, family, "
    "party, first_day, "
    "last_day, vague, digest, answers, answers_type, answers_actor, answers_target, eases, weak, "
    "lone, eases_too "
    "FROM "
    "events ";

std::string text_of(const std::optional<PartialDate>& date) {
  return date ? date->string() : std::string();
}

std::vector<std::string> words(Database& db, const char* sql, std::int64_t row) {
  std::vector<std::string> out;
  auto s = db.prepare(sql);
  s.bind(1, row);
  while (s.step()) out.push_back(s.text(0));
  return out;
}

void read_event(const Statement& s, Event& e) {
  e.id = s.text(1);
  e.type = s.text(2);
  e.stage = parse_stage(s.text(3)).value_or(Stage::Announced);
  e.actor = s.text(4);
  e.target = s.text(5);
  e.date = PartialDate::parse(s.text(6));
  e.effective = PartialDate::parse(s.text(7));
  e.expires = PartialDate::parse(s.text(8));
  e.document = s.text(9);
  e.responds_to = s.text(10);
  e.severity = s.real(11);
  e.first_seen = instant(s.integer(12));
  e.last_seen = instant(s.integer(13));
  e.origins = static_cast<int>(s.integer(14));
  e.background = s.integer(15) != 0;
}

StoredEvent read_event_row(Database& db, const Statement& s) {
  StoredEvent out;
  read_event(s, out.event);
  out.dismissed = s.integer(16) != 0;
  out.confirmed = s.integer(17) != 0;
  out.first_outlet = s.text(18);
  if (!s.is_null(19)) out.lead_seconds = s.integer(19);
  out.family = s.text(20);
  out.party = s.text(21);
  out.days = {s.integer(22), s.integer(23)};
  out.vague = s.integer(24) != 0;
  out.digest = s.text(25);
  if (s.integer(26) != 0) out.answers = MoveRef{s.text(27), s.text(28), s.text(29)};
  out.eases = s.text(30);
  out.weak = s.integer(31) != 0;
  out.lone = s.integer(32) != 0;
  out.unsure = s.integer(32) == 2;
  out.eases_too = s.text(33);
  const auto row = s.integer(0);
  out.event.items = words(db, "SELECT item FROM event_items WHERE event = ? ORDER BY item", row);
  out.event.agencies =
      words(db, "SELECT agency FROM event_agencies WHERE event = ? ORDER BY agency", row);
  return out;
}

std::optional<std::int64_t> row_of(Database& db, std::string_view id) {
  auto s = db.prepare("SELECT id FROM events WHERE name = ?");
  if (!s.bind(1, id).step()) return std::nullopt;
  return s.integer(0);
}

std::vector<std::string> names(Statement& s) {
  std::vector<std::string> out;
  while (s.step()) out.push_back(s.text(0));
  return out;
}

void bind_event(Statement& s, const StoredEvent& stored) {
  const Event& e = stored.event;
  s.bind(1, e.type).bind(2, name_of(e.stage)).bind_known(3, e.actor).bind_known(4, e.target);
  s.bind_known(5, text_of(e.date))
      .bind_known(6, text_of(e.effective))
      .bind_known(7, text_of(e.expires));
  s.bind_known(8, e.document)
      .bind_known(9, e.responds_to)
      .bind(10, e.severity)
      .bind(11, seconds(e.first_seen).value_or(0));
  s.bind(12, seconds(e.last_seen).value_or(0))
      .bind(13, e.origins)
      .bind(14, e.background)
      .bind(15, stored.dismissed);
  s.bind(16, stored.confirmed).bind_known(17, stored.first_outlet).bind(18, stored.lead_seconds);
  s.bind(19, stored.family)
      .bind(20, stored.party)
      .bind(21, stored.days.first)
      .bind(22, stored.days.last);
  s.bind(23, stored.vague).bind(24, stored.digest).bind(25, stored.answers.has_value());
  const MoveRef ref = stored.answers.value_or(MoveRef{});
  s.bind_known(26, ref.type)
      .bind_known(27, ref.actor)
      .bind_known(28, ref.target)
      .bind_known(29, stored.eases);
  s.bind(30, stored.weak)
      .bind(31, stored.lone ? stored.unsure ? 2 : 1 : 0)
      .bind_known(32, stored.eases_too)
      .bind(33, e.id);
}

void save_parts(Database& db, std::int64_t row, const StoredEvent& stored) {
  db.prepare("DELETE FROM event_items WHERE event = ?").with(row).run();
  for (const auto& item : stored.event.items)
    db.prepare("INSERT INTO event_items(event, item) VALUES(?, ?)").with(row, item).run();
  db.prepare("DELETE FROM event_agencies WHERE event = ?").with(row).run();
  for (const auto& agency : stored.event.agencies)
    db.prepare("INSERT INTO event_agencies(event, agency) VALUES(?, ?)").with(row, agency).run();
  std::vector<std::int64_t> known;
  auto s = db.prepare("SELECT mention FROM event_mentions WHERE event = ? ORDER BY mention");
  s.bind(1, row);
  while (s.step()) known.push_back(s.integer(0));
  for (const auto mention : known)
    if (!std::ranges::binary_search(stored.mentions, mention))
      db.prepare("DELETE FROM event_mentions WHERE mention = ? AND event = ?")
          .with(mention, row)
          .run();
  for (const auto mention : stored.mentions)
    if (!std::ranges::binary_search(known, mention))
      db.prepare(
            "INSERT INTO event_mentions(mention, event, known) VALUES(?1, ?2, (SELECT now FROM "
            "ledger_clock)) ON CONFLICT(mention) DO UPDATE SET event = ?2, known = excluded.known")
          .with(mention, row)
          .run();
}

}  // namespace

std::string digest_of(const StoredEvent& stored) {
  auto json = to_json(stored.event);
  json.erase("transitions");
  json["more"] = {stored.family,    stored.party,        stored.days.first,
                  stored.days.last, stored.vague,        stored.lone,
                  stored.unsure,    stored.eases,        stored.eases_too,
                  stored.weak,      stored.first_outlet, stored.lead_seconds.value_or(-1),
                  stored.dismissed, stored.confirmed,    stored.mentions};
  const MoveRef ref = stored.answers.value_or(MoveRef{});
  json["answers"] = {stored.answers.has_value(), ref.type, ref.actor, ref.target};
  return sha256_hex(json_line(json), 16);
}

std::string current_id(Database& db, std::string_view id) {
  auto s = db.prepare(
      "SELECT name FROM event_aliases WHERE old = ?1 AND NOT EXISTS(SELECT 1 FROM events WHERE "
      "name = ?1)");
  return s.bind(1, id).step() ? s.text(0) : std::string(id);
}

std::optional<StoredEvent> load_event(Database& db, std::string_view id) {
  auto s = db.prepare(std::string(kEventColumns) + "WHERE name = ?");
  if (!s.bind(1, id).step()) {
    auto alias = db.prepare("SELECT name FROM event_aliases WHERE old = ?");
    if (!alias.bind(1, id).step()) return std::nullopt;
    s.reset();
    if (!s.bind(1, alias.text(0)).step()) return std::nullopt;
  }
  auto out = read_event_row(db, s);
  auto members = db.prepare("SELECT mention FROM event_mentions WHERE event = ? ORDER BY mention");
  members.bind(1, s.integer(0));
  while (members.step()) out.mentions.push_back(members.integer(0));
  return out;
}

std::string event_of_mention(Database& db, std::int64_t mention) {
  auto s = db.prepare(
      "SELECT e.name FROM event_mentions m JOIN events e ON e.id = m.event WHERE m.mention = ?");
  return s.bind(1, mention).step() ? s.text(0) : std::string();
}

std::int64_t event_row_of_mention(Database& db, std::int64_t mention) {
  auto s = db.prepare("SELECT event FROM event_mentions WHERE mention = ?");
  return s.bind(1, mention).step() ? s.integer(0) : 0;
}

std::string event_of_row(Database& db, std::int64_t row) {
  auto s = db.prepare("SELECT name FROM events WHERE id = ?");
  return s.bind(1, row).step() ? s.text(0) : std::string();
}

std::vector<std::string> events_of_mentions(Database& db, std::span<const std::int64_t> mentions) {
  std::vector<std::string> out;
  for (const auto mention : mentions)
    if (auto name = event_of_mention(db, mention); !name.empty()) out.push_back(std::move(name));
  std::ranges::sort(out);
  out.erase(std::unique(out.begin(), out.end()), out.end());
  return out;
}

std::vector<std::string> events_answering(Database& db, std::string_view actor, DayRange days) {
  auto s = db.prepare(
      "SELECT name FROM events WHERE answers = 1 AND answers_actor = ?1 AND first_day BETWEEN ?2 "
      "AND ?3 UNION ALL SELECT name FROM events WHERE answers = 1 AND answers_actor IS NULL AND "
      "target = ?1 AND first_day BETWEEN ?2 AND ?3");
  s.with(actor, days.first, days.last);
  return names(s);
}

std::vector<std::string> events_easing(Database& db, std::string_view event) {
  auto s = db.prepare(
      "SELECT name FROM events WHERE eases = ?1 OR eases_too = ?1 UNION SELECT easing FROM easings "
      "WHERE measure = ?1 ORDER BY 1");
  s.bind(1, event);
  return names(s);
}

void set_also_eased(Database& db, std::string_view easing, std::span<const std::string> measures) {
  db.prepare("DELETE FROM easings WHERE easing = ?").with(easing).run();
  for (const auto& measure : measures)
    db.prepare("INSERT INTO easings(easing, measure) VALUES(?, ?)").with(easing, measure).run();
}

std::vector<std::string> measures_eased(Database& db, const StoredEvent& easing) {
  auto s = db.prepare("SELECT measure FROM easings WHERE easing = ? ORDER BY measure");
  s.bind(1, easing.event.id);
  auto out = names(s);
  for (const auto& measure : {easing.eases, easing.eases_too})
    if (!measure.empty()) out.push_back(measure);
  return out;
}

std::vector<std::string> events_tied_to(Database& db, std::string_view event) {
  auto s = db.prepare(
      "SELECT name FROM events WHERE responds_to = ?1 OR eases = ?1 OR eases_too = ?1 UNION SELECT "
      "easing FROM easings WHERE measure = ?1");
  s.bind(1, event);
  return names(s);
}

std::vector<ToldBeside> events_beside(Database& db, std::span<const std::int64_t> mentions) {
  std::set<std::int64_t> documents;
  for (const auto mention : mentions) {
    auto s = db.prepare("SELECT document FROM mentions WHERE id = ?");
    if (s.bind(1, mention).step()) documents.insert(s.integer(0));
  }
  std::map<std::string, ToldBeside> out;
  for (const auto document : documents) {
    auto s = db.prepare(
        "SELECT DISTINCT e.name, e.type FROM mentions m JOIN event_mentions em ON em.mention = "
        "m.id JOIN events e ON e.id = em.event WHERE m.document = ? AND m.current = 1");
    s.bind(1, document);
    while (s.step()) {
      auto& beside = out[s.text(0)];
      beside = {s.text(0), s.text(1), beside.documents + 1};
    }
  }
  std::vector<ToldBeside> list;
  list.reserve(out.size());
  for (auto& [name, beside] : out) list.push_back(std::move(beside));
  return list;
}

void save_event(Database& db, const StoredEvent& stored) {
  constexpr std::string_view kUpdate =
      "UPDATE events SET type=?, stage=?, actor=?, target=?, date=?, effective=?, expires=?, "
      "act=?, responds_to=?, "
      "severity=?, first_seen=?, last_seen=?, origins=?, background=?, dismissed=?, confirmed=?, "
      "first_outlet=?, "
      "lead_seconds=?, family=?, party=?, first_day=?, last_day=?, vague=?, digest=?, answers=?, "
      "answers_type=?, "
      "answers_actor=?, answers_target=?, eases=?, weak=?, lone=?, eases_too=? WHERE name=?";
  constexpr std::string_view kInsert =
      "INSERT INTO events(type, stage, actor, target, date, effective, expires, act, responds_to, "
      "severity, first_seen, "
      "last_seen, origins, background, dismissed, confirmed, first_outlet, lead_seconds, family, "
      "party, first_day, "
      "last_day, vague, digest, answers, answers_type, answers_actor, answers_target, eases, weak, "
      "lone, eases_too, name, id) "
      "VALUES(?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?33,"
      // History knows events by their row: it stays theirs and is nobody else's.
      "coalesce((SELECT id FROM event_history WHERE name = ?33), 1 + max((SELECT coalesce(max(id), "
      "0) FROM events), (SELECT coalesce(max(id), 0) FROM event_history))))";
  auto row = row_of(db, stored.event.id);
  auto s = db.prepare(row ? kUpdate : kInsert);
  bind_event(s, stored);
  s.run();
  save_parts(db, row ? *row : *row_of(db, stored.event.id), stored);
  db.prepare("DELETE FROM event_aliases WHERE old = ?").with(stored.event.id).run();
}

void remove_event(Database& db, std::string_view id, std::string_view heir) {
  db.prepare("DELETE FROM easings WHERE easing = ?1 OR measure = ?1").with(id).run();
  db.prepare("DELETE FROM events WHERE name = ?").with(id).run();
  if (heir.empty()) {
    db.prepare("UPDATE transitions SET current = 0 WHERE event = ?").with(id).run();
    return;
  }
  db.prepare("UPDATE event_aliases SET name = ? WHERE name = ?").with(heir, id).run();
  db.prepare(
        "INSERT INTO event_aliases(old, name, known) VALUES(?, ?, (SELECT now FROM ledger_clock)) "
        "ON CONFLICT(old) DO UPDATE SET name = excluded.name")
      .with(id, heir)
      .run();
  db.prepare("UPDATE transitions SET event = ?, current = 0 WHERE event = ?").with(heir, id).run();
}

}  // namespace chokepoint
