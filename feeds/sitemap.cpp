// Sitemaps: of pages, of news, of other sitemaps, and as bare lists of addresses.
#include <algorithm>

#include "feeds/feed_formats.h"
#include "feeds/xml_text.h"
#include "models/core/url.h"

namespace chokepoint {
namespace {

// Blanks of any script, which word processors leave around addresses.
std::string address_text(Element e) {
  auto s = e.text();
  for (const std::string_view odd :
       {"\xC2\xA0", "\xE2\x80\x8B", "\xEF\xBB\xBF", "\xE3\x80\x80", "\xE2\x80\xA8", "\xE2\x80\xA9"})
    for (auto at = s.find(odd); at != std::string::npos; at = s.find(odd))
      s.replace(at, odd.size(), " ");
  const auto inner = trimmed(s);
  return std::string(inner.substr(0, inner.find_first_of(" \t\r\n")));
}

Element any_child(Element parent, std::string_view name) {
  for (auto e = parent.first(); e; e = e.next())
    if (same_word(e.name(), name)) return e;
  return {};
}

Element sitemap_child(Element parent, std::string_view name) {
  for (auto e = parent.first(); e; e = e.next())
    if (same_word(e.name(), name) && e.space() != Space::News && e.space() != Space::Media)
      return e;
  return {};
}

void read_news(Element news, Entry& out) {
  out.title = any_child(news, "title").html();
  fill(out.published, any_child(news, "publication_date").text());
  const auto publication = any_child(news, "publication");
  out.publication = folded_space(any_child(publication, "name").text());
  out.language = any_child(publication, "language").text();
  const auto keywords = any_child(news, "keywords").text();
  for (std::size_t start = 0; start < keywords.size();) {
    const auto end = std::min(keywords.find(',', start), keywords.size());
    add_once(out.categories, folded_space(std::string_view(keywords).substr(start, end - start)));
    start = end + 1;
  }
}

void read_url(Element url, std::string_view base, ParsedFeed& out) {
  Entry entry;
  auto loc = sitemap_child(url, "loc");
  entry.link = resolved(loc, base, address_text(loc));
  fill(entry.updated, sitemap_child(url, "lastmod").text());
  for (auto e = url.first(); e; e = e.next())
    if (same_word(e.name(), "news")) read_news(e, entry);
  if (!entry.link.empty()) out.entries.push_back(std::move(entry));
}

void add_link(std::vector<SitemapLink>& links, SitemapLink link) {
  const auto same = [&](const SitemapLink& l) { return l.url == link.url; };
  if (!link.url.empty() && std::none_of(links.begin(), links.end(), same))
    links.push_back(std::move(link));
}

void read_sitemap_link(Element e, std::string_view base, std::vector<SitemapLink>& links) {
  SitemapLink link;
  fill(link.updated, sitemap_child(e, "lastmod").text());
  bool found = false;
  for (auto loc = e.first(); loc; loc = loc.next()) {
    if (!same_word(loc.name(), "loc")) continue;
    link.url = resolved(loc, base, address_text(loc));
    add_link(links, link);
    found = true;
  }
  if (found) return;
  link.url = resolved(e, base, address_text(e));
  add_link(links, std::move(link));
}

void read_children(Element parent, std::string_view base, ParsedFeed& out) {
  for (auto e = parent.first(); e; e = e.next()) {
    if (same_word(e.name(), "sitemap")) {
      read_sitemap_link(e, base, out.sitemaps);
      read_children(e, base, out);
    } else if (same_word(e.name(), "url") || same_word(e.name(), "urlset")) {
      if (sitemap_child(e, "loc"))
        read_url(e, base, out);
      else
        read_children(e, base, out);
    }
  }
}

}  // namespace

void read_sitemap(Element root, std::string_view base, ParsedFeed& out) {
  out.format = same_word(root.name(), "sitemapindex") ? "sitemapindex" : "sitemap";
  read_children(root, base, out);
}

bool read_text_sitemap(std::string_view text, ParsedFeed& out) {
  out.format = "sitemap";
  while (!text.empty()) {
    const auto end = std::min(text.find_first_of("\r\n"), text.size());
    const auto line = trimmed(text.substr(0, end));
    text.remove_prefix(std::min(end + 1, text.size()));
    if (line.empty()) continue;
    if (!parse_url(line)) {
      if (out.entries.empty()) return false;
      if (out.warnings.size() < 20) out.warnings.emplace_back("a line is no address");
      continue;
    }
    Entry entry;
    entry.link = line;
    out.entries.push_back(std::move(entry));
  }
  return !out.entries.empty();
}

}  // namespace chokepoint
