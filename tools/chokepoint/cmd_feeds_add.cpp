// chokepoint feeds add URL: the feed at an address, or of the page there, found in one request.
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

// Fills in what the feed says of itself, or turns to the feed the page points at.
Result<void> look_at(const FetchResponse& r, FeedSource& source) {
  if (r.error) return *r.error;
  const auto feed = read_feed({r.body, r.content_type, r.final_url, 50});
  if (feed) {
    if (source.outlet.empty()) source.outlet = feed->title;
    if (source.lang.empty()) source.lang = language_of_tag(feed->language);
    return {};
  }
  const auto found = discover_feeds(r.body, r.final_url);
  // One request was promised: a guessed address would need another to prove it.
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
    FetchRequest request;
    request.url = source.url;
    if (auto seen = look_at(fetcher->get(std::move(request)), source); !seen) {
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
