// Atom 0.3 and 1.0.
#include <algorithm>
#include <array>

#include "feeds/feed_formats.h"
#include "feeds/xml_text.h"
#include "models/core/utf8.h"

namespace chokepoint {
namespace {

std::string from_base64(std::string_view s) {
  const auto allowed = [](char c) {
    return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '+' ||
           c == '/' || c == '=' || c == '\n' || c == '\r' || c == ' ';
  };
  if (!std::all_of(s.begin(), s.end(), allowed)) return std::string(s);
  std::string out;
  unsigned bits = 0;
  unsigned count = 0;
  for (const char c : s) {
    const unsigned v = c >= 'A' && c <= 'Z'   ? static_cast<unsigned>(c - 'A')
                       : c >= 'a' && c <= 'z' ? static_cast<unsigned>(c - 'a') + 26
                       : c >= '0' && c <= '9' ? static_cast<unsigned>(c - '0') + 52
                       : c == '+'             ? 62U
                       : c == '/'             ? 63U
                                              : 64U;
    if (v == 64) continue;
    bits = bits << 6 | v;
    if (++count == 4) {
      for (const unsigned shift : {16U, 8U, 0U}) out += static_cast<char>(bits >> shift & 0xFF);
      bits = count = 0;
    }
  }
  if (count > 1) out += static_cast<char>(bits >> (count == 3 ? 10 : 4) & 0xFF);
  if (count == 3) out += static_cast<char>(bits >> 2 & 0xFF);
  // Many types are declared where nothing was encoded.
  return valid_utf8(out) == out ? out : std::string(s);
}

std::string category_of(Element e) {
  for (auto value : {e.attribute("term"), e.attribute("label"), folded_space(e.text())})
    if (!value.empty()) return value;
  return {};
}

void read_entry_field(Element e, std::string_view base, Entry& out) {
  if (e.plain("id") || e.plain("guid")) return fill(out.id, e.text());
  if (e.plain("title")) return fill(out.title, with_absolute_links(e, base, atom_text(e)));
  if (e.plain("link")) return read_atom_link(e, base, out);
  if (e.plain("summary") || e.plain("description"))
    return fill(out.summary, with_absolute_links(e, base, atom_text(e)));
  if (e.plain("content")) {
    if (const auto source = e.attribute("src"); !source.empty())
      out.links.push_back({"content", resolved(e, base, source), e.attribute("type")});
    return fill(out.content, with_absolute_links(e, base, atom_text(e)));
  }
  if (e.plain("author")) return add_once(out.authors, atom_person(e));
  if (e.plain("published") || e.plain("issued") || e.plain("pubDate"))
    return fill(out.published, e.text());
  if (e.plain("updated") || e.plain("modified")) return fill(out.updated, e.text());
  if (e.plain("category")) add_once(out.categories, category_of(e));
}

Entry read_entry(Element entry, std::string_view base) {
  Entry out;
  out.language = entry.language();
  for (auto e = entry.first(); e; e = e.next()) read_entry_field(e, base, out);
  fill(out.published, entry.child("created").text());
  const auto take = [&](std::string_view rel, bool html_only) {
    for (const auto& link : out.links)
      if (link.rel == rel &&
          (!html_only || link.type.empty() || link.type.find("html") != std::string::npos))
        fill(out.link, link.href);
  };
  take("alternate", true);
  take("alternate", false);
  read_modules(entry, base, out);
  const bool borrow = out.authors.empty();
  for (auto source = entry.first(); borrow && source; source = source.next())
    if (source.plain("source"))
      for (auto e = source.first(); e; e = e.next())
        if (e.plain("author")) add_once(out.authors, atom_person(e));
  return out;
}

void read_feed_link(Element e, std::string_view base, ParsedFeed& out) {
  Entry links;
  read_atom_link(e, base, links);
  for (auto& link : links.links) {
    if (link.rel == "hub")
      fill(out.hub, link.href);
    else if (link.rel == "self")
      fill(out.self, link.href);
    else if (link.rel == "alternate" &&
             (link.type.empty() || link.type.find("html") != std::string::npos))
      fill(out.link, link.href);
  }
}

void read_feed_field(Element e, std::string_view base, ParsedFeed& out) {
  if (e.plain("id")) return fill(out.id, e.text());
  if (e.plain("title")) return fill(out.title, with_absolute_links(e, base, atom_text(e)));
  if (e.plain("subtitle") || e.plain("tagline") || e.plain("description"))
    return fill(out.description, with_absolute_links(e, base, atom_text(e)));
  if (e.plain("link")) return read_feed_link(e, base, out);
  if (e.plain("author")) return add_once(out.authors, atom_person(e));
  if (e.plain("updated") || e.plain("modified")) return fill(out.updated, e.text());
  if (e.plain("published")) return fill(out.published, e.text());
  if (e.plain("rights") || e.plain("copyright"))
    return fill(out.copyright, with_absolute_links(e, base, atom_text(e)));
  if (e.plain("generator")) return fill(out.generator, folded_space(e.text()));
  if (e.plain("category")) return add_once(out.categories, category_of(e));
  if (e.plain("entry") || e.plain("item")) out.entries.push_back(read_entry(e, base));
}

}  // namespace

std::string atom_person(Element person) {
  for (const auto* part : {"name", "email"})
    if (auto value = folded_space(person.child(part).text()); !value.empty()) return value;
  for (auto e = person.first(); e; e = e.next())
    if (same_word(e.name(), "name")) return folded_space(e.text());
  return person.has_children() ? std::string() : person_name(person.text());
}

std::string atom_text(Element e) {
  if (same_word(e.attribute("mode"), "base64")) return from_base64(e.text());
  const auto type = lowered(e.attribute("type"));
  const bool encoded = type.find('/') != std::string::npos && !type.starts_with("text/") &&
                       !e.has_children() && type.find("xml") == std::string::npos;
  if (encoded) return from_base64(e.text());
  const auto div = e.first();
  const bool wrapper =
      div && same_word(div.name(), "div") && !div.next() && type.find("html") != std::string::npos;
  if (!wrapper) return e.html();
  return type.find("xhtml") == std::string::npos ? div.html() : div.markup();
}

void read_atom_link(Element e, std::string_view base, Entry& entry) {
  const auto href = e.attribute("href").empty() ? e.text() : e.attribute("href");
  auto rel = lowered(e.attribute("rel"));
  if (rel.empty()) rel = "alternate";
  if (rel.starts_with("http://www.iana.org/assignments/relation/")) rel.erase(0, 41);
  auto address = resolved(e, base, href);
  if (address.empty()) return;
  const auto type = e.attribute("type");
  if (rel == "enclosure") add_enclosure(entry, {address, type, e.attribute("length")});
  if (rel == "replies" && type.find("html") != std::string::npos) fill(entry.comments, address);
  entry.links.push_back({rel, std::move(address), type});
}

void read_atom(Element root, std::string_view base, ParsedFeed& out) {
  const auto version = root.attribute("version");
  out.format = version.starts_with("0.") ||
                       root.attribute("xmlns").find("purl.org/atom") != std::string::npos
                   ? "atom03"
                   : "atom10";
  out.language = root.language();
  if (root.plain("entry")) {
    out.entries.push_back(read_entry(root, base));
    return;
  }
  for (auto e = root.first(); e; e = e.next()) read_feed_field(e, base, out);
  for (const auto* name : {"logo", "icon"})
    if (const auto image = root.child(name)) fill(out.image, resolved(image, base, image.text()));
  read_modules(root, base, out);
}

}  // namespace chokepoint
