// Relative links inside a feed's HTML, made absolute: the entry is read far from the page it was
// written for.
#include <algorithm>

#include "feeds/feed_formats.h"
#include "feeds/xml_text.h"
#include "models/core/url.h"

namespace chokepoint {
namespace {

constexpr bool blank(char c) {
  return c == ' ' || c == '\t' || c == '\n' || c == '\r';
}

// The position behind `name="` at or after `from`, in s; npos where there is none.
std::size_t next_value(std::string_view s, std::size_t from, char& quote) {
  for (auto at = s.find('=', from); at != std::string_view::npos; at = s.find('=', at + 1)) {
    if (at < 4 || at + 1 >= s.size()) continue;
    quote = s[at + 1];
    const bool href = at >= 5 && same_word(s.substr(at - 4, 4), "href") && blank(s[at - 5]);
    const bool src = same_word(s.substr(at - 3, 3), "src") && blank(s[at - 4]);
    if ((href || src) && (quote == '"' || quote == '\'')) return at + 2;
  }
  return std::string_view::npos;
}

bool relative(std::string_view ref) {
  const auto colon = ref.find(':');
  return !ref.empty() && ref[0] != '#' &&
         (colon == std::string_view::npos || ref.find_first_of("/?#") < colon);
}

}  // namespace

std::string with_absolute_links(Element at, std::string_view base, std::string html) {
  char quote = '"';
  if (next_value(html, 0, quote) == std::string_view::npos) return html;
  const auto from = resolved(at, base, ".");
  if (!parse_url(from)) return html;
  const auto document =
      resolved(at, base, "?");  // any base will do for "/x" and "x"; "?x" needs the document itself
  std::string out;
  std::size_t done = 0;
  const std::string_view s = html;
  for (auto value = next_value(s, 0, quote); value != std::string_view::npos;
       value = next_value(s, value, quote)) {
    const auto end = s.find(quote, value);
    if (end == std::string_view::npos) break;
    const auto ref = s.substr(value, end - value);
    out.append(s.substr(done, value - done));
    out += relative(ref) ? resolve_url(ref[0] == '?' ? document : from, ref) : std::string(ref);
    done = end;
    value = end;
  }
  out.append(s.substr(done));
  return out;
}

}  // namespace chokepoint
