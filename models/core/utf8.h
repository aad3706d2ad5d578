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

inline CodePoint decode_at(std::string_view s, std::size_t pos) {
  constexpr char32_t kReplacement = 0xFFFD;
  if (pos >= s.size()) return {0, 0};
  const auto byte = [&](std::size_t at) {
    return static_cast<unsigned>(static_cast<unsigned char>(s[at]));
  };
  const unsigned b = byte(pos);
  if (b < 0x80) return {static_cast<char32_t>(b), 1};
  const std::size_t size = b >= 0xF0 ? 4 : b >= 0xE0 ? 3 : 2;
  if (b < 0xC2 || b > 0xF4 || s.size() - pos < size) return {kReplacement, 1};
  char32_t value = b & (0x7FU >> size);
  for (std::size_t i = 1; i < size; ++i) {
    if ((byte(pos + i) & 0xC0U) != 0x80U) return {kReplacement, 1};
    value = (value << 6U) | (byte(pos + i) & 0x3FU);
  }
  const bool overlong = (size == 3 && value < 0x800) || (size == 4 && value < 0x10000);
  if (overlong || value > 0x10FFFF || (value >= 0xD800 && value <= 0xDFFF))
    return {kReplacement, 1};
  return {value, size};
}
// The code point that ends just before `pos`.
inline CodePoint decode_before(std::string_view s, std::size_t pos) {
  if (pos == 0) return {0, 0};
  std::size_t start = pos - 1;
  while (start > 0 && pos - start < 4 && (static_cast<unsigned char>(s[start]) & 0xC0U) == 0x80U)
    --start;
  const auto c = decode_at(s, start);
  if (start + c.size == pos) return c;
  return {0xFFFD, 1};
}
void append_utf8(std::string& out, char32_t c);
// The string with every malformed byte replaced by U+FFFD and NULs dropped.
std::string valid_utf8(std::string_view s);

// Scripts that matter for word boundaries.
inline bool is_han(char32_t c) {
  return (c >= 0x4E00 && c <= 0x9FFF) || (c >= 0x3400 && c <= 0x4DBF) || c == 0x3005 ||
         (c >= 0xF900 && c <= 0xFAFF) || (c >= 0x20000 && c <= 0x3FFFF);
}
inline bool is_kana(char32_t c) {
  return (c >= 0x3041 && c <= 0x30FF && c != 0x30FB) || (c >= 0xFF66 && c <= 0xFF9F);
}
inline bool is_hangul(char32_t c) {
  return (c >= 0xAC00 && c <= 0xD7A3) || (c >= 0x1100 && c <= 0x11FF) ||
         (c >= 0x3130 && c <= 0x318F);
}
inline bool is_cyrillic(char32_t c) {
  return c >= 0x400 && c <= 0x52F;
}
inline bool is_latin(char32_t c) {
  if (c < 0x80) return (c >= U'a' && c <= U'z') || (c >= U'A' && c <= U'Z');
  return c >= 0xC0 && c <= 0x24F && c != 0xD7 && c != 0xF7;
}
inline bool is_digit(char32_t c) {
  return c >= U'0' && c <= U'9';
}
// Letters of scripts that separate words by spaces (Latin, Cyrillic, Greek ...); false for Han,
// kana, Hangul, digits.
bool is_other_letter(char32_t c);  // of any script, as ICU says
inline bool is_spaced_letter(char32_t c) {
  if (c < 0x80) return is_latin(c);
  if (is_latin(c) || is_cyrillic(c)) return true;
  if (is_han(c) || is_kana(c) || is_hangul(c)) return false;
  return is_other_letter(c);
}

}  // namespace chokepoint
