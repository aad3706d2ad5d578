#include "feeds/xml_text.h"

#include <algorithm>
#include <array>
#include <charconv>

#include "models/core/utf8.h"

namespace chokepoint {
namespace {

constexpr char lower_in_xml(char c) {
  return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c;
}
constexpr bool blank_in_text(char c) {
  return c == ' ' || c == '\t' || c == '\n' || c == '\r' || c == '\f';
}
constexpr bool letter(char c) {
  return lower_in_xml(c) >= 'a' && lower_in_xml(c) <= 'z';
}

// Numbers from 128 to 159 name windows-1252 characters, as every browser reads them.
constexpr std::array<char16_t, 32> kWindows1252{
    0x20AC, 0x81,   0x201A, 0x0192, 0x201E, 0x2026, 0x2020, 0x2021, 0x02C6, 0x2030, 0x0160,
    0x2039, 0x0152, 0x8D,   0x017D, 0x8F,   0x90,   0x2018, 0x2019, 0x201C, 0x201D, 0x2022,
    0x2013, 0x2014, 0x02DC, 0x2122, 0x0161, 0x203A, 0x0153, 0x9D,   0x017E, 0x0178};

// Reads "&...;" at the start of `s`; false where it is no reference.
bool read_reference(std::string_view s, char32_t& value, std::size_t& size) {
  const auto end = s.substr(0, 34).find(';');
  if (end == std::string_view::npos || end < 2) return false;
  size = end + 1;
  const auto name = s.substr(1, end - 1);
  if (name[0] != '#') {
    value = named_character(name);
    return value != 0;
  }
  const bool hex = name.size() > 2 && lower_in_xml(name[1]) == 'x';
  const auto digits = name.substr(hex ? 2 : 1);
  unsigned number = 0;
  const auto* const last = digits.data() + digits.size();
  const auto [stop, error] = std::from_chars(digits.data(), last, number, hex ? 16 : 10);
  if (digits.empty() || error != std::errc{} || stop != last) return false;
  if (number >= 128 && number < 160) number = kWindows1252[number - 128];
  const bool character = number != 0 && number <= 0x10FFFF && (number < 0xD800 || number > 0xDFFF);
  value = character ? number : 0xFFFD;
  return true;
}

// The end of the tag or comment at the start of `s`, 0 where '<' is only a sign.
std::size_t tag_size(std::string_view s) {
  if (s.starts_with("<!--")) {
    const auto end = s.find("-->", 4);
    return end == std::string_view::npos ? s.size() : end + 3;
  }
  const bool tag = s.size() > 1 && (letter(s[1]) || s[1] == '/' || s[1] == '!' || s[1] == '?');
  if (!tag) return 0;
  const auto end = s.find('>');
  return end == std::string_view::npos ? 0 : end + 1;
}

}  // namespace

std::string decode_references(std::string_view s) {
  auto at = s.find('&');
  if (at == std::string_view::npos) return std::string(s);
  std::string out;
  out.reserve(s.size());
  while (at != std::string_view::npos) {
    out.append(s.substr(0, at));
    s.remove_prefix(at);
    char32_t value = 0;
    std::size_t size = 1;
    if (read_reference(s, value, size)) {
      append_utf8(out, value);
    } else {
      out += '&';
      size = 1;
    }
    s.remove_prefix(size);
    at = s.find('&');
  }
  out.append(s);
  return out;
}

std::string plain_text(std::string_view html) {
  std::string out;
  out.reserve(html.size());
  while (!html.empty()) {
    const auto at = std::min(html.find('<'), html.size());
    out.append(html.substr(0, at));
    html.remove_prefix(at);
    if (html.empty()) break;
    const auto size = tag_size(html);
    // "rare<br>earths" are two words, "rare<b>r</b>" is one.
    const bool breaks = size > 2 && (lower_in_xml(html[1]) == 'p' || html.substr(1, 2) == "br" ||
                                     html.substr(1, 2) == "li" || html.substr(1, 3) == "div" ||
                                     html.substr(1, 2) == "td" || html.substr(1, 2) == "tr");
    if (size == 0)
      out += '<';
    else if (breaks)
      out += ' ';
    html.remove_prefix(std::max<std::size_t>(size, 1));
  }
  return folded_space(decode_references(out));
}

std::string_view trimmed(std::string_view s) {
  while (!s.empty() && blank_in_text(s.front())) s.remove_prefix(1);
  while (!s.empty() && blank_in_text(s.back())) s.remove_suffix(1);
  return s;
}

std::string folded_space(std::string_view s) {
  std::string out;
  out.reserve(s.size());
  for (const char c : trimmed(s)) {
    if (!blank_in_text(c))
      out += c;
    else if (out.back() != ' ')
      out += ' ';
  }
  return out;
}

std::string lowered(std::string_view s) {
  std::string out(s);
  std::transform(out.begin(), out.end(), out.begin(), lower_in_xml);
  return out;
}

bool same_word(std::string_view a, std::string_view b) {
  return a.size() == b.size() && std::equal(a.begin(), a.end(), b.begin(), [](char x, char y) {
           return lower_in_xml(x) == lower_in_xml(y);
         });
}

bool has_markup(std::string_view s) {
  for (std::size_t i = s.find_first_of("<&"); i < s.size(); i = s.find_first_of("<&", i + 1)) {
    const char next = i + 1 < s.size() ? s[i + 1] : ' ';
    if (s[i] == '<' && (letter(next) || next == '/' || next == '!') &&
        s.find('>', i) != std::string_view::npos)
      return true;
    char32_t value = 0;
    std::size_t size = 0;
    if (s[i] == '&' && (letter(next) || next == '#') && read_reference(s.substr(i), value, size))
      return true;
  }
  return false;
}

}  // namespace chokepoint
