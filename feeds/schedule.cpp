#include "feeds/schedule.h"

#include <algorithm>
#include <array>
#include <cctype>
#include <charconv>

#include <curl/curl.h>

namespace chokepoint {
namespace {

using std::chrono::seconds;

constexpr int kAskGoneEvery = 7;    // times the longest back-off
constexpr int kDoubtMoveAfter = 5;  // failures in a row at the address a feed moved to
constexpr std::size_t kGapsSeen = 20;

seconds backoff(int failures, const SchedulePolicy& policy) {
  const auto doublings = std::min(failures, 20);
  const auto wait = policy.min_interval.count() * (std::int64_t{1} << doublings);
  return std::min(seconds{wait}, policy.max_backoff);
}

// The usual time between entries: the median gap of the last ones. The silence since the newest is
// a gap too, so that a feed that falls asleep is asked less and less.
seconds rhythm_of(std::vector<Instant> published, Instant now) {
  std::erase_if(published, [&](Instant t) { return t > now; });
  std::sort(published.begin(), published.end(), std::greater{});
  published.erase(std::unique(published.begin(), published.end()), published.end());
  if (published.size() < 3) return seconds{0};
  if (published.size() > kGapsSeen) published.resize(kGapsSeen);
  std::vector<seconds> gaps;
  for (std::size_t i = 1; i < published.size(); ++i)
    gaps.push_back(published[i - 1] - published[i]);
  const auto middle = gaps.begin() + static_cast<std::ptrdiff_t>(gaps.size() / 2);
  std::nth_element(gaps.begin(), middle, gaps.end());
  return std::max(*middle, (now - published.front()) / 4);
}

seconds usual_interval(const FeedState& state, const SchedulePolicy& policy) {
  if (state.rhythm.count() == 0) return policy.start_interval;
  auto rhythm = state.rhythm;
  if (state.last_new_entry && state.last_attempt)
    rhythm = std::max(rhythm, (*state.last_attempt - *state.last_new_entry) / 4);
  return std::clamp(rhythm / 2, policy.min_interval, policy.max_interval);
}

// What the publisher asks for makes us slower, never faster.
seconds wished_interval(const FeedState& s, const PollOutcome& o, const SchedulePolicy& policy) {
  return std::min(std::max(s.wish, o.max_age.value_or(seconds{0})), policy.max_interval);
}

void note_move(FeedState& s, const PollOutcome& o, const SchedulePolicy& policy) {
  if (o.moved_to.empty()) {
    s.moved_to.clear();
    s.moved_since.reset();
  } else if (s.moved_to != o.moved_to) {
    s.moved_to = o.moved_to;
    s.moved_since = o.at;
  } else if (s.moved_since && o.at - *s.moved_since >= policy.move_holds) {
    s.url = std::exchange(s.moved_to, "");
    s.moved_since.reset();
  }
}

void note_failure(FeedState& s, const PollOutcome& o, const SchedulePolicy& policy) {
  ++s.failures;
  s.health = o.gone ? Health::Gone : o.blocked ? Health::Blocked : Health::Broken;
  s.last_error = o.error;
  // The new address may have been a mistake; the one in the configuration is what a person wrote.
  if (s.failures >= kDoubtMoveAfter) s.url.clear();
  s.interval = o.gone ? policy.max_backoff * kAskGoneEvery : backoff(s.failures, policy);
  if (o.retry_after) s.interval = std::max(s.interval, std::min(*o.retry_after, policy.max_wish));
}

void note_success(FeedState& s, const PollOutcome& o, const SchedulePolicy& policy) {
  s.failures = 0;
  s.health = Health::Good;
  s.last_error.clear();
  s.last_success = o.at;
  if (o.full_copy) {
    s.last_full_copy = o.at;
    s.body_hash = o.body_hash;
    s.etag = o.etag;
    s.last_modified = o.last_modified;
    if (!o.published.empty()) s.rhythm = rhythm_of(o.published, o.at);
  }
  if (o.parsed) {
    s.wish = o.wish;
    s.skip = o.skip;
  }
  if (o.new_entries > 0) s.last_new_entry = o.at;
  note_move(s, o, policy);
  s.interval = std::max(usual_interval(s, policy), wished_interval(s, o, policy));
}

}  // namespace

FeedState after_poll(const FeedState& before, const PollOutcome& outcome,
                     const SchedulePolicy& policy) {
  auto s = before;
  s.last_attempt = outcome.at;
  if (outcome.answered)
    note_success(s, outcome, policy);
  else
    note_failure(s, outcome, policy);
  s.next_poll = after_skipped(outcome.at + s.interval, s.skip);
  return s;
}

Instant after_skipped(Instant t, const SkipTimes& skip) {
  constexpr int kWeek = 24 * 7;
  auto later = t;
  for (int i = 0; i <= kWeek; ++i) {
    const auto day = std::chrono::floor<std::chrono::days>(later);
    const auto hour = std::chrono::floor<std::chrono::hours>(later) - day;
    const auto weekday = std::chrono::weekday{day}.c_encoding();
    if ((skip.hours >> hour.count() & 1U) == 0 && (skip.days >> weekday & 1U) == 0) return later;
    later = day + hour + std::chrono::hours{1};
  }
  return t;  // a feed that is never to be read is read all the same
}

bool is_due(const FeedState& state, Instant now) {
  return !state.next_poll || *state.next_poll <= now;
}

bool wants_full_copy(const FeedState& state, Instant now, const SchedulePolicy& policy) {
  return !state.last_full_copy || now - *state.last_full_copy >= policy.full_copy_after;
}

std::optional<Instant> parse_http_date(std::string_view value) {
  const auto t = curl_getdate(std::string{value}.c_str(), nullptr);
  if (t < 0) return std::nullopt;
  return Instant{seconds{t}};
}

std::optional<seconds> parse_retry_after(std::string_view value, Instant now) {
  while (value.starts_with(' ')) value.remove_prefix(1);
  std::int64_t count = 0;
  const auto [end, fault] = std::from_chars(value.data(), value.data() + value.size(), count);
  const bool number =
      end != value.data() && std::isdigit(static_cast<unsigned char>(value[0])) != 0;
  const bool whole = end == value.data() + value.size() || *end == ' ' || *end == '.';
  if (number && fault == std::errc::result_out_of_range) return seconds::max();
  if (number && whole) return seconds{count};
  const auto date = parse_http_date(value);
  if (!date) return std::nullopt;
  return std::max(seconds{0}, *date - now);
}

std::optional<seconds> parse_max_age(std::string_view cache_control) {
  std::string low{cache_control};
  for (auto& c : low) c = static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
  for (const auto word : {"no-cache", "no-store"})
    if (low.find(word) != std::string::npos) return std::nullopt;
  constexpr std::string_view kName = "max-age=";
  for (auto at = low.find(kName); at != std::string::npos; at = low.find(kName, at + 1)) {
    if (at > 0 && low[at - 1] != ',' && low[at - 1] != ' ') continue;
    auto value = std::string_view{low}.substr(at + kName.size());
    if (value.starts_with('"')) value.remove_prefix(1);
    std::int64_t count = 0;
    const auto [end, fault] = std::from_chars(value.data(), value.data() + value.size(), count);
    if (end != value.data() && fault == std::errc{} && count >= 0) return seconds{count};
  }
  return std::nullopt;
}

}  // namespace chokepoint
