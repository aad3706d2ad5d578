// Traditional to Simplified Chinese, a character at a time, from a table that the build takes from
// ICU (tools/gen/han_table.cpp): ICU's own takes longer to set up than a short command to answer.
#pragma once

namespace chokepoint {

// `c` itself where it has no simpler form.
char32_t simplified(char32_t c);

}  // namespace chokepoint
