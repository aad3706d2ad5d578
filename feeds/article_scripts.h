// The last resort: pages drawn by scripts alone carry their paragraphs as HTML inside the scripts'
// data.
#pragma once

#include <string>

#include "feeds/html.h"

namespace chokepoint {

// The paragraphs found there, one a line; empty where there are none.
std::string text_in_scripts(const Html& page);

}  // namespace chokepoint
