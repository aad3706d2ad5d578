// The text of a page as blocks: one paragraph, heading, list item or table row each, with what is
// needed to judge it. Which blocks are the article is article_content's decision.
#pragma once

#include <string>
#include <vector>

#include "feeds/html.h"

namespace chokepoint {

struct TextBlock {
  enum class Kind { Paragraph, Loose, Heading, Item, Row, Quote };  // Loose: text outside any p
  Kind kind = Kind::Loose;
  NodeId node = 0;        // the nearest block element around it
  std::string text;       // white space collapsed
  std::size_t links = 0;  // bytes of it inside links

  double link_share() const {
    return text.empty() ? 0 : static_cast<double>(links) / static_cast<double>(text.size());
  }
};

// The blocks below `root` in the order of the page; subtrees with dropped[node] set are passed
// over.
std::vector<TextBlock> read_blocks(const Html& page, NodeId root, const std::vector<char>& dropped);
// The same for the nodes [from, to).
std::vector<TextBlock> read_blocks(const Html& page, NodeId from, NodeId to,
                                   const std::vector<char>& dropped);

}  // namespace chokepoint
