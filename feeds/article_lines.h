// Which blocks of the article's element are its text: link lists, labels, credits and calls to
// action go.
#pragma once

#include <string_view>
#include <vector>

#include "feeds/html_blocks.h"

namespace chokepoint {

// In order. `title`: a block that only repeats it goes.
std::vector<TextBlock> choose_lines(const Html& page, std::vector<TextBlock> blocks,
                                    std::string_view title);

// The letters and digits of a text, folded: for comparing what differs in spaces and marks.
std::string letters_of(std::string_view text);

}  // namespace chokepoint
