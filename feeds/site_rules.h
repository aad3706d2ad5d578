// What one site needs said: where its text stands and what to leave out of it. A table with one
// line a site; pages of sites that are not in it are read by the general means.
#pragma once

#include <string_view>
#include <vector>

#include "feeds/html.h"

namespace chokepoint {

struct SiteRule {
  std::string_view domain;  // registrable domain or a host below it
  std::string_view text;    // selectors of the elements that hold the text; empty: find them
  std::string_view remove;  // selectors of what to leave out
};

// The rule of the nearest domain above `host`; nullptr where there is none.
const SiteRule* rule_for(std::string_view host);

// The outermost elements that match one of the selectors, in order. A selector is
// [tag][.class]...[#id] or [tag][attr=value]; a comma parts several; a space means "below".
std::vector<NodeId> select(const Html& page, std::string_view selectors);

}  // namespace chokepoint
