// The main text of a page: the element that holds the article, and which of its blocks are the
// article. What a site rule or the page's own data says comes in as hints; metadata is
// metadata.h's.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "feeds/html.h"

namespace chokepoint {

struct ContentHints {
  std::string_view title;
  std::string_view description;   // of the page: tells the lead paragraph
  std::string_view article_body;  // as structured data gives it
  std::vector<NodeId> roots;      // a site rule's elements; empty: find them
  std::vector<NodeId> removed;    // a site rule's elements to leave out
};

// Paragraphs, one a line; empty where the page has no text.
std::string main_text(const Html& page, const ContentHints& hints);

}  // namespace chokepoint
