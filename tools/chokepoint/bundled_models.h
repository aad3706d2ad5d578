// Where the bundled models/ folder lies: CHOKEPOINT_MODELS, the source tree this binary was built
// in, or the installation. Overlays given with --models are the caller's to add.
#pragma once

#include <string>

namespace chokepoint::cli {

std::string bundled_models();

}  // namespace chokepoint::cli
