// An article page read whole: bytes in, the contract's `extract` object out. The parts are html
// (DOM), metadata, article_content (text) and site_rules (what one site needs).
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <nlohmann/json_fwd.hpp>

#include "feeds/metadata.h"
#include "models/core/result.h"
#include "models/core/time.h"

namespace chokepoint {

struct Article {
  std::string url, canonical_url, title, byline, lang, site;
  std::vector<std::string> authors;
  std::optional<PageDate> published, modified;
  std::string text;         // UTF-8, paragraphs one a line
  std::string description;  // what a stub can be classified by, where the feed gives no summary
  std::size_t html_bytes = 0;
  bool stub = false;  // a paywall, a consent wall or a bot check stands where the text should be
};

struct PageSource {
  std::string_view url;           // empty when unknown
  std::string_view content_type;  // of the HTTP answer; its charset counts
  Instant now{};                  // no date is believed beyond it
};

Result<Article> extract_article(std::string_view html, const PageSource& source);

nlohmann::ordered_json to_json(const Article& article);

}  // namespace chokepoint
