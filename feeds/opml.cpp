#include "feeds/opml.h"

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

std::string escaped(std::string_view s) {
  std::string out;
  for (const char c : s) {
    if (c == '&')
      out += "&amp;";
    else if (c == '<')
      out += "&lt;";
    else if (c == '>')
      out += "&gt;";
    else if (c == '"')
      out += "&quot;";
    else if (static_cast<unsigned char>(c) >= 0x20)
      out += c;
    else
      out += ' ';
  }
  return out;
}

void attribute(std::string& out, std::string_view name, std::string_view value) {
  if (!value.empty())
    out.append(" ").append(name).append("=\"").append(escaped(value)).append("\"");
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
  std::string out =
      "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<opml version=\"2.0\" "
      "xmlns:chokepoint=\"urn:chokepoint:opml\">\n  <head><title>" +
      escaped(title) + "</title></head>\n  <body>\n";
  std::vector<std::string> open;
  const auto leave = [&](std::size_t depth) {
    for (; open.size() > depth; open.pop_back())
      out += std::string(2 + 2 * open.size(), ' ') + "</outline>\n";
  };
  for (const auto& feed : feeds) {
    std::size_t shared = 0;
    while (shared < open.size() && shared < feed.folders.size() &&
           open[shared] == feed.folders[shared])
      ++shared;
    leave(shared);
    for (; shared < feed.folders.size(); ++shared) {
      open.push_back(feed.folders[shared]);
      out += std::string(2 + 2 * open.size(), ' ') + "<outline text=\"" + escaped(open.back()) +
             "\">\n";
    }
    out += std::string(4 + 2 * open.size(), ' ') + "<outline type=\"rss\"";
    attribute(out, "text", feed.title.empty() ? feed.url : feed.title);
    attribute(out, "xmlUrl", feed.url);
    attribute(out, "htmlUrl", feed.site);
    attribute(out, "language", feed.language);
    attribute(out, "description", feed.description);
    attribute(out, "chokepoint:outlet", feed.outlet);
    attribute(out, "chokepoint:country", feed.country);
    attribute(out, "chokepoint:tier", feed.tier);
    if (!feed.articles) attribute(out, "chokepoint:articles", "false");
    out += "/>\n";
  }
  leave(0);
  return out + "  </body>\n</opml>\n";
}

}  // namespace chokepoint
