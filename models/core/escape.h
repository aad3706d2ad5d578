// Text made safe to stand in HTML or XML, between tags or inside a quoted attribute. Whether an
// address may be followed, or a word may start a header, is the caller's to know.
#pragma once

#include <string>
#include <string_view>

namespace chokepoint {

// & < > " ' as entities. Control characters other than tab and line end, which no XML document may
// hold, are left out.
std::string escape_markup(std::string_view text);

}  // namespace chokepoint
