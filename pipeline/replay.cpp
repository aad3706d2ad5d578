#include "pipeline/replay.h"

#include <algorithm>
#include <map>

#include <nlohmann/json.hpp>

#include "models/core/json.h"
#include "pipeline/link.h"
#include "pipeline/reading.h"
#include "storage/database.h"
#include "storage/hindsight.h"
#include "storage/mentions.h"

namespace chokepoint {
namespace {

using Lines =
    std::multimap<std::string, std::string>;  // what it is called -> all that is said of it

std::string party_or_none(const std::string& s) {
  return s.empty() ? "?" : s;
}

std::string name_of_move(const Mention& m) {
  return m.type + " " + party_or_none(m.actor) + " -> " + party_or_none(m.target);
}

Lines said_by(const std::string& document, std::span<const Mention> mentions) {
  Lines out;
  for (const auto& m : mentions) {
    if (m.faint) continue;
    auto json = to_json(m);
    json.erase("score");
    out.emplace(document + ": " + name_of_move(m), json_line(json));
  }
  return out;
}

void compare(const Lines& before, const Lines& after, Difference& out) {
  std::set<std::string> names;
  for (const auto& [name, said] : before) names.insert(name);
  for (const auto& [name, said] : after) names.insert(name);
  for (const auto& name : names) {
    const auto was = before.count(name), is = after.count(name);
    for (auto i = std::min(was, is); i < is; ++i) ++out.gained, out.lines.push_back("+ " + name);
    for (auto i = std::min(was, is); i < was; ++i) ++out.lost, out.lines.push_back("- " + name);
    if (was != is) continue;
    const auto [a, a_end] = before.equal_range(name);
    const auto [b, b_end] = after.equal_range(name);
    if (!std::equal(a, a_end, b, b_end)) ++out.changed, out.lines.push_back("~ " + name);
  }
}

Lines rows(Database& db, const char* sql) {
  Lines out;
  auto s = db.prepare(sql);
  while (s.step()) out.emplace(s.text(0), s.text(1));
  return out;
}

Lines events(Database& db) {
  return rows(db,
              "SELECT name || ' ' || type || ' ' || coalesce(actor,'?') || ' -> ' || "
              "coalesce(target,'?'), stage || ' ' || "
              "coalesce(date,'') || ' ' || (SELECT count(*) FROM event_mentions m WHERE m.event = "
              "e.id) FROM events e");
}

Lines alerts(Database& db) {
  return rows(db,
              "SELECT event || ' ' || kind || ' ' || stage, added FROM transitions WHERE current = "
              "1 AND alertable = 1");
}

bool same_reading(const std::vector<StoredMention>& before, std::span<const Mention> after,
                  const LinkKnowledge& knowledge, Day published) {
  const auto same = [&](const StoredMention& was, const Mention& m) {
    const auto p = partition_of(knowledge, m, published);
    return to_json(m) == to_json(was.mention) && p.family == was.where.family &&
           p.vague == was.where.vague && m.faint == was.mention.faint && p.day == was.where.day;
  };
  // Numbers are kept from reading to reading, so the order may be another.
  std::vector<bool> found(before.size(), false);
  return before.size() == after.size() && std::ranges::all_of(after, [&](const Mention& m) {
           for (std::size_t i = 0; i < before.size(); ++i)
             if (!found[i] && same(before[i], m)) return found[i] = true, true;
           return false;
         });
}

}  // namespace

Replayed replay(Database& db, const Model& model, std::optional<Day> since, bool apply,
                const TransitionHook& hook, Instant now) {
  Replayed out;
  const auto knowledge = link_knowledge(model);
  Transaction transaction(db);
  const auto events_before = events(db), alerts_before = alerts(db);
  Touched touched;
  for (const auto row : document_rows(db, since)) {
    const auto document = read_stored_document(db, row);
    if (document->text.empty()) {
      ++out.pruned;
      continue;
    }
    ++out.documents;
    const auto before = mentions_of(db, row);
    const auto published = told_on(*document, Instant{});
    const auto after = canonical_reading(knowledge, read_document(model, *document), published);
    if (same_reading(before, after, knowledge, published)) continue;
    std::vector<Mention> said;
    for (const auto& b : before) said.push_back(b.mention);
    compare(said_by(document->id, said), said_by(document->id, after), out.mentions);
    store_reading(db, knowledge, model_version(model),
                  {row, Stored::Changed, stored_version(db, row)}, published, after, touched);
  }
  note_replay(db, now);
  const auto fresh = update_ledger(db, knowledge, touched);
  compare(events_before, events(db), out.events);
  compare(alerts_before, alerts(db), out.alerts);
  if (!apply) return out;
  call_hook(db, fresh, hook);
  transaction.commit();
  return out;
}

}  // namespace chokepoint
