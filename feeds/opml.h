// OPML, the list of feeds that readers exchange. Pure: which feeds become sources is the caller's
// decision.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "models/core/result.h"

namespace chokepoint {

struct OpmlFeed {
  std::string url, title, site, language, description;
  std::vector<std::string> folders;  // outermost first
};

Result<std::vector<OpmlFeed>> read_opml(std::string_view bytes);
std::string write_opml(const std::vector<OpmlFeed>& feeds, std::string_view title);

}  // namespace chokepoint
