// Which sitemaps of an index are worth a request: news first, then what changed since we last
// looked, the newest first. Fetching them is ingest's.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "feeds/feed.h"

namespace chokepoint {

std::vector<std::string> sitemaps_to_read(const std::vector<SitemapLink>& index,
                                          std::optional<Instant> last_read, std::size_t limit);

}  // namespace chokepoint
