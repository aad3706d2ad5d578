// The file of trees.
#pragma once

#include <iosfwd>
#include <string>

#include "models/core/result.h"
#include "models/engine/trees.h"

namespace chokepoint {

// Of each forest ":forest<tab>NAME", ":bias<tab>LOG ODDS", and of each tree, node by node in the
// order of TreeWeights, a line "NUMBER<tab>THRESHOLD MEAN" that asks, or ":leaf<tab>MEAN".
Result<Forests> load_forests(const std::string& path);
void write_forests(std::ostream& out, const Forests& forests);

}  // namespace chokepoint
