// The readers of the single formats, and what they share; for feed.cpp alone.
#pragma once

#include <string>
#include <string_view>
#include <utility>

#include "feeds/feed.h"
#include "feeds/xml_tree.h"

namespace chokepoint {

// One reader a format; each fills what it finds. `base` is the address the document was read from.
void read_rss(Element root, std::string_view base, ParsedFeed& out);
void read_atom(Element root, std::string_view base, ParsedFeed& out);
void read_cdf(Element root, std::string_view base, ParsedFeed& out);
void read_sitemap(Element root, std::string_view base, ParsedFeed& out);
bool read_text_sitemap(std::string_view text, ParsedFeed& out);  // false where it is none
Result<void> read_json_feed(std::string_view text, std::string_view base, ParsedFeed& out);

// The address of `ref` as seen from `at`: xml:base of it and its ancestors, then the document's
// own.
std::string resolved(Element at, std::string_view base, std::string_view ref);

// A title as a reader sees it: one line, no markup.
std::string readable_title(std::string_view raw);
// The markup with its relative links made absolute, as seen from `at`.
std::string with_absolute_links(Element at, std::string_view base, std::string html);
// "a@b.example (Name)" and "Name <a@b.example>" -> "Name".
std::string person_name(std::string_view s);
// Adds a value that is neither empty nor there already.
void add_once(std::vector<std::string>& list, std::string value);
// Fills `target` where it is still empty.
void fill(std::string& target, std::string value);
void fill(std::optional<Instant>& target, std::string_view date);

// An Atom person, link and text construct; RSS feeds borrow them.
std::string atom_person(Element person);
std::string atom_text(Element e);
void read_atom_link(Element link, std::string_view base, Entry& entry);

// Dublin Core, Media RSS, iTunes, syndication: whatever format they stand in.
void read_modules(Element channel, std::string_view base, ParsedFeed& out);
void read_modules(Element item, std::string_view base, Entry& out);
// Enclosures of one kind, each address once.
void add_enclosure(Entry& entry, Enclosure enclosure);

}  // namespace chokepoint
