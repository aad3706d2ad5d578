// One article, and the feed entry it came from. Plain data: made by feeds/, read by models/engine,
// kept by storage/.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "models/core/time.h"

namespace chokepoint {

enum class Tier { Official, Wire, Press, Aggregator };
std::string_view name_of(Tier tier);  // official, wire, press, aggregator
std::optional<Tier> parse_tier(std::string_view name);

struct Document {
  std::string id;
  std::string url;
  std::string canonical_url;
  std::string outlet;  // the outlet's name or domain; empty when unknown
  Tier tier = Tier::Press;
  std::string country;  // of the outlet, ISO 3166-1 alpha-2; empty when unknown
  std::string lang;     // BCP 47; empty until detected
  std::string title;    // UTF-8
  std::string text;     // UTF-8, paragraphs one a line
  std::string byline;
  std::optional<Day> published;  // the outlet's own calendar day
  std::optional<Instant> published_at;
  std::optional<Instant> first_seen;  // when it reached us; never changes once stored
  bool stub = false;                  // a paywall or consent wall stood where the text should be
};

struct EntryLink {
  std::string rel, href, type;
};
struct Enclosure {
  std::string href, type, length;
};

// One item as a feed published it. Dates are UTC; an absent one is nullopt.
struct Entry {
  std::string id, title, link, summary, content, comments, language;
  std::string publication;  // the paper a news sitemap names
  std::vector<EntryLink> links;
  std::vector<std::string> authors, categories;
  std::vector<Enclosure> enclosures;
  std::optional<Instant> published, updated;
};

}  // namespace chokepoint
