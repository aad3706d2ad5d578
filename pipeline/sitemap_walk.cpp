#include "pipeline/sitemap_walk.h"

#include <algorithm>

namespace chokepoint {
namespace {

// A <lastmod> may be a day without an hour, or be written some time before the file is.
constexpr std::chrono::hours kLateness{26};

bool names_news(const std::string& url) {
  const auto path = url.substr(std::min(url.find('/', url.find("://") + 3), url.size()));
  return path.find("news") != std::string::npos || path.find("latest") != std::string::npos;
}

}  // namespace

std::vector<std::string> sitemaps_to_read(const std::vector<SitemapLink>& index,
                                          std::optional<Instant> last_read, std::size_t limit) {
  std::vector<const SitemapLink*> chosen;
  for (const auto& link : index)
    if (!last_read || !link.updated || *link.updated >= *last_read - kLateness)
      chosen.push_back(&link);
  // Without dates the order of the index is all we know.
  std::stable_sort(chosen.begin(), chosen.end(), [](const auto* a, const auto* b) {
    if (names_news(a->url) != names_news(b->url)) return names_news(a->url);
    return a->updated.value_or(Instant{}) > b->updated.value_or(Instant{});
  });
  std::vector<std::string> out;
  for (const auto* link : chosen)
    if (out.size() < limit) out.push_back(link->url);
  return out;
}

}  // namespace chokepoint
