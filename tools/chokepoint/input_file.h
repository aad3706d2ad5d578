// Files that a command line names, opened for reading.
#pragma once

#include <fstream>
#include <string>

#include "models/core/input_file.h"
#include "models/core/result.h"
#include "tools/chokepoint/commands.h"

namespace chokepoint::cli {

// As open_input; on failure complains and sets globals.status.
Result<std::ifstream> input_or_complain(const std::string& path, Globals& globals);

}  // namespace chokepoint::cli
