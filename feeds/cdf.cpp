// Channel Definition Format: what some servers have answered since 1997.
#include "feeds/feed_formats.h"
#include "feeds/xml_text.h"

namespace chokepoint {
namespace {

std::string address_of(Element e, std::string_view base) {
  auto href = e.attribute("href");
  if (href.empty()) href = e.child("a").attribute("href");
  return resolved(e, base, href);
}

void read_channel_items(Element parent, std::string_view base, ParsedFeed& out) {
  for (auto e = parent.first(); e; e = e.next()) {
    if (same_word(e.name(), "channel")) read_channel_items(e, base, out);
    if (!same_word(e.name(), "item")) continue;
    Entry entry;
    entry.link = address_of(e, base);
    entry.title = e.child("title").html();
    entry.summary = e.child("abstract").html();
    fill(entry.updated, e.attribute("lastmod"));
    out.entries.push_back(std::move(entry));
  }
}

}  // namespace

void read_cdf(Element root, std::string_view base, ParsedFeed& out) {
  out.format = "cdf";
  const auto own = root.attribute("base");
  const std::string from = own.empty() ? std::string(base) : resolved({}, base, own);
  out.link = address_of(root, from);
  out.title = root.child("title").html();
  out.description = root.child("abstract").html();
  out.image = resolved(root, from, root.child("logo").attribute("href"));
  fill(out.updated, root.attribute("lastmod"));
  read_channel_items(root, from, out);
}

}  // namespace chokepoint
