// A feed as its publisher wrote it: bytes in, values out. Every format ends in this one shape.
// Fetching, scheduling and which entries are new are for others; what could be read of a damaged
// feed is here, with warnings.
#pragma once

#include <chrono>
#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <nlohmann/json_fwd.hpp>

#include "models/core/document.h"
#include "models/core/feed.h"
#include "models/core/result.h"

namespace chokepoint {

struct SitemapLink {
  std::string url;
  std::optional<Instant> updated;
};

struct ParsedFeed {
  std::string format;    // rss20 rss10 rss09x atom10 atom03 json11 json10 cdf sitemap sitemapindex
  std::string encoding;  // of the bytes, by its WHATWG name
  std::string id, title, link, description, language, copyright, generator, image;
  std::string hub;   // WebSub
  std::string self;  // the feed's own address, as it says
  std::vector<std::string> authors, categories;
  std::optional<Instant> published, updated;
  std::vector<Entry> entries;
  std::vector<SitemapLink> sitemaps;  // of a sitemap index
  // How often the publisher asks to be read: ttl, sy:updatePeriod and its frequency; hours and days
  // to leave out.
  std::optional<std::chrono::minutes> interval;
  SkipTimes skip;
  std::vector<std::string> warnings;
};

struct FeedInput {
  std::string_view bytes;           // as received; gzip is unpacked here
  std::string_view content_type;    // HTTP header, or empty
  std::string_view base;            // the feed's own address, for relative links; or empty
  std::size_t max_entries = 10000;  // the newest of more
  // Titles without markup, in one line; false leaves them as written, references replaced once.
  bool plain_titles = true;
};

// An error where nothing in the bytes is a feed: its text says what they are instead.
Result<ParsedFeed> read_feed(const FeedInput& input);

// Leaves the `count` newest, in the order they stood; entries without a date count as the oldest.
void keep_newest(std::vector<Entry>& entries, std::size_t count);

// The contract's object for `chokepoint read-feed`.
nlohmann::ordered_json to_json(const ParsedFeed& feed);

}  // namespace chokepoint
