#include <nlohmann/json.hpp>

#include "feeds/feed.h"

namespace chokepoint {
namespace {

using nlohmann::ordered_json;

ordered_json known_or_null(const std::string& s) {
  return s.empty() ? ordered_json(nullptr) : ordered_json(s);
}

ordered_json known_or_null(const std::optional<Instant>& t) {
  return t ? ordered_json(format_rfc3339(*t)) : ordered_json(nullptr);
}

ordered_json entry_json(const Entry& e) {
  ordered_json out{{"id", known_or_null(e.id)},
                   {"title", known_or_null(e.title)},
                   {"link", known_or_null(e.link)}};
  out["links"] = ordered_json::array();
  for (const auto& link : e.links)
    out["links"].push_back({{"rel", link.rel}, {"href", link.href}, {"type", link.type}});
  out["summary"] = known_or_null(e.summary);
  out["content"] = known_or_null(e.content);
  out["authors"] = e.authors;
  out["published"] = known_or_null(e.published);
  out["updated"] = known_or_null(e.updated);
  out["categories"] = e.categories;
  out["comments"] = known_or_null(e.comments);
  out["language"] = known_or_null(e.language);
  if (!e.publication.empty()) out["publication"] = e.publication;
  out["enclosures"] = ordered_json::array();
  for (const auto& x : e.enclosures)
    out["enclosures"].push_back({{"href", x.href}, {"type", x.type}, {"length", x.length}});
  return out;
}

}  // namespace

ordered_json to_json(const ParsedFeed& f) {
  ordered_json out{
      {"format", f.format}, {"encoding", f.encoding}, {"title", known_or_null(f.title)}};
  out["link"] = known_or_null(f.link);
  out["description"] = known_or_null(f.description);
  out["language"] = known_or_null(f.language);
  out["published"] = known_or_null(f.published);
  out["updated"] = known_or_null(f.updated);
  out["authors"] = f.authors;
  out["copyright"] = known_or_null(f.copyright);
  out["generator"] = known_or_null(f.generator);
  out["image"] = known_or_null(f.image);
  out["categories"] = f.categories;
  out["hub"] = known_or_null(f.hub);
  if (!f.self.empty()) out["self"] = f.self;
  if (f.interval) out["interval_minutes"] = f.interval->count();
  out["entries"] = ordered_json::array();
  for (const auto& e : f.entries) out["entries"].push_back(entry_json(e));
  for (const auto& s : f.sitemaps) out["sitemaps"].push_back(s.url);
  out["warnings"] = f.warnings;
  return out;
}

}  // namespace chokepoint
