// Which parts of a page are not the article: told from tag, role, visibility and the words of class
// and id.
#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

#include "feeds/html.h"

namespace chokepoint {

// What the words of an element's class and id say of it.
struct ElementHints {
  bool clutter = false, comments = false, body = false, lead = false;
};
ElementHints hints_of(const Html& page, NodeId n);

// True for what no reader sees: hidden, display:none, aria-hidden.
bool is_hidden(const Html& page, NodeId n);

// Bytes of running text (paragraphs that are no link lists) below each node.
std::vector<std::uint32_t> running_text(const Html& page);

// 1 for the root of every subtree to leave out.
std::vector<char> find_clutter(const Html& page, const std::vector<std::uint32_t>& running);

}  // namespace chokepoint
