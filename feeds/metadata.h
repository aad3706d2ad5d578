// What a page says of itself, source by source in order of trust: JSON-LD, microdata, Open Graph
// and other meta tags, and what is visible. The main text is article_content's.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "feeds/html.h"
#include "models/core/time.h"

namespace chokepoint {

// A date as a page gives it: RFC 3339 with the page's own zone; without zone or time where the page
// says none.
struct PageDate {
  std::string text;  // 2026-01-06T10:00:00+09:00 | 2026-01-06T10:00:00 | 2026-01-06
  Instant at{};      // UTC; without a zone, as if it were UTC
  bool has_time = false;
};

struct Metadata {
  std::string title, byline, site, declared_lang, canonical_url, description;
  std::optional<PageDate> published, modified;
  std::string article_body;  // of structured data; plain text
  bool for_subscribers = false;
  std::vector<std::string> authors;
};

// The article object of a page's JSON-LD.
struct LinkedData {
  std::string headline, description, article_body, site, lang, url, published, modified;
  std::vector<std::string> authors;
  bool for_subscribers = false;
};
LinkedData read_linked_data(const Html& page);

// Dates later than `now` (and a day, for zones) are not believed.
Metadata read_metadata(const Html& page, std::string_view url, Instant now);

// Reads a date of meta data or of visible text, the month names of some twenty languages among it.
// `month_first`: how to read 4/5/2026.
std::optional<PageDate> read_page_date(std::string_view text, bool month_first);
// The date in an address such as /2026/01/06/ or /20260106-.
std::optional<PageDate> date_in_url(std::string_view url);
// The first date in running text of at most a line; nullopt where there is none.
std::optional<PageDate> find_date(std::string_view text, bool month_first);

// A title without the name of its site: "Ban widens | Example News" -> "Ban widens".
std::string strip_site(std::string_view title, std::string_view site, std::string_view host);

}  // namespace chokepoint
