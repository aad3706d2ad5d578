#include "pipeline/entry_document.h"

#include "feeds/html.h"
#include "feeds/html_blocks.h"
#include "models/core/language.h"
#include "models/core/url.h"

namespace chokepoint {
namespace {

constexpr std::chrono::hours kDatesAgree{72};

std::string first_known(std::initializer_list<std::string_view> candidates) {
  for (const auto c : candidates)
    if (!c.empty()) return std::string{c};
  return {};
}

std::string outlet_of(const FeedSource& source, std::string_view site, const std::string& url) {
  const auto parsed = parse_url(url);
  const auto domain = parsed ? registrable_domain(parsed->host) : std::string{};
  return first_known({source.outlet, site, domain});
}

void set_source(Document& d, const SeenEntry& entry, const FeedSource& source) {
  d.id = entry.document;
  d.url = entry.url;
  d.tier = source.tier;
  d.country = source.country;
  d.first_seen = entry.first_seen;
}

// The page knows the outlet's own calendar, the feed the instant. Where the two are far apart, the
// page's date was that of something else.
void set_dates(Document& d, const SeenEntry& entry, const std::optional<PageDate>& page) {
  const auto fed = entry.published_at ? entry.published_at : entry.updated_at;
  d.published_at = fed;
  if (page && (!fed || std::chrono::abs(page->at - *fed) <= kDatesAgree)) {
    d.published = parse_day(page->text);
    if (!fed && page->has_time) d.published_at = page->at;
  }
  if (!d.published && fed) d.published = std::chrono::floor<std::chrono::days>(*fed);
  if (!d.published) d.published = std::chrono::floor<std::chrono::days>(entry.first_seen);
}

}  // namespace

std::string text_of_markup(std::string_view html) {
  if (html.find_first_of("<&") == std::string_view::npos) {
    std::string out;
    append_collapsed(out, html);
    return out;
  }
  const auto page = Html::parse(html);
  if (!page) return {};
  const std::vector<char> dropped(page->size(), 0);
  std::string out;
  for (const auto& block : read_blocks(*page, 0, dropped)) {
    if (block.text.empty()) continue;
    out += (out.empty() ? "" : "\n") + block.text;
  }
  return out;
}

Document document_of_entry(const SeenEntry& entry, const FeedSource& source) {
  Document d;
  set_source(d, entry, source);
  d.canonical_url = entry.url.empty() ? std::string{} : canonical_url(entry.url);
  d.outlet = outlet_of(source, "", entry.url);
  d.lang = language_of_tag(first_known({entry.lang, source.lang}));
  d.title = entry.title;
  d.text = entry.summary;
  d.byline = entry.byline;
  d.stub = source.articles;
  set_dates(d, entry, std::nullopt);
  return d;
}

Document document_of_page(const SeenEntry& entry, const FeedSource& source, const Article& page) {
  auto d = document_of_entry(entry, source);
  d.canonical_url = first_known({page.canonical_url, d.canonical_url});
  d.outlet = outlet_of(source, page.site, entry.url);
  d.lang = language_of_tag(first_known({page.lang, entry.lang, source.lang}));
  d.title = first_known({page.title, entry.title});
  d.byline = first_known({page.byline, entry.byline});
  d.stub = page.stub || page.text.empty();
  if (!d.stub)
    d.text = page.text;
  else
    d.text = first_known({entry.summary, page.text, page.description});
  set_dates(d, entry, page.published);
  return d;
}

}  // namespace chokepoint
