// The first step of ingest: ask the feeds that are due, note what is new.
#include <algorithm>

#include "feeds/feed.h"
#include "feeds/schedule.h"
#include "models/core/hash.h"
#include "models/core/url.h"
#include "pipeline/entry_document.h"
#include "pipeline/entry_identity.h"
#include "pipeline/ingest.h"
#include "storage/database.h"
#include "storage/feeds_store.h"

namespace chokepoint {
namespace {

constexpr std::string_view kAcceptFeed =
    "application/rss+xml, application/atom+xml, application/feed+json, application/xml;q=0.9, "
    "text/xml;q=0.9, */*;q=0.5";
constexpr std::size_t kMaxSummary = std::size_t{32} << 10U;

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

std::string joined(const std::vector<std::string>& names) {
  std::string out;
  for (const auto& name : names) out += (out.empty() ? "" : ", ") + name;
  return out;
}

std::string summary_of(const Entry& e) {
  auto summary = text_of_markup(e.summary);
  auto content = text_of_markup(e.content);
  auto& longer = content.size() > summary.size() ? content : summary;
  if (longer.size() > kMaxSummary) longer.resize(longer.find_last_of(" \n", kMaxSummary));
  return std::move(longer);
}

// Dates ahead of us are mistakes: the item cannot have reached us before it was published.
std::optional<Instant> believed(const std::optional<Instant>& t, Instant now) {
  if (t && *t > now + std::chrono::hours{24}) return std::nullopt;
  return t;
}

SeenEntry seen_entry(const Entry& e, const FeedSource& source, std::string document, Instant now) {
  SeenEntry s;
  s.feed = source.id;
  s.document = std::move(document);
  s.guid = e.id;
  s.url = e.link;
  s.title = text_of_markup(e.title);
  s.summary = summary_of(e);
  s.byline = joined(e.authors);
  s.lang = e.language;
  s.published_at = believed(e.published, now);
  s.updated_at = believed(e.updated, now);
  s.first_seen = now;
  return s;
}

class Polling {
 public:
  Polling(const IngestParts& parts, IngestReport& report)
      : parts_(parts), report_(report), feeds_(due_feeds(parts)) {}

  void run() {
    std::size_t next = 0;
    parts_.fetcher.run(
        [&]() -> std::optional<FetchRequest> {
          if (next == feeds_.size()) return std::nullopt;
          const auto index = next++;
          return request_for(feeds_[index], index);
        },
        [&](FetchResponse response) { read(std::move(response)); });
  }

 private:
  void read(FetchResponse r) {
    auto& feed = feeds_[r.tag];
    const auto now = parts_.clock();
    auto outcome = outcome_of(r, now);
    ++report_.feeds;
    if (outcome.answered && outcome.full_copy) {
      outcome.body_hash = sha256_hex(r.body);
      if (outcome.body_hash != feed.state.body_hash) return read_copy(feed, r, std::move(outcome));
    }
    settle(feed, r, outcome, {});
  }

  void read_copy(const DueFeed& feed, const FetchResponse& r, PollOutcome outcome) {
    auto parsed =
        read_feed({r.body, r.content_type, r.final_url, parts_.config.ingest.entries_per_feed});
    if (!parsed) {
      outcome.answered = false;
      outcome.error = loggable_url(r.url) + ": " + parsed.error().what;
      return settle(feed, r, outcome, {});
    }
    for (const auto& e : parsed->entries)
      if (const auto t = e.published ? e.published : e.updated) outcome.published.push_back(*t);
    outcome.ttl = parsed->interval;
    settle(feed, r, outcome, new_entries(feed, *parsed, outcome.at));
  }

  std::vector<SeenEntry> new_entries(const DueFeed& feed, const ParsedFeed& parsed, Instant now) {
    const auto names = name_documents(feed.source.id, parsed.link, parsed.entries,
                                      [&](std::string_view guid, std::string_view title) {
                                        return document_of_guid(parts_.db, feed.source.id, guid,
                                                                text_of_markup(title));
                                      });
    std::vector<SeenEntry> out;
    for (std::size_t i = 0; i < names.size(); ++i) {
      if (names[i].empty()) continue;
      auto entry = seen_entry(parsed.entries[i], feed.source, names[i], now);
      if (entry.lang.empty()) entry.lang = parsed.language;
      out.push_back(std::move(entry));
    }
    return out;
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
};

}  // namespace

void poll_feeds(const IngestParts& parts, IngestReport& report) {
  Polling{parts, report}.run();
}

}  // namespace chokepoint
