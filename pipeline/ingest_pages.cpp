// The second step of ingest: the pages behind new entries, with leave of each site's robots.txt,
// into the inbox.
#include <deque>
#include <map>

#include "feeds/article.h"
#include "feeds/robots.h"
#include "feeds/schedule.h"
#include "models/core/url.h"
#include "pipeline/entry_document.h"
#include "pipeline/ingest.h"
#include "storage/database.h"
#include "storage/feeds_store.h"

namespace chokepoint {
namespace {

using std::chrono::hours;
using std::chrono::minutes;
using std::chrono::seconds;

constexpr std::string_view kAcceptPage = "text/html, application/xhtml+xml;q=0.9, */*;q=0.1";
constexpr hours kYoung{72};             // an article that may still be corrected
constexpr seconds kFailedRobots{3600};  // how long a failing robots.txt is believed
constexpr seconds kLongestRetry{86'400};

// One site: what its robots.txt says, and the entries that wait to hear it.
struct Site {
  std::optional<Robots> robots;
  bool asked = false;
  bool closed = false;  // it told us to go away; the rest waits for another run
  std::vector<std::size_t> waiting;
};

bool is_page(const FetchResponse& r) {
  const auto& type = r.content_type;
  return type.empty() || type.find("html") != std::string::npos ||
         type.find("xml") != std::string::npos || type.starts_with("text/plain");
}

class PageFetching {
 public:
  PageFetching(const IngestParts& parts, IngestReport& report)
      : parts_(parts),
        report_(report),
        entries_(waiting_entries(parts.db, parts.clock(), parts.config.ingest.articles_per_run)),
        agent_(robots_product(parts.config.fetch.user_agent)) {
    for (auto& source : list_sources(parts.db)) sources_.emplace(source.id, source);
  }

  void run() {
    for (std::size_t i = 0; i < entries_.size(); ++i) line_up(i);
    parts_.fetcher.run([&] { return next(); },
                       [&](FetchResponse response) { read(std::move(response)); });
  }

 private:
  // Tags below the number of entries are pages, those above are the robots.txt of sites_by_tag_.
  std::optional<FetchRequest> next() {
    while (!ready_.empty()) {
      auto request = std::move(ready_.front());
      ready_.pop_front();
      const bool page = request.tag < entries_.size();
      if (!page || !site_of(request.tag)->closed) return request;
    }
    return std::nullopt;
  }

  const FeedSource& source_of(const SeenEntry& entry) {
    // A feed that was removed since leaves its entries behind.
    const auto [found, fresh] = sources_.try_emplace(entry.feed);
    return found->second;
  }

  Site* site_of(std::size_t entry) { return &sites_.at(parse_url(entries_[entry].url)->origin()); }

  void line_up(std::size_t index) {
    const auto& entry = entries_[index];
    const auto& source = source_of(entry);
    const auto url = parse_url(entry.url);
    if (!source.articles || !url) return without_page(index);
    auto& site = sites_[url->origin()];
    if (!site.asked) ask_site(site, url->origin());
    if (site.robots)
      request_page(index);
    else
      site.waiting.push_back(index);
  }

  void ask_site(Site& site, const std::string& origin) {
    site.asked = true;
    const auto kept = find_robots(parts_.db, origin);
    if (kept) {
      const bool sure = kept->status >= 200 && kept->status < 500 && kept->status != 429;
      const auto lifetime = sure ? parts_.config.ingest.robots_lifetime : kFailedRobots;
      if (parts_.clock() - kept->fetched < lifetime) {
        site.robots = robots_of(*kept);
        return;
      }
    }
    FetchRequest r;
    r.tag = entries_.size() + sites_by_tag_.size();
    r.url = origin + "/robots.txt";
    sites_by_tag_.push_back(origin);
    ready_.push_back(std::move(r));
  }

  Robots robots_of(const StoredRobots& kept) const {
    auto by_status = robots_for_status(kept.status);
    return by_status ? *std::move(by_status) : Robots::parse(kept.body, agent_);
  }

  void request_page(std::size_t index) {
    const auto& entry = entries_[index];
    const auto& robots = *site_of(index)->robots;
    if (!robots.allows(escape_for_robots(entry.url)))
      return give_up(
          index, {Error::Kind::Permanent, "robots.txt forbids this page", loggable_url(entry.url)});
    FetchRequest r;
    r.tag = index;
    r.url = entry.url;
    r.accept = kAcceptPage;
    if (const auto delay = robots.crawl_delay()) r.min_spacing = *delay;
    ready_.push_back(std::move(r));
  }

  void read(FetchResponse r) {
    if (r.tag >= entries_.size()) return read_robots(std::move(r));
    if (r.status == 429) site_of(r.tag)->closed = true;
    if (r.error)
      failed(r.tag, *r.error, r);
    else if (!is_page(r))
      give_up(r.tag,
              {Error::Kind::Malformed, "not a page but " + r.content_type, loggable_url(r.url)});
    else
      read_page(r);
    parts_.listener.progress(IngestListener::Phase::Pages, ++settled_, entries_.size());
  }

  void read_robots(FetchResponse r) {
    const auto& origin = sites_by_tag_[r.tag - entries_.size()];
    // A robots.txt too large or too damaged to read is one that is not there.
    const bool unreadable = r.error && r.status >= 200 && r.status < 300;
    const StoredRobots kept{parts_.clock(), unreadable ? 404 : r.status, std::move(r.body)};
    save_robots(parts_.db, origin, kept);
    auto& site = sites_.at(origin);
    site.robots = robots_of(kept);
    const bool unreachable = kept.status == 0 || kept.status == 429 || kept.status >= 500;
    for (const auto index : std::exchange(site.waiting, {})) {
      if (unreachable)
        failed(index,
               {Error::Kind::Transient, "robots.txt cannot be read, so the page is not asked for",
                loggable_url(entries_[index].url)},
               r);
      else
        request_page(index);
    }
  }

  void read_page(const FetchResponse& r) {
    const auto& entry = entries_[r.tag];
    const auto page = extract_article(r.body, {r.final_url, r.content_type, parts_.clock()});
    if (!page) return give_up(r.tag, {page.error().kind, page.error().what, loggable_url(r.url)});
    const auto document = document_of_page(entry, source_of(entry), *page);
    ++report_.pages;
    if (document.stub) ++report_.stubs;
    const auto now = parts_.clock();
    const auto wait = parts_.config.ingest.recheck_after;
    const auto born = entry.published_at.value_or(entry.first_seen);
    std::optional<Instant> again;
    if (wait.count() > 0 && !entry.again && now - born < kYoung) again = now + wait;
    Transaction transaction(parts_.db);
    put_in_inbox(parts_.db, document, entry.first_seen);
    finish_entry(parts_.db, entry.document, again);
    transaction.commit();
  }

  // The feed's own words are the article.
  void without_page(std::size_t index) {
    const auto& entry = entries_[index];
    Transaction transaction(parts_.db);
    put_in_inbox(parts_.db, document_of_entry(entry, source_of(entry)), entry.first_seen);
    finish_entry(parts_.db, entry.document);
    transaction.commit();
  }

  // It may come later; until then the feed's summary stands for it, so that no news waits for a
  // page.
  void failed(std::size_t index, const Error& error, const FetchResponse& r) {
    const auto& entry = entries_[index];
    const bool last = entry.attempts + 1 >= parts_.config.ingest.page_attempts;
    if (error.kind != Error::Kind::Transient || last || entry.again) return give_up(index, error);
    const auto now = parts_.clock();
    seconds wait = minutes{10} * (1 << std::min(entry.attempts, 8));
    if (const auto wish = parse_retry_after(r.retry_after, now))
      wait = std::max(wait, std::min(*wish, kLongestRetry));
    settle_failure(index, now + wait, error);
  }

  void give_up(std::size_t index, const Error& error) {
    settle_failure(index, std::nullopt, error);
  }

  void settle_failure(std::size_t index, std::optional<Instant> next_try, const Error& error) {
    const auto& entry = entries_[index];
    const auto& source = source_of(entry);
    ++report_.failed_pages;
    Transaction transaction(parts_.db);
    if (entry.attempts == 0 && !entry.again)
      put_in_inbox(parts_.db, document_of_entry(entry, source), entry.first_seen);
    postpone_entry(parts_.db, entry.document, next_try, error.line());
    transaction.commit();
    parts_.listener.page_failed(source, error);
  }

  const IngestParts& parts_;
  IngestReport& report_;
  std::vector<SeenEntry> entries_;
  std::string agent_;
  std::map<std::string, FeedSource> sources_;
  std::map<std::string, Site> sites_;
  std::vector<std::string> sites_by_tag_;
  std::deque<FetchRequest> ready_;
  std::size_t settled_ = 0;
};

}  // namespace

void fetch_pages(const IngestParts& parts, IngestReport& report) {
  PageFetching{parts, report}.run();
}

}  // namespace chokepoint
