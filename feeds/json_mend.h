// JSON as feeds write it where they are damaged, made readable: what cannot be saved becomes null.
#pragma once

#include <string>
#include <string_view>

namespace chokepoint {

// Half an emoji (a lone surrogate) becomes U+FFFD, a control character inside a string a space; an
// item of the feed that still cannot be read becomes null. Linear in the text.
std::string mended_json(std::string_view text);

}  // namespace chokepoint
