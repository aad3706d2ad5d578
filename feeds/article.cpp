#include "feeds/article.h"

#include <algorithm>
#include <array>

#include <nlohmann/json.hpp>

#include "feeds/article_content.h"
#include "feeds/article_json.h"
#include "feeds/article_scripts.h"
#include "feeds/article_stub.h"
#include "feeds/html_strip.h"
#include "feeds/site_rules.h"
#include "models/core/encoding.h"
#include "models/core/language.h"
#include "models/core/url.h"
#include "models/core/utf8.h"

namespace chokepoint {
namespace {

// The content decides where it is long enough to be told; a declared language that detection does
// not know is believed.
std::string language_of(const std::string& declared, const Article& article) {
  const auto tag = language_of_tag(declared);
  auto detected = detect_language(article.title + "\n" + article.text);
  if (tag.empty() || detected.empty()) return detected.empty() ? tag : detected;
  const auto primary = [](std::string_view s) { return s.substr(0, s.find('-')); };
  if (primary(tag) == primary(detected)) return detected;
  static constexpr std::array<std::string_view, 10> kOurs = {
      "en", "zh", "zh-Hans", "zh-Hant", "ja", "ko", "de", "fr", "es", "ru"};
  const bool ours = std::find(kOurs.begin(), kOurs.end(), detected) != kOurs.end();
  return ours && article.text.size() > 300 ? detected : tag;
}

nlohmann::ordered_json or_null(const std::string& s) {
  return s.empty() ? nlohmann::ordered_json(nullptr) : nlohmann::ordered_json(s);
}

nlohmann::ordered_json or_null(const std::optional<PageDate>& d) {
  return d ? nlohmann::ordered_json(d->text) : nlohmann::ordered_json(nullptr);
}

// Below this a page is asked for the text inside its scripts.
constexpr std::size_t kAlmostNothing = 200;

std::string text_of_scripts(std::string_view html) {
  const auto whole = Html::parse(html);
  if (!whole) return {};
  auto text = valid_utf8(text_in_json(*whole));
  if (text.empty()) text = valid_utf8(text_in_scripts(*whole));
  return text.size() > 2 * kAlmostNothing ? text : std::string{};
}

}  // namespace

Result<Article> extract_article(std::string_view html, const PageSource& source) {
  const auto decoded = decode_bytes(html, source.content_type, true);
  auto page = Html::parse(without_scripts(decoded.text));
  if (!page) {
    auto error = page.error();
    error.where = source.url;
    return error;
  }
  auto metadata = read_metadata(*page, source.url, source.now);
  if (!metadata.published)
    if (auto date = date_in_json(decoded.text); date && date->at <= source.now)
      metadata.published = std::move(date);
  Article out;
  out.url = source.url;
  out.canonical_url = metadata.canonical_url;
  out.title = valid_utf8(metadata.title);
  out.byline = valid_utf8(metadata.byline);
  out.authors = metadata.authors;
  out.site = valid_utf8(metadata.site);
  out.published = metadata.published;
  out.modified = metadata.modified;
  out.description = valid_utf8(metadata.description);
  out.html_bytes = html.size();
  ContentHints hints;
  hints.title = metadata.title;
  hints.description = metadata.description;
  hints.article_body = metadata.article_body;
  const auto address = parse_url(source.url);
  if (const auto* rule = rule_for(address ? address->host : "")) {
    hints.roots = select(*page, rule->text);
    hints.removed = select(*page, rule->remove);
  }
  out.text = valid_utf8(main_text(*page, hints));
  if (out.text.size() < kAlmostNothing) {
    if (auto text = text_of_scripts(decoded.text); text.size() > out.text.size() * 2)
      out.text = std::move(text);
  }
  out.stub = is_stub(out.text, metadata);
  out.lang = language_of(metadata.declared_lang, out);
  return out;
}

nlohmann::ordered_json to_json(const Article& a) {
  nlohmann::ordered_json out;
  out["url"] = or_null(a.url);
  out["canonical_url"] = or_null(a.canonical_url);
  out["title"] = or_null(a.title);
  out["byline"] = or_null(a.byline);
  out["authors"] = a.authors;
  out["published"] = or_null(a.published);
  out["modified"] = or_null(a.modified);
  out["lang"] = or_null(a.lang);
  out["site"] = or_null(a.site);
  out["text"] = a.text;
  out["stub"] = a.stub;
  out["html_bytes"] = a.html_bytes;
  return out;
}

}  // namespace chokepoint
