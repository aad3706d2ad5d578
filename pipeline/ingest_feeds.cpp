// The first step of ingest: ask the feeds that are due, note what is new.
#include <algorithm>
#include <deque>
#include <iterator>
#include <map>

#include "feeds/feed.h"
#include "feeds/schedule.h"
#include "models/core/hash.h"
#include "models/core/url.h"
#include "pipeline/feed_entries.h"
#include "pipeline/ingest.h"
#include "pipeline/sitemap_walk.h"
#include "storage/database.h"
#include "storage/feeds_store.h"

namespace chokepoint {
namespace {

constexpr std::string_view kAcceptFeed =
    "application/rss+xml, application/atom+xml, application/feed+json, application/xml;q=0.9, "
    "text/xml;q=0.9, */*;q=0.5";

struct DueFeed {
  FeedSource source;
  FeedState state;
  bool full_copy = true;
};

std::vector<DueFeed> due_feeds(const IngestParts& parts) {
  const auto now = parts.clock();
  std::vector<DueFeed> out;
  for (auto& source : list_sources(parts.db)) {
    auto state = load_feed_state(parts.db, source.id);
    if (!parts.poll_all && !is_due(state, now)) continue;
    const bool full = wants_full_copy(state, now, parts.config.schedule);
    out.push_back({std::move(source), std::move(state), full});
  }
  return out;
}

FetchRequest request_for(const DueFeed& feed, std::size_t index) {
  FetchRequest r;
  r.tag = index;
  r.url = feed.state.url.empty() ? feed.source.url : feed.state.url;
  r.accept = kAcceptFeed;
  if (!feed.full_copy) {
    r.etag = feed.state.etag;
    r.last_modified = feed.state.last_modified;
  }
  return r;
}

// Where an unbroken chain of permanent redirects leads; empty for none.
std::string moved_to(const FetchResponse& r) {
  std::string to;
  for (const auto& hop : r.redirects) {
    if (hop.status != 301 && hop.status != 308) break;
    to = hop.to;
  }
  return to;
}

std::optional<std::chrono::seconds> fresh_for(const FetchResponse& r) {
  if (auto age = parse_max_age(r.cache_control)) return age;
  const auto from = parse_http_date(r.date);
  const auto until = parse_http_date(r.expires);
  if (!from || !until || *until <= *from) return std::nullopt;
  return *until - *from;
}

PollOutcome outcome_of(const FetchResponse& r, Instant now) {
  PollOutcome o;
  o.at = now;
  o.answered = !r.error;
  o.full_copy = !r.error && !r.not_modified();
  o.gone = r.status == 410;
  o.blocked = r.blocked;
  if (r.error) o.error = r.error->line();
  o.moved_to = moved_to(r);
  o.etag = r.etag;
  o.last_modified = r.last_modified;
  o.retry_after = parse_retry_after(r.retry_after, now);
  o.max_age = fresh_for(r);
  return o;
}

// Of one sitemap index in one poll.
constexpr std::size_t kMaxSitemaps = 8;

// An index of sitemaps whose sitemaps are on their way.
struct Walk {
  FetchResponse index;
  PollOutcome outcome;
  ParsedFeed found;  // the entries of the sitemaps read so far
  std::size_t asked = 0, answered = 0, failed = 0;
  Error first_error;
};

class Polling {
 public:
  Polling(const IngestParts& parts, IngestReport& report)
      : parts_(parts), report_(report), feeds_(due_feeds(parts)) {}

  void run() {
    std::size_t next = 0;
    parts_.fetcher.run(
        [&]() -> std::optional<FetchRequest> {
          if (!sitemaps_.empty()) {
            auto request = std::move(sitemaps_.front());
            sitemaps_.pop_front();
            return request;
          }
          if (next == feeds_.size()) return std::nullopt;
          const auto index = next++;
          return request_for(feeds_[index], index);
        },
        [&](FetchResponse response) {
          if (response.tag < feeds_.size())
            read(std::move(response));
          else
            read_sitemap(response);
        });
  }

 private:
  void read(FetchResponse r) {
    auto& feed = feeds_[r.tag];
    const auto now = parts_.clock();
    auto outcome = outcome_of(r, now);
    ++report_.feeds;
    if (outcome.answered && outcome.full_copy) {
      outcome.body_hash = sha256_hex(r.body);
      if (outcome.body_hash != feed.state.body_hash)
        return read_copy(feed, std::move(r), std::move(outcome));
    }
    settle(feed, r, outcome, {});
  }

  Result<ParsedFeed> parsed(const FetchResponse& r) const {
    return read_feed({r.body, r.content_type, r.final_url, parts_.config.ingest.entries_per_feed});
  }

  void read_copy(const DueFeed& feed, FetchResponse r, PollOutcome outcome) {
    auto copy = parsed(r);
    if (!copy) {
      outcome.answered = false;
      outcome.error = loggable_url(r.url) + ": " + copy.error().what;
      return settle(feed, r, outcome, {});
    }
    outcome.parsed = true;
    outcome.wish = copy->interval.value_or(std::chrono::minutes{0});
    outcome.skip = copy->skip;
    if (!copy->sitemaps.empty()) return walk(feed, std::move(r), std::move(outcome), *copy);
    note_dates(*copy, outcome);
    settle(feed, r, outcome, entries_of(parts_.db, feed.source, *copy, outcome.at));
  }

  static void note_dates(const ParsedFeed& feed, PollOutcome& outcome) {
    for (const auto& e : feed.entries)
      if (const auto t = e.published ? e.published : e.updated) outcome.published.push_back(*t);
  }

  // An index says little when it stays the same: its sitemaps may have changed, so it is read anew
  // each time.
  void walk(const DueFeed& feed, FetchResponse r, PollOutcome outcome, const ParsedFeed& index) {
    outcome.etag.clear();
    outcome.last_modified.clear();
    outcome.body_hash.clear();
    const auto urls = sitemaps_to_read(index.sitemaps, feed.state.last_success, kMaxSitemaps);
    if (urls.empty()) return settle(feed, r, outcome, {});
    const auto tag = r.tag;
    auto& walk = walks_[tag];
    walk.index = std::move(r);
    walk.outcome = std::move(outcome);
    walk.asked = urls.size();
    for (const auto& url : urls) {
      FetchRequest request;
      request.tag = feeds_.size() + tag;
      request.url = url;
      request.accept = kAcceptFeed;
      sitemaps_.push_back(std::move(request));
    }
  }

  void read_sitemap(const FetchResponse& r) {
    const auto& feed = feeds_[r.tag - feeds_.size()];
    auto& walk = walks_.at(r.tag - feeds_.size());
    auto copy = r.error ? Result<ParsedFeed>(*r.error) : parsed(r);
    if (copy) {
      std::move(copy->entries.begin(), copy->entries.end(), std::back_inserter(walk.found.entries));
    } else {
      const Error error{copy.error().kind, copy.error().what, loggable_url(r.url)};
      if (walk.failed++ == 0) walk.first_error = error;
      parts_.listener.page_failed(feed.source, error);
    }
    if (++walk.answered < walk.asked) return;
    auto& outcome = walk.outcome;
    if (walk.failed == walk.asked) {
      outcome.answered = false;
      outcome.error = walk.first_error.line();
    }
    keep_newest(walk.found.entries, parts_.config.ingest.entries_per_feed);
    note_dates(walk.found, outcome);
    settle(feed, walk.index, outcome, entries_of(parts_.db, feed.source, walk.found, outcome.at));
    walks_.erase(r.tag - feeds_.size());
  }

  // Entries and state in one transaction: after a crash the feed has been read, or it has not.
  void settle(const DueFeed& feed, const FetchResponse& r, PollOutcome& outcome,
              const std::vector<SeenEntry>& entries) {
    Transaction transaction(parts_.db);
    for (const auto& entry : entries)
      if (see_entry(parts_.db, entry) != Sighting::Known) ++outcome.new_entries;
    const auto state = after_poll(feed.state, outcome, parts_.config.schedule);
    save_feed_state(parts_.db, feed.source.id, state);
    transaction.commit();
    tell(feed, r, outcome, state);
  }

  void tell(const DueFeed& feed, const FetchResponse& r, const PollOutcome& outcome,
            const FeedState& state) {
    auto& listener = parts_.listener;
    report_.entries += static_cast<int>(outcome.new_entries);
    if (!outcome.answered) {
      ++report_.failed_feeds;
      const auto kind = r.error ? r.error->kind : Error::Kind::Malformed;
      listener.feed_failed(feed.source, state.health, {kind, outcome.error, ""});
    } else {
      if (outcome.new_entries == 0) ++report_.unchanged;
      listener.feed_read(feed.source, outcome.new_entries);
    }
    if (state.url != feed.state.url && !state.url.empty())
      listener.feed_moved(feed.source, state.url);
    listener.progress(IngestListener::Phase::Feeds, static_cast<std::size_t>(report_.feeds),
                      feeds_.size());
  }

  const IngestParts& parts_;
  IngestReport& report_;
  std::vector<DueFeed> feeds_;
  std::map<std::uint64_t, Walk> walks_;  // by the tag of the index
  std::deque<FetchRequest> sitemaps_;    // their tags lie beyond those of the feeds
};

}  // namespace

void poll_feeds(const IngestParts& parts, IngestReport& report) {
  Polling{parts, report}.run();
}

}  // namespace chokepoint
