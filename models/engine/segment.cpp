#include "models/engine/segment.h"

#include <algorithm>
#include <cctype>

#include "models/core/utf8.h"

namespace chokepoint {
namespace {

// The word that ends at `end`, stops included: "u.s.", "jan.", "no.".
std::string_view word_before(std::string_view text, std::size_t end) {
  std::size_t start = end;
  while (start > 0 && text[start - 1] != ' ' && text[start - 1] != '\n' && text[start - 1] != '(')
    --start;
  return text.substr(start, end - start);
}

bool all_digits(std::string_view s) {
  return !s.empty() && std::all_of(s.begin(), s.end(), [](char c) { return c >= '0' && c <= '9'; });
}

// What opens an item of a brief or a list: ■▲▽◇ ...
bool is_bullet(char32_t c) {
  static constexpr std::u32string_view kBullets = U"■□▲△▶▷▼▽◆◇○●◎☆★※•";
  return kBullets.find(c) != std::u32string_view::npos;
}

bool capital_or_opening(std::string_view original, std::size_t at) {
  const auto c = decode_at(original, at).value;
  if (is_bullet(c)) return true;
  if (c < 0x80)
    return (c >= 'A' && c <= 'Z') || c == '"' || c == '\'' || c == '(' || c == '[' || is_digit(c);
  if (c == 0x201C || c == 0x2018 || c == 0xAB || c == 0x201E || c == 0xBF || c == 0xA1) return true;
  if (is_han(c) || is_kana(c) || is_hangul(c)) return true;
  // Cyrillic and accented Latin capitals
  return (c >= 0x0410 && c <= 0x042F) || c == 0x0401 || (c >= 0xC0 && c <= 0xDE);
}

bool ends_here(std::string_view original, const Folded& f, std::size_t stop,
               const std::vector<std::string>& abbreviations) {
  const std::string_view text = f.text;
  std::size_t next = stop + 1;
  while (next < text.size() && (text[next] == '"' || text[next] == '\'' || text[next] == ')'))
    ++next;
  if (next >= text.size()) return true;
  if (text[next] != ' ' && text[next] != '\n') {
    const auto c = decode_at(text, next).value;
    return is_han(c) || is_kana(c);
  }
  while (next < text.size() && text[next] == ' ') ++next;
  if (next >= text.size()) return true;
  const auto word = word_before(text, stop + 1);
  if (word.size() <= 2 ||
      std::find(abbreviations.begin(), abbreviations.end(), word) != abbreviations.end())
    return false;
  if (all_digits(word.substr(0, word.size() - 1)) && word.size() <= 3)
    return false;  // "am 6. Januar"
  if (word.substr(0, word.size() - 1).find('.') != std::string_view::npos && word.size() <= 6)
    return false;  // "u.s."
  return capital_or_opening(original, f.original_start(next));
}

// Does an item of news begin with the bullet at `at`? Bullets part the names of a list as well
// (▲중국 ▲일본), stand for what is not told (○○社) and are signs of numbers (▲3.5%): what stands on
// either side must be long enough to be a sentence.
bool begins_item(std::string_view text, std::size_t start, std::size_t at) {
  constexpr std::size_t kShortest = 24, kFar = 400;  // folded bytes: eight characters of Chinese
  const auto bullet = decode_at(text, at);
  const auto after = decode_at(text, at + bullet.size);
  if (at - start < kShortest || after.size == 0 || after.value == bullet.value ||
      decode_before(text, at).value == bullet.value)
    return false;
  const bool spaced = text[at - 1] == ' ';
  if (!spaced && (is_digit(after.value) || bullet.value == U'○')) return false;
  std::size_t end = at + bullet.size;
  for (; end < text.size() && end - at < kFar && text[end] != '\n'; ++end)
    if (static_cast<unsigned char>(text[end]) >= 0xE2 && is_bullet(decode_at(text, end).value))
      break;
  return end - at >= kShortest;
}

}  // namespace

std::vector<Sentence> split_sentences(std::string_view original, const Folded& folded,
                                      const std::vector<std::string>& abbreviations) {
  const std::string_view text = folded.text;
  std::vector<Sentence> out;
  std::size_t start = 0;
  const auto cut = [&](std::size_t end) {
    std::size_t first = start;
    while (first < end && (text[first] == ' ' || text[first] == '\n')) ++first;
    if (first < end)
      out.push_back(
          {static_cast<std::uint32_t>(first), static_cast<std::uint32_t>(end), false, 0, 0});
    start = end;
  };
  // What runs on for longer is no sentence; work within one may grow with the square of it.
  constexpr std::size_t kLongest = 2000;  // folded bytes
  const auto may_cut = [&](std::size_t pos) {
    const auto lead = static_cast<unsigned char>(text[pos]);
    const auto size = pos - start;
    return size >= kLongest &&
           (lead == ' ' || lead >= 0xC0 || (size >= 2 * kLongest && lead < 0x80));
  };
  for (std::size_t pos = 0; pos < text.size(); ++pos) {
    const char c = text[pos];
    if (may_cut(pos)) cut(pos);
    if (c == '\n') {
      cut(pos);
    } else if (c == '.' || c == '!' || c == '?') {
      if (ends_here(original, folded, pos, abbreviations)) cut(pos + 1);
    } else if (c == '\xE3' && text.substr(pos, 3) == "。") {
      cut(pos + 3);
      pos += 2;
    } else if (c == '\xE2' && is_bullet(decode_at(text, pos).value) &&
               begins_item(text, start, pos)) {
      cut(pos);
    }
  }
  cut(text.size());
  return out;
}

}  // namespace chokepoint
