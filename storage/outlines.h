// Events in outline: the slots alone, as the linker compares many of them. One row read each,
// unlike the whole event of events.h.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "storage/reports.h"

namespace chokepoint {

class Database;

struct Outline {
  std::string event, type, actor, target;
  std::vector<std::string> items;                                  // sorted
  DayRange days;                                                   // link days of its mentions
  bool vague = false, lone = false, unsure = false, weak = false;  // as in StoredEvent
  bool background = false;
};

// By first linked day, whole kinds or types of them; an empty actor means any.
std::vector<Outline> outlines_of_type(Database& db, std::string_view type, std::string_view actor,
                                      DayRange days);
// Moves of `actor` on `target`, on all countries or on nobody named; an empty target means any, an
// empty type too.
std::vector<Outline> outlines_of_pair(Database& db, std::string_view type, std::string_view actor,
                                      std::string_view target, DayRange days);
// Those of a kind that are not vague, told by one article (`lone`) or by several.
std::vector<Outline> outlines_of_family(Database& db, std::string_view family, DayRange days,
                                        bool lone);

}  // namespace chokepoint
