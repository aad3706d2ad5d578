// Addresses as other programs' formats want them.
#pragma once

#include <string>
#include <string_view>

namespace chokepoint::cli {

// A web address by the letter of RFC 3986, which STIX, MISP, Atom and iCalendar ask for and pages
// often do not keep to: what may not stand in it is percent-encoded, names and passwords are left
// out. Empty for what is no web address.
std::string strict_uri(std::string_view url);

}  // namespace chokepoint::cli
