#include "feeds/article_scripts.h"

#include <unordered_set>

#include "models/core/utf8.h"

namespace chokepoint {
namespace {

constexpr std::size_t kSmallestScript = 1000;  // bytes of a script worth reading

int hex(char c) {
  if (c >= '0' && c <= '9') return c - '0';
  if (c >= 'a' && c <= 'f') return c - 'a' + 10;
  return c >= 'A' && c <= 'F' ? c - 'A' + 10 : -1;
}

// \uXXXX at `at`, just behind the backslash; false where there is none.
bool read_escape(std::string_view s, std::size_t at, char32_t& out) {
  if (at + 5 > s.size() || s[at] != 'u') return false;
  out = 0;
  for (std::size_t i = at + 1; i < at + 5; ++i) {
    const int digit = hex(s[i]);
    if (digit < 0) return false;
    out = out * 16 + static_cast<char32_t>(digit);
  }
  return true;
}

// The escapes of a JSON string undone, wherever they stand. Surrogates are paired.
std::string unescaped(std::string_view s) {
  std::string out;
  out.reserve(s.size());
  for (std::size_t i = 0; i < s.size(); ++i) {
    if (s[i] != '\\' || i + 1 == s.size()) {
      out.push_back(s[i]);
      continue;
    }
    char32_t c = 0;
    if (read_escape(s, i + 1, c)) {
      i += 5;
      char32_t low = 0;
      if (c >= 0xD800 && c < 0xDC00 && i + 1 < s.size() && s[i + 1] == '\\' &&
          read_escape(s, i + 2, low)) {
        c = 0x10000 + ((c - 0xD800) << 10U) + ((low - 0xDC00) & 0x3FFU);
        i += 6;
      }
      append_utf8(out, c >= 0xD800 && c < 0xE000 ? 0xFFFD : c);
      continue;
    }
    const char next = s[++i];
    out.push_back(next == 'n' || next == 't' || next == 'r' ? ' ' : next);
  }
  return out;
}

}  // namespace

std::string text_in_scripts(const Html& page) {
  std::string out;
  std::unordered_set<std::string> seen;
  for (NodeId n = 0; n < page.size(); ++n) {
    if (page[n].tag != Tag::Script || page[n].end == n + 1 ||
        page[n + 1].text.size() < kSmallestScript)
      continue;
    auto script = unescaped(page[n + 1].text);
    if (script.find("<p") == std::string::npos) script = unescaped(script);
    for (std::size_t at = script.find("<p"); at != std::string::npos;
         at = script.find("<p", at + 2)) {
      if (at + 2 < script.size() && script[at + 2] != '>' && script[at + 2] != ' ') continue;
      const auto end = script.find("</p>", at);
      if (end == std::string::npos) break;
      if (end - at > 20000) continue;
      const auto paragraph = Html::parse(std::string_view(script).substr(at, end - at));
      auto text = paragraph ? paragraph->text(0) : std::string{};
      if (text.size() < 30 || !seen.insert(text).second) continue;
      if (!out.empty()) out.push_back('\n');
      out += text;
    }
  }
  return out;
}

}  // namespace chokepoint
