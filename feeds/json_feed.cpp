// JSON Feed 1.0 and 1.1.
#include <nlohmann/json.hpp>

#include "feeds/feed_formats.h"
#include "feeds/json_mend.h"
#include "feeds/xml_text.h"
#include "models/core/url.h"

namespace chokepoint {
namespace {

using nlohmann::json;

// Text where text should be, and numbers where software writes them instead.
std::string text_of(const json& object, const char* key) {
  const auto found = object.find(key);
  if (found == object.end()) return {};
  if (found->is_string()) return std::string(trimmed(found->get_ref<const std::string&>()));
  return found->is_number() ? found->dump() : std::string();
}

const json& list_of(const json& object, const char* key) {
  static const json none = json::array();
  const auto found = object.find(key);
  return found != object.end() && found->is_array() ? *found : none;
}

void read_authors(const json& object, std::vector<std::string>& out) {
  const auto add = [&](const json& author) {
    if (author.is_string()) add_once(out, folded_space(author.get<std::string>()));
    if (!author.is_object()) return;
    auto name = folded_space(text_of(author, "name"));
    add_once(out, name.empty() ? text_of(author, "url") : std::move(name));
  };
  for (const auto& author : list_of(object, "authors")) add(author);
  for (const auto* key : {"authors", "author"})
    if (const auto author = object.find(key); out.empty() && author != object.end()) add(*author);
}

Entry read_item(const json& item, std::string_view base) {
  Entry out;
  const auto address = [&](const char* key) {
    const auto s = text_of(item, key);
    return s.empty() ? s : resolve_url(base, s);
  };
  out.id = text_of(item, "id");
  out.title = text_of(item, "title");
  out.link = address("url");
  if (out.link.empty()) out.link = address("external_url");
  out.summary = text_of(item, "summary");
  out.content = text_of(item, "content_html");
  if (out.content.empty()) out.content = text_of(item, "content_text");
  out.language = text_of(item, "language");
  fill(out.published, text_of(item, "date_published"));
  fill(out.updated, text_of(item, "date_modified"));
  read_authors(item, out.authors);
  for (const auto& tag : list_of(item, "tags"))
    if (tag.is_string()) add_once(out.categories, folded_space(tag.get<std::string>()));
  for (const auto& a : list_of(item, "attachments"))
    if (a.is_object() && !text_of(a, "url").empty())
      add_enclosure(out, {resolve_url(base, text_of(a, "url")), text_of(a, "mime_type"),
                          text_of(a, "size_in_bytes")});
  if (const auto external = address("external_url"); !external.empty() && external != out.link)
    out.links.push_back({"related", external, {}});
  return out;
}

// A document cut off in the middle, closed after its last whole item; empty where there is none.
std::string closed_after_last_item(std::string_view s) {
  int depth = 0;
  bool quoted = false;
  std::size_t end = 0;
  for (std::size_t i = 0; i < s.size(); ++i) {
    const char c = s[i];
    if (quoted) {
      if (c == '\\')
        ++i;
      else if (c == '"')
        quoted = false;
    } else if (c == '"') {
      quoted = true;
    } else if (c == '{' || c == '[') {
      ++depth;
    } else if ((c == '}' || c == ']') && --depth == 2 && c == '}') {
      end = i + 1;
    }
  }
  return end == 0 ? std::string() : std::string(s.substr(0, end)) + "]}";
}

// nlohmann's reader recurses nowhere, but a value nested a million deep is no feed.
bool too_deep(std::string_view s) {
  int depth = 0;
  for (const char c : s) {
    if (c == '{' || c == '[')
      ++depth;
    else if (c == '}' || c == ']')
      --depth;
    if (depth > 500) return true;
  }
  return false;
}

void read_hub(const json& root, ParsedFeed& out) {
  for (const auto& hub : list_of(root, "hubs"))
    if (hub.is_object()) fill(out.hub, text_of(hub, "url"));
}

}  // namespace

Result<void> read_json_feed(std::string_view text, std::string_view base, ParsedFeed& out) {
  if (too_deep(text)) return Error{Error::Kind::Malformed, "JSON nested too deeply", {}};
  auto root = json::parse(text, nullptr, false);
  if (root.is_discarded()) {
    const auto mended = mended_json(text);
    root = json::parse(mended, nullptr, false);
    if (root.is_discarded()) {
      root = json::parse(closed_after_last_item(mended), nullptr, false);
      out.warnings.emplace_back("the JSON is damaged; read up to its last whole item");
    } else {
      out.warnings.emplace_back("the JSON is damaged; what could not be read is left out");
    }
  }
  if (!root.is_object()) return Error{Error::Kind::Malformed, "JSON, but no feed", {}};
  const auto version = text_of(root, "version");
  const bool declared = version.find("jsonfeed.org") != std::string::npos;
  if (!declared && !root.contains("items"))
    return Error{Error::Kind::Malformed, "JSON, but no feed", {}};
  out.format = version.ends_with("/1") || version.ends_with("/1.0") ? "json10" : "json11";
  out.self = text_of(root, "feed_url");
  const std::string from(base.empty() ? std::string_view(out.self) : base);
  const auto address = [&](const char* key) {
    const auto s = text_of(root, key);
    return s.empty() ? s : resolve_url(from, s);
  };
  out.title = text_of(root, "title");
  out.link = address("home_page_url");
  out.description = text_of(root, "description");
  out.language = text_of(root, "language");
  out.image = address("icon");
  if (out.image.empty()) out.image = address("favicon");
  read_authors(root, out.authors);
  read_hub(root, out);
  for (const auto& item : list_of(root, "items"))
    if (item.is_object()) out.entries.push_back(read_item(item, from));
  return {};
}

}  // namespace chokepoint
