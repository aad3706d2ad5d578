#include "feeds/metadata_source.h"

#include <algorithm>

namespace chokepoint {

std::string collapsed(std::string_view s) {
  std::string out;
  append_collapsed(out, s);
  while (!out.empty() && out.back() == ' ') out.pop_back();
  return out;
}

std::string lower(std::string_view s) {
  std::string out(s);
  for (char& c : out) c = c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c;
  return out;
}

bool one_of(std::string_view s, std::initializer_list<std::string_view> list) {
  return std::find(list.begin(), list.end(), s) != list.end();
}

Metas::Metas(const Html& page) {
  for (NodeId n = 0; n < page.size(); ++n) {
    if (page[n].tag != Tag::Meta) continue;
    const auto content = page.attr(n, "content");
    if (content.empty()) continue;
    for (const std::string_view key : {"property", "name", "itemprop", "http-equiv"}) {
      if (const auto name = page.attr(n, key); !name.empty())
        entries_.emplace_back(lower(name), content);
    }
  }
}

std::string_view Metas::first(std::initializer_list<std::string_view> names) const {
  for (const auto name : names) {
    for (const auto& [key, content] : entries_) {
      if (key == name) return content;
    }
  }
  return {};
}

std::vector<std::string_view> Metas::all(std::initializer_list<std::string_view> names) const {
  std::vector<std::string_view> out;
  for (const auto& [key, content] : entries_) {
    if (one_of(key, names)) out.push_back(content);
  }
  return out;
}

std::string site_of(const MetadataSource& s) {
  auto site =
      collapsed(s.metas.first({"og:site_name", "application-name", "apple-mobile-web-app-title"}));
  if (site.empty()) site = s.linked.site;
  if (site.empty()) site = s.host.starts_with("www.") ? s.host.substr(4) : s.host;
  return site;
}

}  // namespace chokepoint
