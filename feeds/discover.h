// The feeds a web page tells of. Pure: the page is given, nothing is fetched; the caller tries the
// addresses in turn.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace chokepoint {

struct FoundFeed {
  std::string url, title, type;
  enum class How { Declared, Linked, Guessed } how = How::Declared;
};

// Best first: <link rel=alternate>, then links that look like feeds, then the usual paths of the
// site.
std::vector<FoundFeed> discover_feeds(std::string_view html, std::string_view page_url);

}  // namespace chokepoint
