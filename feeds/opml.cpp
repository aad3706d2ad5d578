#include "feeds/opml.h"

#include <algorithm>
#include <sstream>

#include <pugixml.hpp>

#include "feeds/xml_text.h"
#include "feeds/xml_tree.h"
#include "models/core/encoding.h"
#include "models/core/url.h"

namespace chokepoint {
namespace {

std::string title_of(Element e) {
  auto title = e.attribute("title");
  return title.empty() ? e.attribute("text") : title;
}

OpmlFeed feed_of(Element e, const std::string& url, const std::vector<std::string>& folders) {
  OpmlFeed feed;
  feed.url = url;
  feed.title = title_of(e);
  feed.site = e.attribute("htmlUrl");
  feed.language = e.attribute("language");
  feed.description = e.attribute("description");
  feed.outlet = e.attribute("outlet");
  feed.country = e.attribute("country");
  feed.tier = e.attribute("tier");
  feed.articles = !same_word(e.attribute("articles"), "false");
  feed.folders = folders;
  return feed;
}

// Recursion is bounded by the tree's own depth limit.
void read_outlines(Element parent, std::vector<std::string>& folders, std::vector<OpmlFeed>& out) {
  for (auto e = parent.first(); e; e = e.next()) {
    if (!same_word(e.name(), "outline")) {
      read_outlines(e, folders, out);
      continue;
    }
    auto url = e.attribute("xmlUrl");
    if (url.empty() && same_word(e.attribute("type"), "rss")) url = e.attribute("url");
    if (url.starts_with("feed://"))
      url.replace(0, 4, "http");
    else if (url.starts_with("feed:"))
      url.erase(0, 5);
    std::erase_if(url, [](char c) { return static_cast<unsigned char>(c) < 0x20; });
    if (parse_url(url)) out.push_back(feed_of(e, url, folders));
    const auto folder = url.empty() ? title_of(e) : std::string();
    if (!folder.empty()) folders.push_back(folder);
    read_outlines(e, folders, out);
    if (!folder.empty()) folders.pop_back();
  }
}

// Control characters, which XML cannot hold, become blanks.
std::string clean(std::string s) {
  std::replace_if(
      s.begin(), s.end(), [](char c) { return static_cast<unsigned char>(c) < 0x20; }, ' ');
  return s;
}

void set(pugi::xml_node node, const char* name, const std::string& value) {
  if (!value.empty()) node.append_attribute(name) = clean(value).c_str();
}

// The outline of the folder that `feed` belongs in, made where it is not the one we are in.
pugi::xml_node folder_of(pugi::xml_node body, const OpmlFeed& feed, std::vector<std::string>& open,
                         std::vector<pugi::xml_node>& nodes) {
  std::size_t shared = 0;
  while (shared < open.size() && shared < feed.folders.size() &&
         open[shared] == feed.folders[shared])
    ++shared;
  open.resize(shared);
  nodes.resize(shared);
  for (; shared < feed.folders.size(); ++shared) {
    auto folder = (nodes.empty() ? body : nodes.back()).append_child("outline");
    set(folder, "text", feed.folders[shared]);
    open.push_back(feed.folders[shared]);
    nodes.push_back(folder);
  }
  return nodes.empty() ? body : nodes.back();
}

}  // namespace

Result<std::vector<OpmlFeed>> read_opml(std::string_view bytes) {
  const XmlTree tree(decode_bytes(bytes, "", false).text);
  std::vector<OpmlFeed> out;
  std::vector<std::string> folders;
  read_outlines(tree.document(), folders, out);
  if (out.empty()) return Error{Error::Kind::Malformed, "no feeds in this OPML", {}};
  return out;
}

std::string write_opml(const std::vector<OpmlFeed>& feeds, std::string_view title) {
  pugi::xml_document document;
  auto declaration = document.append_child(pugi::node_declaration);
  set(declaration, "version", "1.0");
  set(declaration, "encoding", "UTF-8");
  auto opml = document.append_child("opml");
  set(opml, "version", "2.0");
  set(opml, "xmlns:chokepoint", "urn:chokepoint:opml");
  opml.append_child("head").append_child("title").text() = clean(std::string(title)).c_str();
  const auto body = opml.append_child("body");
  std::vector<std::string> open;
  std::vector<pugi::xml_node> nodes;
  for (const auto& feed : feeds) {
    auto outline = folder_of(body, feed, open, nodes).append_child("outline");
    set(outline, "type", "rss");
    set(outline, "text", feed.title.empty() ? feed.url : feed.title);
    set(outline, "xmlUrl", feed.url);
    set(outline, "htmlUrl", feed.site);
    set(outline, "language", feed.language);
    set(outline, "description", feed.description);
    set(outline, "chokepoint:outlet", feed.outlet);
    set(outline, "chokepoint:country", feed.country);
    set(outline, "chokepoint:tier", feed.tier);
    if (!feed.articles) set(outline, "chokepoint:articles", "false");
  }
  std::ostringstream out;
  document.save(out, "  ", pugi::format_indent, pugi::encoding_utf8);
  return std::move(out).str();
}

}  // namespace chokepoint
