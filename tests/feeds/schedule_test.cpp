#include "feeds/schedule.h"

#include <doctest/doctest.h>

using namespace chokepoint;
using std::chrono::hours;
using std::chrono::minutes;
using std::chrono::seconds;

namespace {

const Instant kNoon = *parse_rfc3339("2026-01-06T12:00:00Z");
const SchedulePolicy kPolicy;

PollOutcome success(Instant at = kNoon) {
  PollOutcome o;
  o.at = at;
  o.answered = true;
  o.full_copy = true;
  return o;
}
PollOutcome failure(Instant at = kNoon) {
  PollOutcome o;
  o.at = at;
  o.error = "HTTP 500: server error";
  return o;
}
std::vector<Instant> every(seconds gap, int count) {
  std::vector<Instant> out;
  for (int i = 0; i < count; ++i) out.push_back(kNoon - gap * i);
  return out;
}

}  // namespace

TEST_CASE("polling follows a feed's own rhythm within bounds") {
  auto o = success();
  CHECK(after_poll({}, o, kPolicy).interval == kPolicy.start_interval);
  o.published = every(minutes{40}, 20);
  CHECK(after_poll({}, o, kPolicy).interval == minutes{20});
  o.published = every(minutes{2}, 20);
  CHECK(after_poll({}, o, kPolicy).interval == kPolicy.min_interval);
  o.published = every(hours{240}, 20);
  CHECK(after_poll({}, o, kPolicy).interval == kPolicy.max_interval);
}

TEST_CASE("a publisher's wish slows us, up to a bound, and never speeds us up") {
  auto o = success();
  o.parsed = true;
  o.wish = hours{2};
  CHECK(after_poll({}, o, kPolicy).interval == hours{2});
  o.wish = seconds{1};
  CHECK(after_poll({}, o, kPolicy).interval == kPolicy.start_interval);
  o.max_age = hours{10'000};
  CHECK(after_poll({}, o, kPolicy).interval == kPolicy.max_interval);
}

TEST_CASE("failures back off to a cap, and success forgets them") {
  FeedState s;
  seconds last{0};
  for (int i = 0; i < 50; ++i) {
    s = after_poll(s, failure(), kPolicy);
    CHECK(s.interval >= last);
    last = s.interval;
  }
  CHECK(s.interval == kPolicy.max_backoff);
  CHECK(s.health == Health::Broken);
  CHECK(is_due(s, kNoon + kPolicy.max_backoff));  // never given up
  s = after_poll(s, success(), kPolicy);
  CHECK(s.failures == 0);
  CHECK(s.health == Health::Good);
  CHECK(s.last_error.empty());
}

TEST_CASE("Retry-After is obeyed up to a day, blocked is not broken, gone is asked rarely") {
  auto o = failure();
  o.blocked = true;
  o.retry_after = hours{3};
  auto s = after_poll({}, o, kPolicy);
  CHECK(s.interval == hours{3});
  CHECK(s.health == Health::Blocked);
  o.retry_after = hours{9999};
  CHECK(after_poll({}, o, kPolicy).interval == kPolicy.max_wish);
  o.gone = true;
  s = after_poll({}, o, kPolicy);
  CHECK(s.health == Health::Gone);
  CHECK(s.interval >= hours{24 * 7});
}

TEST_CASE("a permanent redirect is believed after it has held for a while") {
  auto o = success();
  o.moved_to = "https://b.example/";
  auto s = after_poll({}, o, kPolicy);
  CHECK(s.url.empty());
  o.at += hours{24};
  s = after_poll(s, o, kPolicy);
  CHECK(s.url.empty());
  SUBCASE("it holds") {
    o.at += hours{49};
    s = after_poll(s, o, kPolicy);
    CHECK(s.url == "https://b.example/");
    CHECK(s.moved_to.empty());
  }
  SUBCASE("it was taken back") {
    s = after_poll(s, success(o.at + hours{1}), kPolicy);
    CHECK(s.moved_to.empty());
    CHECK_FALSE(s.moved_since);
  }
}

TEST_CASE("validators are trusted for a day") {
  auto o = success();
  o.etag = "\"1\"";
  const auto s = after_poll({}, o, kPolicy);
  CHECK(s.etag == "\"1\"");
  CHECK_FALSE(wants_full_copy(s, kNoon + hours{23}, kPolicy));
  CHECK(wants_full_copy(s, kNoon + hours{24}, kPolicy));
  auto same = success(kNoon + hours{1});
  same.full_copy = false;
  CHECK(after_poll(s, same, kPolicy).etag == "\"1\"");
}

TEST_CASE("headers that carry times") {
  CHECK(parse_retry_after("120", kNoon) == seconds{120});
  CHECK(parse_retry_after(" 0", kNoon) == seconds{0});
  CHECK(parse_retry_after("Tue, 06 Jan 2026 12:10:00 GMT", kNoon) == minutes{10});
  CHECK(parse_retry_after("Tue, 06 Jan 2026 11:00:00 GMT", kNoon) == seconds{0});
  CHECK(parse_retry_after("99999999999999999999", kNoon) == seconds::max());
  CHECK_FALSE(parse_retry_after("soon", kNoon));
  CHECK_FALSE(parse_retry_after("", kNoon));
  CHECK(parse_max_age("public, max-age=600") == seconds{600});
  CHECK(parse_max_age("Max-Age=\"5\"") == seconds{5});
  CHECK_FALSE(parse_max_age("s-maxage=600"));
  CHECK_FALSE(parse_max_age("no-cache, max-age=600"));
}

TEST_CASE("what a feed asked for holds through answers that bring no feed") {
  auto o = success();
  o.parsed = true;
  o.wish = hours{2};
  auto s = after_poll({}, o, kPolicy);
  auto same = success(kNoon + hours{2});
  same.full_copy = false;  // 304
  s = after_poll(s, same, kPolicy);
  CHECK(s.interval == hours{2});
  o.wish = seconds{0};
  CHECK(after_poll(s, o, kPolicy).interval == kPolicy.start_interval);
}

TEST_CASE("hours and days that a feed asks to leave out are left out") {
  const auto at = [](const char* text) { return *parse_rfc3339(text); };
  SkipTimes night;
  for (const unsigned hour : {22U, 23U, 0U, 1U}) night.hours |= 1U << hour;
  CHECK(after_skipped(at("2026-01-06T21:59:59Z"), night) == at("2026-01-06T21:59:59Z"));
  CHECK(after_skipped(at("2026-01-06T22:10:00Z"), night) == at("2026-01-07T02:00:00Z"));
  SkipTimes weekend;
  weekend.days = 1U << 0U | 1U << 6U;
  CHECK(after_skipped(at("2026-01-10T08:30:00Z"), weekend) == at("2026-01-12T00:00:00Z"));
  weekend.hours = night.hours;
  CHECK(after_skipped(at("2026-01-10T08:30:00Z"), weekend) == at("2026-01-12T02:00:00Z"));
  SkipTimes always;
  always.hours = 0xFFFFFF;
  CHECK(after_skipped(at("2026-01-10T08:30:00Z"), always) == at("2026-01-10T08:30:00Z"));
  auto o = success();
  o.parsed = true;
  o.skip.hours = 1U << 12U;  // 12:30 would be the next time
  CHECK(after_poll({}, o, kPolicy).next_poll == at("2026-01-06T13:00:00Z"));
}
