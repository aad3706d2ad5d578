#include "storage/pairs.h"

#include <algorithm>
#include <cmath>
#include <map>

#include "storage/database.h"
#include "storage/hindsight.h"

namespace chokepoint {
namespace {

double decayed(double level, std::int64_t days) {
  return level * std::exp2(-static_cast<double>(days) / kPairHalfLife);
}

// The series from `from` on; what lies before stands.
void rebuild(Database& db, const Pair& pair, std::int64_t from) {
  PairLevel at;
  auto before = db.prepare(
      "SELECT day, level FROM pair_levels WHERE actor = ? AND target = ? AND day < ? ORDER BY day "
      "DESC LIMIT 1");
  before.with(pair.actor, pair.target, from);
  if (before.step()) at = {before.integer(0), before.real(1)};
  db.prepare("DELETE FROM pair_levels WHERE actor = ? AND target = ? AND day >= ?")
      .with(pair.actor, pair.target, from)
      .run();
  auto days = db.prepare(
      "SELECT day, sum(weight) FROM pair_weights WHERE actor = ? AND target = ? AND day >= ? GROUP "
      "BY day ORDER BY day");
  days.with(pair.actor, pair.target, from);
  while (days.step()) {
    const auto day = days.integer(0);
    at = {day, std::max(0.0, decayed(at.level, day - at.day) + days.real(1))};
    db.prepare("INSERT INTO pair_levels(actor, target, day, level) VALUES(?, ?, ?, ?)")
        .with(pair.actor, pair.target, at.day, at.level)
        .run();
  }
}

}  // namespace

void save_pair_weights(Database& db, std::string_view event, const Pair& pair,
                       std::span<const PairWeight> weights) {
  std::map<std::pair<std::string, std::string>, std::int64_t> changed;  // pair -> first day
  const auto touch = [&](const std::string& actor, const std::string& target, std::int64_t day) {
    const auto [at, added] = changed.emplace(std::pair(actor, target), day);
    if (!added) at->second = std::min(at->second, day);
  };
  std::map<std::string, std::tuple<std::string, std::string, std::int64_t, double>> before;
  auto old =
      db.prepare("SELECT transition, actor, target, day, weight FROM pair_weights WHERE event = ?");
  old.bind(1, event);
  while (old.step()) before[old.text(0)] = {old.text(1), old.text(2), old.integer(3), old.real(4)};
  for (const auto& w : weights) {
    if (pair.actor.empty() || pair.target.empty()) break;
    const auto known = before.find(w.transition);
    const std::tuple now(pair.actor, pair.target, w.day, w.weight);
    if (known != before.end() && known->second == now) {
      before.erase(known);
      continue;
    }
    db.prepare(
          "INSERT INTO pair_weights(transition, event, actor, target, day, weight, known) "
          "VALUES(?1, ?2, ?3, ?4, ?5, ?6, (SELECT now FROM ledger_clock)) ON CONFLICT(transition) "
          "DO UPDATE SET event = ?2, actor = ?3, target = ?4, day = ?5, weight = ?6, known = "
          "excluded.known")
        .with(w.transition, event, pair.actor, pair.target, w.day, w.weight)
        .run();
    touch(pair.actor, pair.target, w.day);
    if (known == before.end()) continue;
    touch(std::get<0>(known->second), std::get<1>(known->second), std::get<2>(known->second));
    before.erase(known);
  }
  for (const auto& [transition, was] : before) {
    db.prepare("DELETE FROM pair_weights WHERE transition = ?").with(transition).run();
    touch(std::get<0>(was), std::get<1>(was), std::get<2>(was));
  }
  for (const auto& [parties, day] : changed) rebuild(db, {parties.first, parties.second}, day);
}

double pair_level(Database& db, const Pair& pair, std::int64_t day) {
  auto s = db.prepare(
      "SELECT day, level FROM pair_levels WHERE actor = ? AND target = ? AND day <= ? ORDER BY day "
      "DESC LIMIT 1");
  s.with(pair.actor, pair.target, day);
  return s.step() ? decayed(s.real(1), day - s.integer(0)) : 0;
}

std::vector<PairLevel> pair_series(Database& db, const Pair& pair) {
  auto s =
      db.prepare("SELECT day, level FROM pair_levels WHERE actor = ? AND target = ? ORDER BY day");
  s.with(pair.actor, pair.target);
  std::vector<PairLevel> out;
  while (s.step()) out.push_back({s.integer(0), s.real(1)});
  return out;
}

std::vector<PairWeight> pair_weights(Database& db, const Pair& pair, std::optional<Instant> as_of) {
  const Hindsight then(db, as_of);
  auto s = db.prepare(
      "SELECT transition, event, day, weight FROM pair_weights WHERE actor = ? AND target = ? "
      "ORDER BY day, transition");
  s.with(pair.actor, pair.target);
  std::vector<PairWeight> out;
  while (s.step()) out.push_back({s.text(0), s.text(1), s.integer(2), s.real(3)});
  return out;
}

std::vector<PairLevel> levels_of(std::span<const PairWeight> weights) {
  std::vector<PairLevel> out;
  for (std::size_t i = 0; i < weights.size();) {
    const auto day = weights[i].day;
    double sum = 0;
    for (; i < weights.size() && weights[i].day == day; ++i) sum += weights[i].weight;
    const double before = out.empty() ? 0 : decayed(out.back().level, day - out.back().day);
    out.push_back({day, std::max(0.0, before + sum)});
  }
  return out;
}

double level_after(std::span<const PairLevel> series, std::int64_t day) {
  const auto next = std::ranges::upper_bound(series, day, {}, &PairLevel::day);
  if (next == series.begin()) return 0;
  const auto& last = *std::prev(next);
  return decayed(last.level, day - last.day);
}

std::vector<Pair> known_pairs(Database& db, std::optional<Instant> as_of) {
  const Hindsight then(db, as_of);
  auto s = db.prepare("SELECT DISTINCT actor, target FROM pair_weights ORDER BY actor, target");
  std::vector<Pair> out;
  while (s.step()) out.push_back({s.text(0), s.text(1)});
  return out;
}

}  // namespace chokepoint
