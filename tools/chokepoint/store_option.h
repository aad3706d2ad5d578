// Finds and opens the store a command works with.
#pragma once

#include <optional>
#include <string>

#include "storage/database.h"
#include "tools/chokepoint/commands.h"

namespace chokepoint::cli {

// --config, else ./chokepoint.toml where there is one, else the defaults.
std::optional<std::string> store_path(Globals& globals);
// Opens it; on failure prints one line, sets globals.status and answers nothing.
std::optional<Database> open_store(Globals& globals, OpenMode mode);

}  // namespace chokepoint::cli
