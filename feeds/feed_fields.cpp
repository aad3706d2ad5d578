// Small things every format needs.
#include <algorithm>

#include "feeds/feed_date.h"
#include "feeds/feed_formats.h"
#include "feeds/xml_text.h"
#include "models/core/url.h"

namespace chokepoint {

std::string resolved(Element at, std::string_view base, std::string_view ref) {
  ref = trimmed(ref);
  if (ref.empty()) return {};
  std::vector<std::string> bases;
  for (; at; at = at.parent())
    if (auto b = at.base(); !b.empty()) bases.push_back(std::move(b));
  std::string from(base);
  for (auto b = bases.rbegin(); b != bases.rend(); ++b) from = resolve_url(from, *b);
  return resolve_url(from, ref);
}

std::string readable_title(std::string_view raw) {
  return has_markup(raw) ? plain_text(raw) : folded_space(raw);
}

std::string person_name(std::string_view s) {
  s = trimmed(s);
  const auto open = s.find('(');
  const auto at = s.find('@');
  if (at != std::string_view::npos && open != std::string_view::npos && open > at) {
    const auto close = s.find(')', open);
    const auto name =
        trimmed(s.substr(open + 1, close == std::string_view::npos ? close : close - open - 1));
    return std::string(name.empty() ? trimmed(s.substr(0, open)) : name);
  }
  if (at != std::string_view::npos && open != std::string_view::npos && open > 0)
    return std::string(trimmed(s.substr(0, open)));
  const auto angle = s.find('<');
  if (at != std::string_view::npos && angle != std::string_view::npos && angle > 0 && angle < at) {
    auto name = trimmed(s.substr(0, angle));
    if (name.size() > 2 && name.front() == '"' && name.back() == '"')
      name = name.substr(1, name.size() - 2);
    return std::string(name);
  }
  return folded_space(s);
}

void add_once(std::vector<std::string>& list, std::string value) {
  constexpr std::size_t kMost = 256;  // no article has more authors or categories
  if (value.empty() || list.size() >= kMost) return;
  if (std::find(list.begin(), list.end(), value) == list.end()) list.push_back(std::move(value));
}

void fill(std::string& target, std::string value) {
  if (target.empty()) target = std::move(value);
}

void fill(std::optional<Instant>& target, std::string_view date) {
  if (!target) target = parse_feed_date(date);
}

void add_enclosure(Entry& entry, Enclosure enclosure) {
  const auto same = [&](const Enclosure& e) { return e.href == enclosure.href; };
  if (!enclosure.href.empty() &&
      std::none_of(entry.enclosures.begin(), entry.enclosures.end(), same))
    entry.enclosures.push_back(std::move(enclosure));
}

}  // namespace chokepoint
