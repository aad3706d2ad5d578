// [[feed]] tables, in a configuration or in a sources file of its own.
#include <algorithm>
#include <cctype>
#include <set>

#include "pipeline/config.h"

namespace chokepoint {
namespace {

bool is_feed_id(std::string_view id) {
  return !id.empty() && std::all_of(id.begin(), id.end(), [](unsigned char c) {
    return std::islower(c) != 0 || std::isdigit(c) != 0 || c == '-' || c == '_' || c == '.';
  });
}

FeedSource read_configured_feed(const TomlTable& t) {
  FeedSource feed;
  feed.id = t.required_string("id");
  feed.url = t.required_string("url");
  feed.outlet = t.string("outlet");
  feed.country = t.string("country");
  feed.lang = t.string("lang");
  feed.topic = t.string("topic");
  feed.articles = t.boolean("articles", true);
  feed.configured = true;
  const auto tier = t.string("tier", "press");
  if (const auto known = parse_tier(tier))
    feed.tier = *known;
  else
    t.problem("'tier' must be official, wire, press or aggregator", "tier");
  if (!feed.id.empty() && !is_feed_id(feed.id))
    t.problem("'id' may hold a-z, 0-9, '-', '_' and '.'", "id");
  if (!feed.url.empty() && !feed.url.starts_with("http://") && !feed.url.starts_with("https://"))
    t.problem("'url' must begin with http:// or https://", "url");
  return feed;
}

}  // namespace

std::vector<FeedSource> read_feeds(const TomlTable& root) {
  std::vector<FeedSource> out;
  std::set<std::string> seen;
  for (const auto& table : root.tables("feed")) {
    auto feed = read_configured_feed(table);
    if (!feed.id.empty() && !seen.insert(feed.id).second)
      table.problem("feed id '" + feed.id + "' is taken already", "id");
    out.push_back(std::move(feed));
  }
  return out;
}

Result<std::vector<FeedSource>> load_sources(const std::string& path) {
  const auto root = TomlTable::load_file(path);
  if (!root) return root.error();
  // `verified` is a note to people: whether somebody has read this feed over the network.
  root->boolean("verified");
  auto feeds = read_feeds(*root);
  const auto problems = root->finish();
  if (!problems.empty()) return problems.front();
  return feeds;
}

}  // namespace chokepoint
