// Tells a page whose article is not there: paywalls, consent walls, bot checks, pages drawn by
// scripts alone.
#pragma once

#include <string_view>

#include "feeds/metadata.h"

namespace chokepoint {

bool is_stub(std::string_view text, const Metadata& metadata);

}  // namespace chokepoint
