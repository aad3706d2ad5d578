// The parts of `chokepoint feeds`, one file each.
#pragma once

#include "tools/chokepoint/commands.h"

namespace chokepoint::cli {

void add_feeds_add(CLI::App& feeds, Globals& globals);
void add_feeds_check(CLI::App& feeds, Globals& globals);

}  // namespace chokepoint::cli
