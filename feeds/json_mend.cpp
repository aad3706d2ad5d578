#include "feeds/json_mend.h"

#include <charconv>
#include <optional>

#include <nlohmann/json.hpp>

namespace chokepoint {
namespace {

// The four hex digits of an escape \uXXXX at `at`; nothing where there is none.
std::optional<unsigned> escaped_unit(std::string_view s, std::size_t at) {
  if (at + 6 > s.size() || s[at] != '\\' || s[at + 1] != 'u') return std::nullopt;
  unsigned out = 0;
  const char* end = s.data() + at + 6;
  return std::from_chars(end - 4, end, out, 16).ptr == end ? std::optional(out) : std::nullopt;
}

bool is_high(unsigned unit) {
  return unit >= 0xD800 && unit < 0xDC00;
}
bool is_low(unsigned unit) {
  return unit >= 0xDC00 && unit < 0xE000;
}

// The strings of the text made legal, the rest as it is.
std::string with_legal_strings(std::string_view s) {
  std::string out;
  out.reserve(s.size());
  bool quoted = false;
  for (std::size_t i = 0; i < s.size(); ++i) {
    const char c = s[i];
    if (c == '"') quoted = !quoted;
    if (!quoted || c != '\\') {
      out.push_back(quoted && static_cast<unsigned char>(c) < 0x20 ? ' ' : c);
      continue;
    }
    const auto unit = escaped_unit(s, i);
    if (!unit) {
      out.append(s.substr(i++, 2));
      continue;
    }
    const auto next = escaped_unit(s, i + 6);
    const bool pair = is_high(*unit) && next && is_low(*next);
    out.append(!pair && (is_high(*unit) || is_low(*unit)) ? "\\ufffd" : s.substr(i, pair ? 12 : 6));
    i += pair ? 11 : 5;
  }
  return out;
}

}  // namespace

std::string mended_json(std::string_view text) {
  auto s = with_legal_strings(text);
  constexpr int kItem = 3;  // {"items": [{ ... }]}
  std::string out;
  int depth = 0;
  bool quoted = false;
  std::size_t item = 0, done = 0;
  for (std::size_t i = 0; i < s.size(); ++i) {
    const char c = s[i];
    if (quoted && c == '\\')
      ++i;
    else if (c == '"')
      quoted = !quoted;
    else if (!quoted && (c == '{' || c == '[') && ++depth == kItem)
      item = i;
    else if (!quoted && (c == '}' || c == ']') && depth-- == kItem) {
      const auto value = std::string_view{s}.substr(item, i + 1 - item);
      if (nlohmann::json::accept(value)) continue;
      out.append(s, done, item - done).append("null");
      done = i + 1;
    }
  }
  return out.append(s, done);
}

}  // namespace chokepoint
