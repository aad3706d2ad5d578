// Files that a command line names, opened for reading.
#pragma once

#include <fstream>
#include <string>

#include "models/core/result.h"
#include "tools/chokepoint/commands.h"

namespace chokepoint::cli {

bool is_folder(const std::string& path);
// A folder opens like a file and then reads as an empty one, so it is asked for first.
Result<std::ifstream> open_input(const std::string& path);
// The same; on failure complains and sets globals.status.
Result<std::ifstream> input_or_complain(const std::string& path, Globals& globals);

}  // namespace chokepoint::cli
