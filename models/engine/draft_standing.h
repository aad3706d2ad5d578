// Where a draft stands in time: history or news, and how far it has come. Asked of trees (trees.h)
// over what its candidates say of it together, its day and its numbers (draft_numbers.h).
#pragma once

#include <string>
#include <vector>

#include "models/engine/assemble.h"

namespace chokepoint {

std::vector<std::string> standing_number_names(const Model& model);
// Of a draft that has its numbers.
std::vector<float> standing_numbers(const Scene& s, const Draft& d);

// Sets `background` and `stage` of a draft that has its numbers. Without trees they are those of
// the surest candidate and of all candidates' vote.
void settle_standing(const Scene& s, Draft& draft);

}  // namespace chokepoint
