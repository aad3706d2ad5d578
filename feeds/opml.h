// OPML, the list of feeds that readers exchange. Pure: which feeds become sources is the caller's
// decision. What OPML has no word for (outlet, country, tier) travels in attributes under a
// namespace of our own, which other readers pass over.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "models/core/result.h"

namespace chokepoint {

struct OpmlFeed {
  std::string url, title, site, language, description;
  std::vector<std::string> folders;         // outermost first
  std::string outlet{}, country{}, tier{};  // as another Chokepoint wrote them
  bool articles = true;
};

Result<std::vector<OpmlFeed>> read_opml(std::string_view bytes);
std::string write_opml(const std::vector<OpmlFeed>& feeds, std::string_view title);

}  // namespace chokepoint
