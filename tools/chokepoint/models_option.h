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
// The --model-cache folder, else the service's, else the user's; empty: nothing is kept.
std::string model_cache_folder(const Globals& globals);
// Loads them, or takes what is kept of an earlier loading; on failure prints every problem on
// standard error, sets globals.status and answers null.
std::shared_ptr<const Model> model_or_complain(Globals& globals);
// The same, always from the data folders themselves.
std::shared_ptr<const Model> checked_model_or_complain(Globals& globals);

}  // namespace chokepoint::cli
