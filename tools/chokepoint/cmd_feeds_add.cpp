// chokepoint feeds add URL: the feed at an address, or of the page there.
#include <algorithm>
#include <cstdio>
#include <memory>
#include <string>

#include <CLI/CLI.hpp>

#include "feeds/discover.h"
#include "feeds/feed.h"
#include "feeds/http.h"
#include "models/core/language.h"
#include "models/core/url.h"
#include "pipeline/feed_id.h"
#include "storage/feeds_store.h"
#include "tools/chokepoint/cmd_feeds.h"
#include "tools/chokepoint/setup.h"

namespace chokepoint::cli {
namespace {

struct FeedsAddOptions {
  FeedSource source;
  std::string tier = "press";
  bool no_articles = false, unseen = false;
};

FetchResponse response_of(Fetcher& fetcher, const std::string& url) {
  FetchRequest request;
  request.url = url;
  return fetcher.get(std::move(request));
}

// Fills in what the feed says of itself, where it is one.
Result<void> read_as_feed(const FetchResponse& r, FeedSource& source) {
  const auto feed = read_feed({r.body, r.content_type, r.final_url, 50});
  if (!feed) return feed.error();
  if (source.outlet.empty()) source.outlet = feed->title;
  if (source.lang.empty()) source.lang = language_of_tag(feed->language);
  return {};
}

// Reads the feed, or turns to the one the page points at and reads that.
Result<void> look_at(Fetcher& fetcher, FeedSource& source) {
  const auto r = response_of(fetcher, source.url);
  if (r.error) return *r.error;
  const auto feed = read_as_feed(r, source);
  if (feed) return {};
  const auto found = discover_feeds(r.body, r.final_url);
  // A page's word for its feed is worth a second request, a guess is not.
  if (found.empty() || found.front().how == FoundFeed::How::Guessed) {
    const auto guess = found.empty() ? "" : ", such as " + loggable_url(found.front().url);
    return Error{
        Error::Kind::Malformed,
        feed.error().what + ", and the page names no feed; give the feed's own address" + guess,
        loggable_url(source.url)};
  }
  source.url = found.front().url;
  for (const auto& one : found)
    if (one.how != FoundFeed::How::Guessed)
      std::fprintf(stderr, "found %s %s\n", loggable_url(one.url).c_str(), one.title.c_str());
  const auto named = response_of(fetcher, source.url);
  if (named.error) return *named.error;
  if (const auto read = read_as_feed(named, source); !read)
    return Error{read.error().kind, "the page names this as its feed, but: " + read.error().what,
                 loggable_url(source.url)};
  return {};
}

void run_add(const FeedsAddOptions& options, Globals& globals) {
  const auto config = config_or_complain(globals);
  if (!config) return;
  auto db = store_or_complain(globals, *config);
  if (!db) return;
  auto source = options.source;
  source.tier = *parse_tier(options.tier);
  source.articles = !options.no_articles;
  if (!options.unseen) {
    const auto fetcher = make_fetcher(config->fetch);
    if (auto seen = look_at(*fetcher, source); !seen) {
      complain(seen.error().line());
      complain("nothing added; --unseen adds an address without looking at it");
      globals.status = kPartly;
      return;
    }
  }
  sync_configured_sources(*db, config->feeds);
  const auto known = list_sources(*db);
  for (const auto& k : known)
    if (k.url == source.url) {
      std::printf("known already as %s\n", k.id.c_str());
      return;
    }
  if (source.id.empty()) source.id = feed_id_for(source.url, known);
  if (!add_source(*db, source)) {
    complain("the id '" + source.id + "' is taken; give another with --id");
    globals.status = kUsage;
    return;
  }
  std::printf("added %s %s\n", source.id.c_str(), loggable_url(source.url).c_str());
}

}  // namespace

void add_feeds_add(CLI::App& feeds, Globals& globals) {
  auto options = std::make_shared<FeedsAddOptions>();
  auto* sub = feeds.add_subcommand("add", "Add the feed at an address, or of the page there");
  auto& s = options->source;
  sub->add_option("url", s.url, "Address of a feed, or of a page that names one")->required();
  sub->add_option("--id", s.id, "Short name (default: made from the address)");
  sub->add_option("--outlet", s.outlet, "Name of the outlet (default: the feed's title)");
  sub->add_option("--country", s.country, "Of the outlet, as DE or CN");
  sub->add_option("--lang", s.lang, "Language, as en or zh-Hans (default: the feed's own word)");
  sub->add_option("--topic", s.topic, "A word of your own");
  sub->add_option("--tier", options->tier, "official, wire, press or aggregator")
      ->check(CLI::IsMember({"official", "wire", "press", "aggregator"}));
  sub->add_flag("--no-articles", options->no_articles, "Read the feed's own text, not the pages");
  sub->add_flag("--unseen", options->unseen, "Add it without a request");
  sub->callback([options, &globals] { run_add(*options, globals); });
}

}  // namespace chokepoint::cli
