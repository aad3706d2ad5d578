// The ledger of country pairs: how high the tension of one country's moves on another stands. Every
// told change of an event weighs on its day; weights halve every thirty days; easings weigh down,
// never below zero.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "models/core/time.h"

namespace chokepoint {

class Database;

inline constexpr double kPairHalfLife = 30;  // days

struct PairWeight {
  std::string transition, event;  // ids
  std::int64_t day = 0;           // since 1970-01-01
  double weight = 0;
};

struct PairLevel {
  std::int64_t day = 0;
  double level = 0;  // at the end of that day
};

struct Pair {
  std::string actor, target;
};

// Makes `weights` the weights of the event, on the pair given, and brings the stored series up to
// date.
void save_pair_weights(Database& db, std::string_view event, const Pair& pair,
                       std::span<const PairWeight> weights);

// The level on a day, decayed from the last stored one on or before it.
double pair_level(Database& db, const Pair& pair, std::int64_t day);
std::vector<PairLevel> pair_series(Database& db, const Pair& pair);
// What weighs on the pair, by day; or did, as it was known then.
std::vector<PairWeight> pair_weights(Database& db, const Pair& pair,
                                     std::optional<Instant> as_of = {});
// The series that weights, in the order of their days, make; and its level on a day.
std::vector<PairLevel> levels_of(std::span<const PairWeight> weights);
double level_after(std::span<const PairLevel> series, std::int64_t day);
std::vector<Pair> known_pairs(Database& db, std::optional<Instant> as_of = {});

}  // namespace chokepoint
