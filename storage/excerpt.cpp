#include <algorithm>

#include "models/core/fold.h"
#include "storage/article_list.h"

namespace chokepoint {
namespace {

constexpr std::size_t kAround = 90;  // bytes each side

bool inside_character(std::string_view s, std::size_t at) {
  return at < s.size() && (static_cast<unsigned char>(s[at]) & 0xC0U) == 0x80U;
}
bool is_word_byte(std::string_view s, std::size_t at) {
  if (at >= s.size()) return false;
  const char c = s[at];
  return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9');
}

// Where the phrase stands as words of its own; bytes of scripts without spaces may stand anywhere.
std::size_t find_words(std::string_view text, std::string_view phrase) {
  for (auto at = text.find(phrase); at != std::string_view::npos; at = text.find(phrase, at + 1)) {
    const bool cut = (is_word_byte(phrase, 0) && at > 0 && is_word_byte(text, at - 1));
    if (!cut) return at;
  }
  return std::string_view::npos;
}

std::string one_line(std::string_view s) {
  std::string out(s);
  std::ranges::replace_if(
      out, [](char c) { return c == '\n' || c == '\t' || c == '\r'; }, ' ');
  return out;
}

}  // namespace

std::string excerpt(std::string_view text, const std::vector<std::string>& phrases) {
  const auto folded = fold(text);
  auto best = std::string_view::npos;
  std::size_t size = 0;
  for (const auto& phrase : phrases)
    if (const auto at = phrase.empty() ? std::string_view::npos : find_words(folded.text, phrase);
        at < best) {
      best = at;
      size = phrase.size();
    }
  if (best == std::string_view::npos) return "";
  const auto from = folded.original_start(best);
  const auto to = std::max(from, folded.original_end(best + size));
  auto start = from > kAround ? from - kAround : 0;
  auto end = std::min(text.size(), to + kAround);
  while (start < from && inside_character(text, start)) ++start;
  while (end > to && inside_character(text, end)) --end;
  // Whole words, where there is a space to cut at.
  if (const auto space = text.substr(start, from - start).find(' ');
      start > 0 && space != std::string_view::npos)
    start += space + 1;
  if (const auto space = text.substr(to, end - to).rfind(' ');
      end < text.size() && space != std::string_view::npos)
    end = to + space;
  return one_line(std::string(start > 0 ? "…" : "") +
                  std::string(text.substr(start, from - start)) + "[" +
                  std::string(text.substr(from, to - from)) + "]" +
                  std::string(text.substr(to, end - to)) + (end < text.size() ? "…" : ""));
}

}  // namespace chokepoint
