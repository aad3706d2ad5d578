// RSS 0.90 to 2.0 and RSS 1.0: one reader, since real feeds mix their elements freely.
#include <algorithm>
#include <array>
#include <charconv>

#include "feeds/feed_date.h"
#include "feeds/feed_formats.h"
#include "feeds/xml_text.h"
#include "models/core/url.h"

namespace chokepoint {
namespace {

std::string format_of(Element root) {
  // RSS 0.90 is RDF too, told by the address of its vocabulary.
  if (!root.plain("rss") && !root.plain("channel"))
    return root.attribute("xmlns").find("/0.9") == std::string::npos ? "rss10" : "rss09x";
  const auto version = root.attribute("version");
  return version.starts_with("0.") ? "rss09x" : "rss20";
}

bool is_address(std::string_view s) {
  return s.starts_with("http://") || s.starts_with("https://") || s.starts_with("HTTP");
}

void read_guid(Element guid, Entry& entry, std::string_view base) {
  entry.id = guid.html();
  if (!entry.link.empty() || same_word(guid.attribute("isPermaLink"), "false")) return;
  if (is_address(entry.id) ||
      (!entry.id.empty() && entry.id[0] == '/' && same_word(guid.attribute("isPermaLink"), "true")))
    entry.link = resolved(guid, base, entry.id);
}

void read_author(Element author, Entry& entry) {
  if (const auto name = author.child("name"))
    add_once(entry.authors, folded_space(name.text()));
  else if (const auto email = author.child("email"))
    add_once(entry.authors, folded_space(email.text()));
  else
    add_once(entry.authors, person_name(author.text()));
}

std::string link_text(Element link, std::string_view base) {
  auto address = link.text();
  if (address.empty()) address = link.attribute("href");
  return resolved(link, base, address);
}

// Some write "12 comments" there.
std::string comments_address(Element e, std::string_view base) {
  const auto text = e.text();
  return text.find_first_of(" \t\n") == std::string::npos ? resolved(e, base, text) : std::string();
}

void read_item_field(Element e, std::string_view base, Entry& entry) {
  if (e.is(Space::Atom, "link")) return read_atom_link(e, base, entry);
  if (e.plain("title")) return fill(entry.title, e.html());
  if (e.plain("link")) {
    if (!e.attribute("rel").empty()) return read_atom_link(e, base, entry);
    if (auto link = link_text(e, base); !link.empty()) entry.link = std::move(link);
    return;
  }
  if (e.plain("description") || e.plain("summary"))
    return fill(entry.summary, with_absolute_links(e, base, e.html()));
  if (e.plain("encoded") || e.is(Space::Content, "encoded"))
    return fill(entry.content, with_absolute_links(e, base, e.html()));
  if (e.is(Space::Xhtml, "body") || e.is(Space::Xhtml, "div") || e.plain("body") ||
      e.plain("fullitem"))
    return fill(entry.content, with_absolute_links(e, base, e.html()));
  if (e.plain("content")) return fill(entry.content, with_absolute_links(e, base, e.html()));
  if (e.plain("pubDate") || e.plain("date") || e.plain("published") || e.plain("pubdate"))
    return fill(entry.published, e.text());
  if (e.plain("updated") || e.plain("lastBuildDate") || e.plain("modified"))
    return fill(entry.updated, e.text());
  if (e.plain("author")) return read_author(e, entry);
  if (e.plain("creator") || e.plain("managingEditor"))
    return add_once(entry.authors, person_name(e.text()));
  if (e.plain("category")) return add_once(entry.categories, folded_space(e.html()));
  if (e.plain("comments")) return fill(entry.comments, comments_address(e, base));
  if (e.plain("language")) return fill(entry.language, e.text());
  if (e.plain("enclosure"))
    add_enclosure(
        entry,
        {resolved(e, base, e.attribute("url").empty() ? e.attribute("href") : e.attribute("url")),
         e.attribute("type"), e.attribute("length")});
}

Entry read_item(Element item, std::string_view base) {
  Entry entry;
  for (auto e = item.first(); e; e = e.next()) read_item_field(e, base, entry);
  if (const auto guid = item.child("guid")) read_guid(guid, entry, base);
  fill(entry.id, item.attribute("about"));
  if (entry.link.empty())
    for (const auto& link : entry.links)
      if (link.rel == "alternate") fill(entry.link, link.href);
  read_modules(item, base, entry);
  if (is_address(item.attribute("about"))) fill(entry.link, item.attribute("about"));
  return entry;
}

void read_interval(Element channel, ParsedFeed& out) {
  int minutes = 0;
  const auto ttl = channel.child("ttl").text();
  std::from_chars(ttl.data(), ttl.data() + ttl.size(), minutes);
  if (minutes > 0) out.interval = std::chrono::minutes(std::min(minutes, 60 * 24 * 366));
  for (auto hour = channel.child("skipHours").first(); hour; hour = hour.next()) {
    const auto text = hour.text();
    unsigned value = 99;
    std::from_chars(text.data(), text.data() + text.size(), value);
    if (value <= 24) out.skip.hours |= 1U << (value % 24);
  }
  constexpr std::array kDays = std::to_array<std::string_view>(
      {"sunday", "monday", "tuesday", "wednesday", "thursday", "friday", "saturday"});
  for (auto day = channel.child("skipDays").first(); day; day = day.next()) {
    const auto name = lowered(day.text());
    for (std::size_t i = 0; i < kDays.size(); ++i)
      if (name == kDays[i]) out.skip.days |= static_cast<std::uint8_t>(1U << i);
  }
}

void read_channel_field(Element e, std::string_view base, ParsedFeed& out) {
  if (e.plain("link") && !e.attribute("href").empty() && e.text().empty()) {
    const auto rel = lowered(e.attribute("rel"));
    auto href = resolved(e, base, e.attribute("href"));
    if (rel == "hub")
      fill(out.hub, std::move(href));
    else if (rel == "self")
      fill(out.self, std::move(href));
    else if (e.space() != Space::Atom)
      out.link = std::move(href);
    else if (rel.empty() || rel == "alternate")
      fill(out.link, std::move(href));
    return;
  }
  if (e.plain("title")) return fill(out.title, e.html());
  if (e.plain("link")) {
    if (auto link = link_text(e, base); !link.empty()) out.link = std::move(link);
    return;
  }
  if (e.plain("description") || e.plain("subtitle") || e.plain("tagline"))
    return fill(out.description, with_absolute_links(e, base, e.html()));
  if (e.plain("language")) return fill(out.language, e.text());
  if (e.plain("copyright") || e.plain("rights")) return fill(out.copyright, e.html());
  if (e.plain("generator")) return fill(out.generator, e.text());
  if (e.plain("pubDate") || e.plain("date")) return fill(out.published, e.text());
  if (e.plain("lastBuildDate") || e.plain("updated")) return fill(out.updated, e.text());
  if (e.plain("managingEditor") || e.plain("author") || e.plain("creator"))
    return add_once(out.authors, e.child("name") ? e.child("name").text() : person_name(e.text()));
  if (e.plain("category")) return add_once(out.categories, folded_space(e.html()));
  if (e.plain("image")) {
    const auto url = e.child("url");
    return fill(out.image, resolved(e, base, url ? url.text() : e.attribute("resource")));
  }
  if (e.plain("id")) fill(out.id, e.text());
}

void read_items(Element parent, std::string_view base, ParsedFeed& out) {
  for (auto e = parent.first(); e; e = e.next()) {
    if (e.plain("item") || e.plain("entry"))
      out.entries.push_back(read_item(e, base));
    else if (e.plain("items"))
      read_items(e, base, out);
  }
}

}  // namespace

void read_rss(Element root, std::string_view base, ParsedFeed& out) {
  out.format = format_of(root);
  Element channel = root.plain("channel") ? root : root.child("channel");
  if (!channel) channel = root;
  out.id = channel.attribute("about");
  for (auto e = channel.first(); e; e = e.next()) read_channel_field(e, base, out);
  if (!(root.plain("channel")) && out.image.empty())
    if (const auto image = root.child("image"))
      fill(out.image, resolved(image, base, image.child("url").text()));
  if (out.authors.empty()) add_once(out.authors, person_name(channel.child("webMaster").text()));
  read_interval(channel, out);
  read_modules(channel, base, out);
  // RSS has no word on relative addresses; in practice they are the site's, not the feed file's.
  const std::string from(parse_url(out.link) ? std::string_view(out.link) : base);
  for (auto c = root.first(); c; c = c.next())
    if (c.plain("channel")) read_items(c, from, out);
  read_items(root, from, out);
}

}  // namespace chokepoint
