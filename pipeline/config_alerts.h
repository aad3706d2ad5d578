// Reads the sections of the configuration that say who is told what: [mail], [[subscription]],
// [[silence]].
#pragma once

#include <string>

#include "models/core/toml.h"
#include "pipeline/subscription.h"

namespace chokepoint {

// `file` is the configuration's own path: relative paths hang on its folder.
AlertConfig read_alerts(const TomlTable& root, const std::string& file);

}  // namespace chokepoint
