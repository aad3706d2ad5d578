// What speaks for a draft and against it, as numbers, for the trees that score it (trees.h).
#pragma once

#include <string>
#include <vector>

#include "models/engine/assemble.h"

namespace chokepoint {

// The names of the numbers, in their order: those of every draft, and "group ..." of each group of
// types.
std::vector<std::string> draft_number_names(const Model& model);
// Gives each draft its numbers. `decided`: what the drafts were merged from, in any order.
void number_drafts(const Scene& s, const std::vector<Decided>& decided, std::vector<Draft>& drafts);

}  // namespace chokepoint
