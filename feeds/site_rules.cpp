#include "feeds/site_rules.h"

#include <algorithm>
#include <array>

namespace chokepoint {
namespace {

constexpr SiteRule kRules[] = {
#define SITE(domain, text, remove) {domain, text, remove},
#include "feeds/site_rules.inc"
#undef SITE
};

bool has_word(std::string_view words, std::string_view word) {
  for (std::size_t at = words.find(word); at != std::string_view::npos;
       at = words.find(word, at + 1)) {
    const bool starts = at == 0 || words[at - 1] == ' ';
    const auto end = at + word.size();
    if (starts && (end == words.size() || words[end] == ' ')) return true;
  }
  return false;
}

// The next part of a compound selector: "div", ".class", "#id", "[attr=value]".
std::string_view take_part(std::string_view& s) {
  const auto end = s[0] == '[' ? std::min(s.find(']'), s.size() - 1) + 1
                               : std::min(s.find_first_of(".#[", 1), s.size());
  const auto part = s.substr(0, end);
  s.remove_prefix(end);
  return part;
}

bool matches_attribute(const Html& page, NodeId n, std::string_view inside) {
  const auto equals = inside.find('=');
  if (equals == std::string_view::npos) return page.has_attr(n, inside);
  auto key = inside.substr(0, equals);
  const auto wanted = inside.substr(equals + 1);
  const bool part = key.ends_with('*');
  if (part) key.remove_suffix(1);
  const auto value = page.attr(n, key);
  return part ? value.find(wanted) != std::string_view::npos : value == wanted;
}

bool matches_compound(const Html& page, NodeId n, std::string_view selector) {
  if (page[n].tag == Tag::Text) return false;
  while (!selector.empty()) {
    const auto part = take_part(selector);
    switch (part[0]) {
      case '.':
        if (!has_word(page.attr(n, "class"), part.substr(1))) return false;
        break;
      case '#':
        if (page.attr(n, "id") != part.substr(1)) return false;
        break;
      case '[':
        if (!matches_attribute(page, n, part.substr(1, part.size() - 2))) return false;
        break;
      default:
        if (page[n].text != part) return false;
    }
  }
  return true;
}

std::string_view trimmed_rule(std::string_view s) {
  while (!s.empty() && s.front() == ' ') s.remove_prefix(1);
  while (!s.empty() && s.back() == ' ') s.remove_suffix(1);
  return s;
}

// "main div.text": the last compound is the element's, those before it are met by elements above
// it.
bool matches(const Html& page, NodeId n, std::string_view selector) {
  auto cut = selector.rfind(' ');
  if (!matches_compound(page, n,
                        trimmed_rule(selector.substr(cut == std::string_view::npos ? 0 : cut + 1))))
    return false;
  NodeId up = page[n].parent;
  while (cut != std::string_view::npos) {
    selector = trimmed_rule(selector.substr(0, cut));
    cut = selector.rfind(' ');
    const auto above = trimmed_rule(selector.substr(cut == std::string_view::npos ? 0 : cut + 1));
    while (up != kNoNode && !matches_compound(page, up, above)) up = page[up].parent;
    if (up == kNoNode) return false;
    up = page[up].parent;
  }
  return true;
}

}  // namespace

const SiteRule* rule_for(std::string_view host) {
  for (;;) {
    for (const auto& rule : kRules) {
      if (rule.domain == host) return &rule;
    }
    const auto dot = host.find('.');
    if (dot == std::string_view::npos) return nullptr;
    host.remove_prefix(dot + 1);
  }
}

std::vector<NodeId> select(const Html& page, std::string_view selectors) {
  std::vector<std::string_view> parts;
  while (!selectors.empty()) {
    const auto end = std::min(selectors.find(','), selectors.size());
    if (const auto part = trimmed_rule(selectors.substr(0, end)); !part.empty())
      parts.push_back(part);
    selectors.remove_prefix(std::min(end + 1, selectors.size()));
  }
  std::vector<NodeId> out;
  for (NodeId n = 1; n < page.size() && !parts.empty();) {
    const bool hit = std::any_of(parts.begin(), parts.end(),
                                 [&](std::string_view p) { return matches(page, n, p); });
    if (hit) out.push_back(n);
    n = hit ? page[n].end : n + 1;
  }
  return out;
}

}  // namespace chokepoint
