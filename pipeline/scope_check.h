// Names in a configuration that the model does not have: what asks for them is told nothing.
#pragma once

#include <vector>

#include "models/core/result.h"
#include "pipeline/config.h"

namespace chokepoint {

class Model;

// One for each name, with the file, whose scope and which key it is; in the order of the file.
std::vector<Error> unknown_names(const Config& config, const Model& model);

}  // namespace chokepoint
