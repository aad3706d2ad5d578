// Files that a user names, opened for reading.
#pragma once

#include <fstream>
#include <string>

#include "models/core/result.h"

namespace chokepoint {

bool is_folder(const std::string& path);
// A folder opens like a file and then reads as an empty one, so it is asked for first. Errors:
// Config for a folder, Permanent for what cannot be opened.
Result<std::ifstream> open_input(const std::string& path);

}  // namespace chokepoint
