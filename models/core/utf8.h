// Walking UTF-8 one code point at a time.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace chokepoint {

struct CodePoint {
  char32_t value;    // U+FFFD for a malformed byte
  std::size_t size;  // bytes it takes; 1 for a malformed byte; 0 at the end
};

CodePoint decode_at(std::string_view s, std::size_t pos);
// The code point that ends just before `pos`.
CodePoint decode_before(std::string_view s, std::size_t pos);
void append_utf8(std::string& out, char32_t c);
// The string with every malformed byte replaced by U+FFFD and NULs dropped.
std::string valid_utf8(std::string_view s);

// Scripts that matter for word boundaries.
bool is_han(char32_t c);
bool is_kana(char32_t c);
bool is_hangul(char32_t c);
bool is_cyrillic(char32_t c);
bool is_latin(char32_t c);
inline bool is_digit(char32_t c) { return c >= U'0' && c <= U'9'; }
// Letters of scripts that separate words by spaces (Latin, Cyrillic, Greek ...); false for Han, kana, Hangul, digits.
bool is_spaced_letter(char32_t c);

}  // namespace chokepoint
