#include "feeds/feed.h"

#include <algorithm>
#include <numeric>

#include "feeds/feed_formats.h"
#include "feeds/gunzip.h"
#include "feeds/xml_text.h"
#include "models/core/encoding.h"
#include "models/core/url.h"

namespace chokepoint {
namespace {

constexpr std::size_t kMaxInflated = std::size_t{64} << 20;

using Reader = void (*)(Element, std::string_view, ParsedFeed&);

// Channel by itself is RSS without its root, or CDF: only the latter has addresses on its items.
bool is_cdf(Element channel) {
  if (channel.has_attribute("href") || channel.has_attribute("base")) return true;
  const auto item = channel.child("item");
  return item && item.has_attribute("href") && !item.child("link");
}

Reader reader_of(Element e) {
  const auto name = lowered(e.name());
  if (name == "rss" || name == "rdf") return read_rss;
  if (name == "feed" || (name == "entry" && e.plain("entry"))) return read_atom;
  if (name == "channel") return is_cdf(e) ? read_cdf : read_rss;
  if (name == "urlset" || name == "sitemapindex") return read_sitemap;
  return nullptr;
}

// The root may stand beside junk, or inside somebody's wrapper.
Element find_root(Element parent, int depth, Reader& reader) {
  for (auto e = parent.first(); e; e = e.next())
    if ((reader = reader_of(e)) != nullptr) return e;
  for (auto e = parent.first(); e && depth > 0; e = e.next())
    if (const auto found = find_root(e, depth - 1, reader)) return found;
  return {};
}

Error not_a_feed(std::string_view text) {
  const auto start = trimmed(text);
  if (start.empty()) return {Error::Kind::Malformed, "empty document", {}};
  if (looks_like_html(start)) return {Error::Kind::Malformed, "an HTML page, not a feed", {}};
  return {Error::Kind::Malformed, "no feed in this document", {}};
}

Result<void> read_text(std::string text, std::string_view base, ParsedFeed& out) {
  const auto start = trimmed(text);
  if (start.starts_with('{') ||
      (start.starts_with('[') && start.find('<') == std::string_view::npos))
    return read_json_feed(start, base, out);
  if (start.starts_with("http") && read_text_sitemap(start, out)) return {};
  const XmlTree tree(std::move(text));
  Reader reader = nullptr;
  const auto root = find_root(tree.document(), 3, reader);
  if (!root) return not_a_feed(tree.source());
  reader(root, base, out);
  out.warnings.insert(out.warnings.end(), tree.warnings().begin(), tree.warnings().end());
  return {};
}

// What an entry leaves out it has from its feed (Atom says so of authors; readers do so for the
// rest), and an identifier that is an address serves where no link is given.
void inherit(ParsedFeed& feed) {
  const auto tidy = [](std::string& tag) { std::replace(tag.begin(), tag.end(), '_', '-'); };
  tidy(feed.language);
  for (auto& entry : feed.entries) {
    tidy(entry.language);
    if (entry.authors.empty()) entry.authors = feed.authors;
    if (entry.language.empty()) entry.language = feed.language;
    if (entry.categories.empty()) entry.categories = feed.categories;
    if (entry.link.empty() && parse_url(entry.id)) entry.link = entry.id;
    if (entry.link.empty() && !entry.enclosures.empty()) entry.link = entry.enclosures.front().href;
  }
}

// "AT&amp;amp;T" was meant as AT&T; what would turn into tags was not.
std::string decoded_again(std::string title) {
  if (title.find('&') == std::string::npos) return title;
  auto twice = decode_references(title);
  return has_markup(twice) && twice.find('<') != std::string::npos ? title : twice;
}

}  // namespace

void keep_newest(std::vector<Entry>& entries, std::size_t count) {
  if (entries.size() <= count) return;
  std::vector<std::size_t> order(entries.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  const auto date = [&](std::size_t i) {
    const auto& e = entries[i];
    return e.published ? *e.published : e.updated.value_or(Instant{});
  };
  std::stable_sort(order.begin(), order.end(),
                   [&](std::size_t a, std::size_t b) { return date(a) > date(b); });
  order.resize(count);
  std::sort(order.begin(), order.end());
  std::vector<Entry> kept;
  for (const auto i : order) kept.push_back(std::move(entries[i]));
  entries = std::move(kept);
}

Result<ParsedFeed> read_feed(const FeedInput& input) {
  std::string unpacked;
  auto bytes = input.bytes;
  if (is_gzip(bytes)) {
    auto inflated = gunzip(bytes, kMaxInflated);
    if (!inflated)
      return Error{inflated.error().kind, inflated.error().what, std::string(input.base)};
    unpacked = *std::move(inflated);
    bytes = unpacked;
  }
  auto decoded = decode_bytes(bytes, input.content_type, false);
  ParsedFeed out;
  out.encoding = decoded.encoding;
  if (decoded.repaired)
    out.warnings.push_back("the declared encoding is wrong; read as " + decoded.encoding);
  if (auto read = read_text(std::move(decoded.text), input.base, out); !read)
    return Error{read.error().kind, read.error().what, std::string(input.base)};
  inherit(out);
  out.title = decoded_again(std::move(out.title));
  for (auto& entry : out.entries) entry.title = decoded_again(std::move(entry.title));
  if (input.plain_titles) {
    out.title = readable_title(out.title);
    for (auto& entry : out.entries) entry.title = readable_title(entry.title);
  }
  if (out.entries.size() > input.max_entries) {
    out.warnings.push_back("more than " + std::to_string(input.max_entries) +
                           " entries; the oldest are left out");
    keep_newest(out.entries, input.max_entries);
  }
  return out;
}

}  // namespace chokepoint
