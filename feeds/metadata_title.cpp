// The headline of a page, and a title without the name of its site.
#include <array>

#include "feeds/metadata_source.h"
#include "models/core/fold.h"
#include "models/core/url.h"

namespace chokepoint {
namespace {

using Source = MetadataSource;

std::size_t common_prefix(std::string_view a, std::string_view b) {
  std::size_t i = 0;
  while (i < a.size() && i < b.size() && a[i] == b[i]) ++i;
  return i;
}

bool leads_home(const Source& s, NodeId heading) {
  for (NodeId n = heading + 1; n < s.page[heading].end; ++n) {
    if (s.page[n].tag != Tag::A) continue;
    const auto url = parse_url(resolve_url(s.url, s.page.attr(n, "href")));
    return url && (url->path.empty() || url->path == "/" || url->path == "/index.html");
  }
  return false;
}

// A masthead is an h1 on some pages.
bool is_site_name(const Source& s, NodeId heading, std::string_view folded_heading) {
  if (const auto own = parse_url(s.url); own && own->path.size() > 1 && leads_home(s, heading))
    return true;
  for (const auto& name : {collapsed(s.metas.first({"og:site_name"})), s.linked.site}) {
    if (!name.empty() && fold_text(name) == folded_heading) return true;
  }
  const NodeId tag = s.page.first(Tag::Title);
  if (tag == kNoNode) return false;
  const auto title = fold_text(s.page.text(tag));
  return title.size() > folded_heading.size() * 2 + 3 && title.ends_with(folded_heading) &&
         fold_text(s.metas.first({"og:title"})) != folded_heading;
}

// The h1 that other sources vouch for: one that begins like, or is part of, the page's own title.
std::string heading_of(const Source& s, std::string_view hint) {
  const auto wanted = fold_text(hint);
  std::string first;
  unsigned count = 0;
  for (NodeId n = 0; n < s.page.size(); ++n) {
    if (s.page[n].tag != Tag::H1) continue;
    auto text = s.page.text(n);
    if (text.empty()) continue;
    const auto folded = fold_text(text);
    if (is_site_name(s, n, folded)) continue;
    if (folded.size() > 8 && wanted.find(folded) != std::string::npos) return text;
    if (common_prefix(folded, wanted) > 20) return text;
    if (count++ == 0) first = std::move(text);
  }
  return count == 1 && wanted.empty() ? first : std::string{};
}

// Of "Notice on export control - Ministry", the part that also stands on the page by itself.
std::string shown_part(const Source& s, const std::string& title) {
  for (const std::string_view separator : {" | ", " - ", " – ", " — ", "｜", "_", "－", "-"}) {
    const auto at = title.find(separator);
    if (at == std::string::npos || at < 12) continue;
    const auto part = fold_text(title.substr(0, at));
    for (NodeId n = 0; n < s.page.size(); ++n) {
      const auto& node = s.page[n];
      if (node.tag == Tag::Head) n = node.end - 1;
      if (node.tag != Tag::Text || node.text.size() < at || node.text.size() > at + 60) continue;
      if (fold_text(collapsed(node.text)) == part) return title.substr(0, at);
    }
  }
  return title;
}

}  // namespace

std::string title_of(const MetadataSource& s, std::string_view site) {
  const NodeId title_tag = s.page.first(Tag::Title);
  const auto page_title = title_tag == kNoNode ? std::string{} : s.page.text(title_tag);
  const auto social = collapsed(s.metas.first({"og:title", "twitter:title", "dc.title", "title"}));
  auto title = heading_of(s, social + " " + s.linked.headline + " " + page_title);
  if (title.empty() && !s.linked.headline.empty()) title = s.linked.headline;
  if (title.empty()) title = shown_part(s, strip_site(social, site, s.host));
  if (title.empty()) title = shown_part(s, strip_site(page_title, site, s.host));
  if (title.empty()) title = heading_of(s, "");
  return title;
}

std::string strip_site(std::string_view title, std::string_view site, std::string_view host) {
  static constexpr std::array<std::string_view, 13> kSeparators = {
      " | ", " - ", " – ", " — ", " · ", " :: ", " » ", "｜", "_", "－", "ㅣ", " • ", " / "};
  const auto folded_site = fold_text(site);
  std::string folded_host;
  for (const char c : fold_text(host)) {
    if (c != '.' && c != '-') folded_host.push_back(c);
  }
  std::string out = collapsed(title);
  for (unsigned round = 0; round < 3; ++round) {
    std::size_t best = std::string::npos;
    std::size_t size = 0;
    for (const auto separator : kSeparators) {
      const auto at = out.rfind(separator);
      if (at != std::string::npos && at > 0 && (best == std::string::npos || at > best)) {
        best = at;
        size = separator.size();
      }
    }
    if (best == std::string::npos) break;
    const auto tail = fold_text(out.substr(best + size));
    std::string letters;
    for (const char c : tail) {
      if (c != ' ' && c != '.' && c != '-') letters.push_back(c);
    }
    const bool is_site =
        !tail.empty() && (folded_site.find(tail) != std::string::npos ||
                          (!folded_site.empty() && tail.find(folded_site) != std::string::npos) ||
                          (letters.size() > 2 && folded_host.find(letters) != std::string::npos));
    // A bar parts a title from its section and site; a dash only where the tail is the site's name.
    const bool bar = out.compare(best, 3, " | ") == 0 || out.compare(best, size, "｜") == 0;
    if (!is_site && !(bar && best > tail.size())) break;
    out.erase(best);
  }
  for (const std::string_view separator : {" | ", " - ", " – ", " :: ", " » ", ": "}) {
    const auto at = out.find(separator);
    if (at == std::string::npos || folded_site.empty()) continue;
    if (fold_text(out.substr(0, at)) == folded_site && out.size() > at + separator.size() + 8)
      return out.substr(at + separator.size());
  }
  return out;
}

}  // namespace chokepoint
