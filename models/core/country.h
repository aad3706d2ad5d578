// Countries and blocs by the names people read.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace chokepoint {

// The English name of an ISO 3166-1 alpha-2 code or of the EU; "all countries" for "*"; an acronym
// that CLDR does not know names itself.
std::string country_name(std::string_view code);

// The one of `codes` that is so called, in English and whatever the case, or is so written but for
// the case; empty: none.
std::string country_called(std::string_view name, const std::vector<std::string>& codes);

}  // namespace chokepoint
