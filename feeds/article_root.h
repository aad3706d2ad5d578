// Which element of a page holds the article, from where its running text lies.
#pragma once

#include <vector>

#include "feeds/html_blocks.h"

namespace chokepoint {

NodeId find_root(const Html& page, const std::vector<TextBlock>& blocks);

bool ends_sentence(std::string_view s);

}  // namespace chokepoint
