// A source of news and what we remember of it. FeedSource comes from configuration or `feeds add`;
// FeedState is made by feeds/schedule and kept by storage/feeds_store. Plain data.
#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "models/core/document.h"
#include "models/core/result.h"
#include "models/core/time.h"

namespace chokepoint {

struct FeedSource {
  std::string id;   // short, stable: the key of everything we remember of it
  std::string url;  // as configured; where it really lives now is in the state
  std::string outlet, country, lang, topic;
  Tier tier = Tier::Press;
  bool articles = true;     // fetch the page behind an entry, or read the feed's own text only
  bool configured = false;  // stands in the configuration: leaves the store when it leaves the file
};

// How the last attempt went, in the grain a person acts on.
enum class Health { New, Good, Broken, Blocked, Gone };
std::string_view name_of(Health health);  // new, good, broken, blocked, gone
std::optional<Health> parse_health(std::string_view name);

// The hours and days (UTC) in which a feed asks not to be read.
struct SkipTimes {
  std::uint32_t hours = 0;  // bit 0: 00:00 to 01:00
  std::uint8_t days = 0;    // bit 0: Sunday
};

struct FeedState {
  Health health = Health::New;
  std::string etag, last_modified;  // verbatim, as the server wrote them
  std::string body_hash;            // of the last full copy, to see through validators that lie
  std::string moved_to;             // a permanent redirect we watch; becomes `url` when it has held
  std::optional<Instant> moved_since;
  std::string url;  // where the feed lives now; empty: at the source's own URL
  std::optional<Instant> next_poll, last_attempt, last_success, last_full_copy, last_new_entry;
  std::chrono::seconds interval{0};  // the last one chosen
  std::chrono::seconds rhythm{0};    // usual time between entries; 0: not known yet
  std::chrono::seconds wish{0};      // how rarely the feed itself asks to be read (ttl, sy:update*)
  SkipTimes skip;                    // when it asks not to be
  int failures = 0;                  // in a row
  std::string last_error;            // one line, without credentials
};

}  // namespace chokepoint
