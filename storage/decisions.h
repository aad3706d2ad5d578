// What a person decided about events. Kept by mentions ("document#ordinal"), so that a decision
// outlives event ids, later runs and replays.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "models/core/time.h"

namespace chokepoint {

class Database;

enum class Ruling { Merge, Split, Dismiss, Confirm };
std::string_view name_of(Ruling ruling);

struct Decision {
  std::int64_t row = 0;
  Ruling ruling = Ruling::Confirm;
  Instant made{};
  std::string why;
  std::vector<std::string> events;   // ids as they were then
  std::vector<std::string> anchors;  // Merge: one mention of each event; Split: those that leave;
                                     // else all, its founder first
};

void save_decision(Database& db, const Decision& decision);
std::vector<Decision> active_decisions(Database& db);  // in the order they were made

}  // namespace chokepoint
