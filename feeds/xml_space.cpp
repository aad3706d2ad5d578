#include "feeds/xml_space.h"

#include <array>

#include "feeds/xml_text.h"

namespace chokepoint {
namespace {

struct Row {
  std::string_view key;
  Space space;
};

// A piece of each address, since publishers vary the rest (https, www, a missing slash, another
// year).
constexpr auto kAddresses = std::to_array<Row>({
    {"www.w3.org/2005/atom", Space::Atom},
    {"purl.org/atom/ns", Space::Atom},
    {"example.com/newformat", Space::Atom},  // drafts of Atom used it
    {"www.w3.org/1999/02/22-rdf-syntax-ns", Space::Rdf},
    {"purl.org/dc/", Space::Dc},
    {"purl.org/rss/1.0/modules/content", Space::Content},
    {"purl.org/rss/1.0/modules/syndication", Space::Syndication},
    {"purl.org/rss/1.0/modules/slash", Space::Slash},
    {"purl.org/rss/1.0/modules/", Space::Other},
    {"purl.org/rss/1.0", Space::Rss},
    {"my.netscape.com", Space::Rss},
    {"channel.netscape.com", Space::Rss},
    {"purl.org/net/rss1.1", Space::Rss},
    {"backend.userland.com", Space::Rss},
    {"blogs.law.harvard.edu/tech/rss", Space::Rss},
    {"cyber.law.harvard.edu/rss", Space::Rss},
    {"search.yahoo.com/mrss", Space::Media},
    {"video.search.yahoo.com/mrss", Space::Media},
    {"search.yahoo.com/searchmonkey/media", Space::Media},
    {"www.itunes.com/dtds/podcast-1.0", Space::Itunes},
    {"www.itunes.com/dtds/podcast", Space::Itunes},
    {"www.itunes.com/", Space::Itunes},
    {"example.com/dtds/podcast-1.0", Space::Itunes},
    {"www.google.com/schemas/play-podcasts", Space::GooglePlay},
    {"www.w3.org/1999/xhtml", Space::Xhtml},
    {"sitemaps.org/schemas/sitemap", Space::Sitemap},
    {"www.google.com/schemas/sitemap-news", Space::News},
    {"www.google.com/schemas/sitemap/0", Space::Sitemap},
    {"rssnamespace.org/feedburner", Space::FeedBurner},
});

constexpr auto kPrefixes = std::to_array<Row>({
    {"atom", Space::Atom},
    {"atom10", Space::Atom},
    {"atom03", Space::Atom},
    {"a10", Space::Atom},
    {"rdf", Space::Rdf},
    {"dc", Space::Dc},
    {"dcterms", Space::Dc},
    {"dcterm", Space::Dc},
    {"content", Space::Content},
    {"media", Space::Media},
    {"itunes", Space::Itunes},
    {"sy", Space::Syndication},
    {"xhtml", Space::Xhtml},
    {"xh", Space::Xhtml},
    {"news", Space::News},
    {"rss", Space::Rss},
    {"feedburner", Space::FeedBurner},
    {"slash", Space::Slash},
    {"googleplay", Space::GooglePlay},
});

}  // namespace

Space space_of_address(std::string_view uri) {
  const auto address = lowered(uri);
  for (const auto& row : kAddresses)
    if (address.find(row.key) != std::string::npos) return row.space;
  return Space::Other;
}

Space space_of_prefix(std::string_view prefix) {
  for (const auto& row : kPrefixes)
    if (same_word(row.key, prefix)) return row.space;
  return Space::Other;
}

}  // namespace chokepoint
