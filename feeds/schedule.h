// When to ask a feed again, and what to remember of the answer. Pure: time comes in, a new state
// comes out. Feeds are never given up; they are asked less often. Fetching is http's work, keeping
// the state is storage's.
#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "models/core/feed.h"
#include "models/core/time.h"

namespace chokepoint {

struct SchedulePolicy {
  std::chrono::seconds min_interval{300};
  std::chrono::seconds start_interval{1800};  // before a feed's rhythm is known
  std::chrono::seconds max_interval{14'400};  // of a feed that answers
  std::chrono::seconds max_backoff{86'400};   // of one that does not
  std::chrono::seconds max_wish{
      86'400};  // the longest that Retry-After, ttl, Cache-Control may ask for
  std::chrono::seconds full_copy_after{86'400};
  std::chrono::seconds move_holds{259'200};  // a permanent redirect is believed after this long
};

// What one poll found. `published` are the entries' own dates, in any order.
struct PollOutcome {
  Instant at;
  bool answered = false;  // a feed was read, or a 304 received
  bool full_copy = false;
  bool gone = false;  // 410
  bool blocked = false;
  std::string error;     // one line, when not answered
  std::string moved_to;  // target of an unbroken chain of 301 and 308; empty: none
  std::string etag, last_modified, body_hash;
  std::size_t new_entries = 0;
  std::vector<Instant> published;
  std::optional<std::chrono::seconds> retry_after, max_age;
  // What the feed says of itself; counts where a feed was read, and is remembered until the next.
  bool parsed = false;
  std::chrono::seconds wish{0};  // ttl, sy:updatePeriod and its frequency
  SkipTimes skip;
};

FeedState after_poll(const FeedState& before, const PollOutcome& outcome,
                     const SchedulePolicy& policy);

// The first moment at or after `t` that is not among the times to skip; `t` where all are.
Instant after_skipped(Instant t, const SkipTimes& skip);

bool is_due(const FeedState& state, Instant now);
// Whether to leave the validators out, because they have been believed for long enough.
bool wants_full_copy(const FeedState& state, Instant now, const SchedulePolicy& policy);

// "120" or an HTTP date; the date counts from `now`. nullopt when neither.
std::optional<std::chrono::seconds> parse_retry_after(std::string_view value, Instant now);
// max-age (s-maxage is for caches shared by many); nullopt without one, or with no-cache or
// no-store.
std::optional<std::chrono::seconds> parse_max_age(std::string_view cache_control);
// "Tue, 06 Jan 2026 03:04:05 GMT" and its two obsolete spellings.
std::optional<Instant> parse_http_date(std::string_view value);

}  // namespace chokepoint
