#include "feeds/html_strip.h"

#include <algorithm>
#include <array>

namespace chokepoint {
namespace {

bool is_letter(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}
char lower_letter(char c) {
  return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c;
}

bool starts_with_name(std::string_view s, std::size_t at, std::string_view name) {
  if (at + name.size() > s.size()) return false;
  for (std::size_t i = 0; i < name.size(); ++i) {
    if (lower_letter(s[at + i]) != name[i]) return false;
  }
  const auto end = at + name.size();
  return end == s.size() ||
         !(is_letter(s[end]) || s[end] == '-' || (s[end] >= '0' && s[end] <= '9'));
}

// Just behind the '>' of the tag that begins at `at`; quoted values may hold a '>'.
std::size_t end_of_tag(std::string_view s, std::size_t at) {
  char quote = 0;
  for (std::size_t i = at; i < s.size(); ++i) {
    const char c = s[i];
    if (quote != 0) {
      if (c == quote) quote = 0;
    } else if (c == '>') {
      return i + 1;
    } else if ((c == '"' || c == '\'') && s[i - 1] == '=') {
      quote = c;
    }
  }
  return s.size();
}

// Where "</name" begins; the end of the page where it does not.
std::size_t find_close(std::string_view s, std::size_t at, std::string_view name) {
  for (;;) {
    at = s.find("</", at);
    if (at == std::string_view::npos) return s.size();
    if (starts_with_name(s, at + 2, name)) return at;
    at += 2;
  }
}

constexpr std::array<std::string_view, 3> kCut = {"script", "style", "svg"};

}  // namespace

namespace {

// Where the comment, document type or instruction that begins at `at` ends; 0 where none begins
// there.
std::size_t end_of_declaration(std::string_view html, std::size_t at) {
  if (at + 1 >= html.size() || (html[at + 1] != '!' && html[at + 1] != '?')) return 0;
  if (html.compare(at, 9, "<![CDATA[") == 0) return at + 9;
  const bool comment = html.compare(at, 4, "<!--") == 0;
  const bool empty = html.compare(at, 5, "<!-->") == 0;
  const auto end = comment && !empty ? html.find("-->", at + 4) : html.find('>', at);
  if (end == std::string_view::npos) return html.size();
  return end + (comment && !empty ? 3 : 1);
}

std::string stripped(std::string_view html, bool scripts) {
  std::string out;
  out.reserve(scripts ? html.size() / 2 : html.size());
  std::size_t kept = 0;  // everything before it is copied or cut
  const auto cut = [&](std::size_t from, std::size_t to) {
    out.append(html, kept, from - kept);
    kept = to;
  };
  for (std::size_t at = html.find('<'); at != std::string_view::npos; at = html.find('<', at)) {
    if (const auto end = end_of_declaration(html, at); end != 0) {
      cut(at, end);
      at = end;
      continue;
    }
    if (at + 1 >= html.size() || !is_letter(html[at + 1])) {
      ++at;
      continue;
    }
    const auto inside = end_of_tag(html, at + 1);
    const auto* name = std::find_if(kCut.begin(), kCut.end(), [&](std::string_view n) {
      return starts_with_name(html, at + 1, n);
    });
    if (name == kCut.end() || (*name == "svg" && html[inside - 2] == '/')) {
      at = inside;
      continue;
    }
    const auto end = find_close(html, inside, *name);
    const bool data = html.substr(at, inside - at).find("ld+json") != std::string_view::npos;
    if (scripts && !data) cut(inside, end);
    at = end;
  }
  out.append(html, kept, html.size() - kept);
  return out;
}

}  // namespace

namespace {

// Elements without an end, and those that the next of their kind closes: they nest in nothing.
constexpr std::array<std::string_view, 34> kFlat = {
    "area",   "base",     "br",     "col",   "embed", "hr",    "img",   "input", "link",
    "meta",   "param",    "source", "track", "wbr",   "p",     "li",    "dt",    "dd",
    "option", "optgroup", "tr",     "td",    "th",    "thead", "tbody", "tfoot", "colgroup",
    "rb",     "rt",       "rtc",    "rp",    "html",  "head",  "body"};
constexpr std::array<std::string_view, 4> kPlain = {"script", "style", "textarea", "title"};

template <std::size_t N>
bool is_one_of(const std::array<std::string_view, N>& names, std::string_view html,
               std::size_t at) {
  return std::any_of(names.begin(), names.end(),
                     [&](std::string_view n) { return starts_with_name(html, at, n); });
}

}  // namespace

std::string with_bounded_depth(std::string html) {
  constexpr std::size_t kDeepest = 512;  // Blink's
  std::string out;
  std::size_t depth = 0, kept = 0;
  for (auto at = html.find('<'); at != std::string::npos; at = html.find('<', at)) {
    const bool closes = at + 1 < html.size() && html[at + 1] == '/';
    const auto name = at + (closes ? 2 : 1);
    if (name >= html.size() || !is_letter(html[name])) {
      ++at;
      continue;
    }
    const auto end = end_of_tag(html, name);
    const bool flat = is_one_of(kFlat, html, name);
    if (!flat && !closes) ++depth;
    if (!flat && depth > kDeepest) {
      out.append(html, kept, at - kept);
      kept = end;
    }
    if (!flat && closes && depth > 0) --depth;
    at = end;
    if (closes) continue;
    if (const auto* plain =
            std::find_if(kPlain.begin(), kPlain.end(),
                         [&](std::string_view n) { return starts_with_name(html, name, n); });
        plain != kPlain.end())
      at = find_close(html, end, *plain);
  }
  if (kept == 0) return html;
  return out.append(html, kept);
}

std::string without_scripts(std::string_view html) {
  return stripped(html, true);
}

std::string without_declarations(std::string_view html) {
  return stripped(html, false);
}

}  // namespace chokepoint
