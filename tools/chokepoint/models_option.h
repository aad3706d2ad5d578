// Finds and loads the model a command works with.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "models/engine/coder.h"
#include "tools/chokepoint/commands.h"

namespace chokepoint::cli {

// The bundled data folder: $CHOKEPOINT_MODELS, else the source tree's (in a build tree), else the
// installed one.
std::string bundled_models();
// The bundled folder with the --models overlays laid over it, in order.
std::vector<std::string> model_folders(const Globals& globals);
// Loads them; on failure prints every problem on standard error, sets globals.status and answers
// null.
std::shared_ptr<const Model> model_or_complain(Globals& globals);

}  // namespace chokepoint::cli
