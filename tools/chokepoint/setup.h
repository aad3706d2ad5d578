// What most commands begin with: the configuration and the store, or one clear line and an exit
// status.
#pragma once

#include <optional>
#include <string>

#include "pipeline/config.h"
#include "storage/database.h"
#include "tools/chokepoint/commands.h"

namespace chokepoint {
class Model;
}

namespace chokepoint::cli {

// --config, else ./chokepoint.toml.
std::string config_file(const Globals& globals);

// The configuration, its overlays put before those of --models. On failure prints every problem,
// sets globals.status and answers nothing.
std::optional<Config> config_or_complain(Globals& globals);
// The same, for commands that need no configuration: the defaults where none is named and none
// there.
std::optional<Config> config_or_default(Globals& globals);
std::optional<Database> store_or_complain(Globals& globals, const Config& config,
                                          OpenMode mode = OpenMode::Write);

// The store where there may be no configuration: that of config_file, else the default one.
std::optional<Database> open_store(Globals& globals, OpenMode mode);

// The machine's clock, or one that stands still at `now` (RFC 3339), so that a run can be repeated
// to the second.
std::optional<Clock> clock_or_complain(const std::string& now, Globals& globals);

// A line of warning for each name that a subscription or a silence asks for in vain.
void warn_of_unknown_names(const Config& config, const Model& model);

// "chokepoint: LINE" on standard error, once for each line of `lines`.
void complain(const std::string& lines);

}  // namespace chokepoint::cli
