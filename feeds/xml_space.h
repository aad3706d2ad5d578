// Which vocabulary a namespace address or a prefix stands for.
#pragma once

#include <string_view>

#include "feeds/xml_tree.h"

namespace chokepoint {

Space space_of_address(std::string_view uri);    // Other where unknown
Space space_of_prefix(std::string_view prefix);  // Other where unknown

}  // namespace chokepoint
