// Countries and blocs by the names people read.
#pragma once

#include <string>
#include <string_view>

namespace chokepoint {

// The English name of an ISO 3166-1 alpha-2 code or of the EU; "all countries" for "*"; an acronym
// that CLDR does not know names itself.
std::string country_name(std::string_view code);

}  // namespace chokepoint
