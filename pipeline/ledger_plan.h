// Which runs must be linked anew. Inner part of ledger.cpp.
#pragma once

#include <map>
#include <set>

#include "pipeline/ledger.h"
#include "storage/decisions.h"

namespace chokepoint {

using RunPlan = std::map<Touched::Place, std::set<DayRange>>;

// The runs that hold a touched day, those whose bounds moved, and those a person tied to them.
// Stores the new bounds.
RunPlan plan_runs(Database& db, const Touched& touched, std::span<const Decision> decisions);

}  // namespace chokepoint
