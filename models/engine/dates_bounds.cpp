#include "models/engine/dates_bounds.h"

#include <algorithm>

#include "models/core/utf8.h"

namespace chokepoint {

bool DateBounds::number_may_start(std::size_t pos, char32_t before) const {
  if (is_digit(before) || is_spaced_letter(before)) return false;
  if (pos == 0) return true;
  const char c = text_[pos - 1];
  if (std::string_view("$#%_=+").find(c) != std::string_view::npos) return false;
  if (before == U'€' || before == U'£' || before == U'¥' || before == U'₩') return false;
  return std::string_view(".,:/-'").find(c) == std::string_view::npos || pos < 2 ||
         !ascii_digit(text_[pos - 2]);
}

// What stands after the end must not continue the last token: 34%, 5g, 2010s, 3.5, 1-2.
bool DateBounds::may_end(std::size_t pos) const {
  if (pos >= text_.size() || pos == 0) return true;
  const auto next = decode_at(text_, pos).value;
  if (ascii_digit(text_[pos - 1])) {
    const bool clock = next == U't' && pos + 1 < text_.size() && ascii_digit(text_[pos + 1]);
    if (clock) return true;  // 2026-01-06T03:04
    if (is_digit(next) || is_spaced_letter(next) || next == U'%' || next == U'$' || next == U'€' ||
        next == U'°')
      return false;
    const bool joint = std::string_view(".,:/-").find(text_[pos]) != std::string_view::npos;
    return !joint || pos + 1 >= text_.size() || !ascii_digit(text_[pos + 1]);
  }
  return true;
}

bool DateBounds::forbidden(const DateRule& rule, std::size_t start, std::size_t end) const {
  const auto after = skip_spaces(end);
  const auto before = trim_spaces(start);
  const auto follows = [&](const std::string& word) { return follows_with(word, end, after); };
  const auto precedes = [&](const std::string& word) { return precedes_with(word, before); };
  return std::any_of(rule.not_after.begin(), rule.not_after.end(), follows) ||
         std::any_of(lang_.not_after.begin(), lang_.not_after.end(), follows) ||
         std::any_of(rule.not_before.begin(), rule.not_before.end(), precedes) ||
         std::any_of(lang_.not_before.begin(), lang_.not_before.end(), precedes);
}

bool DateBounds::follows_with(const std::string& word, std::size_t end, std::size_t after) const {
  const bool letter = is_spaced_letter(decode_at(word, 0).value);
  if (!letter && stands_at(end, word)) return true;
  const std::size_t at = after;
  if (!stands_at(at, word)) return false;
  return !letter || !is_spaced_letter(decode_at(text_, at + word.size()).value);
}

bool DateBounds::precedes_with(const std::string& word, std::size_t before) const {
  if (before < word.size() || text_.substr(before - word.size(), word.size()) != word) return false;
  const auto first = decode_at(word, 0).value;
  return !is_spaced_letter(first) ||
         !is_spaced_letter(decode_before(text_, before - word.size()).value);
}

std::size_t DateBounds::trim_spaces(std::size_t pos) const {
  while (pos > 0 && text_[pos - 1] == ' ') --pos;
  return pos;
}

// Over a few spaces, and one line break in languages that wrap at spaces.
std::size_t DateBounds::skip_spaces(std::size_t pos) const {
  const std::size_t limit = std::min(text_.size(), pos + 4);
  bool broke = false;
  while (pos < limit && (text_[pos] == ' ' || (lang_.spaced && !broke && text_[pos] == '\n'))) {
    broke = broke || text_[pos] == '\n';
    ++pos;
  }
  return pos;
}

// "in October. In 1988": only short forms of a name take a full stop.
bool DateBounds::ends_sentence(std::size_t dot) const {
  constexpr int kShortForm = 4;
  int letters = 0;
  while (letters <= kShortForm) {
    const auto c = decode_before(text_, dot);
    if (c.size == 0 || !is_spaced_letter(c.value)) break;
    dot -= c.size;
    ++letters;
  }
  return letters > kShortForm;
}

}  // namespace chokepoint
