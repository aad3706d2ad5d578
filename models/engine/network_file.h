// The file of a network.
#pragma once

#include <iosfwd>
#include <string>

#include "models/core/result.h"
#include "models/engine/network.h"

namespace chokepoint {

// A line "FEATURE<tab>PULLS" for each feature, a printable character a unit, 'O' for none, each
// further one a step of 1 / kUnitSteps; ":units<tab>NUMBERS", what they begin with, and
// ":OUTPUT<tab>NUMBERS", its bias and how much each unit speaks for it. The names of the features
// are not kept.
Result<NetworkWeights> load_network(const std::string& path);
// `weights` have their names.
void write_network(std::ostream& out, const NetworkWeights& weights);

}  // namespace chokepoint
