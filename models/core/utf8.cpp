#include "models/core/utf8.h"

#include <unicode/uchar.h>

namespace chokepoint {
namespace {

constexpr char32_t kReplacement = 0xFFFD;

unsigned byte_at(std::string_view s, std::size_t pos) { return static_cast<unsigned char>(s[pos]); }

bool is_continuation(std::string_view s, std::size_t pos) { return pos < s.size() && (byte_at(s, pos) & 0xC0U) == 0x80U; }

}  // namespace

CodePoint decode_at(std::string_view s, std::size_t pos) {
  if (pos >= s.size()) return {0, 0};
  const unsigned b = byte_at(s, pos);
  if (b < 0x80) return {static_cast<char32_t>(b), 1};
  const std::size_t size = b >= 0xF0 ? 4 : b >= 0xE0 ? 3 : 2;
  if (b < 0xC2 || b > 0xF4) return {kReplacement, 1};
  char32_t value = b & (0x7FU >> size);
  for (std::size_t i = 1; i < size; ++i) {
    if (!is_continuation(s, pos + i)) return {kReplacement, 1};
    value = (value << 6U) | (byte_at(s, pos + i) & 0x3FU);
  }
  const bool overlong = (size == 3 && value < 0x800) || (size == 4 && value < 0x10000);
  if (overlong || value > 0x10FFFF || (value >= 0xD800 && value <= 0xDFFF)) return {kReplacement, 1};
  return {value, size};
}

CodePoint decode_before(std::string_view s, std::size_t pos) {
  if (pos == 0) return {0, 0};
  std::size_t start = pos - 1;
  while (start > 0 && pos - start < 4 && is_continuation(s, start)) --start;
  const auto c = decode_at(s, start);
  if (start + c.size == pos) return c;
  return {kReplacement, 1};
}

void append_utf8(std::string& out, char32_t c) {
  const auto put = [&out](char32_t byte) { out.push_back(static_cast<char>(byte)); };
  if (c < 0x80) {
    put(c);
  } else if (c < 0x800) {
    put(0xC0 | (c >> 6U));
    put(0x80 | (c & 0x3FU));
  } else if (c < 0x10000) {
    put(0xE0 | (c >> 12U));
    put(0x80 | ((c >> 6U) & 0x3FU));
    put(0x80 | (c & 0x3FU));
  } else {
    put(0xF0 | (c >> 18U));
    put(0x80 | ((c >> 12U) & 0x3FU));
    put(0x80 | ((c >> 6U) & 0x3FU));
    put(0x80 | (c & 0x3FU));
  }
}

std::string valid_utf8(std::string_view s) {
  std::string out;
  out.reserve(s.size());
  for (std::size_t pos = 0; pos < s.size();) {
    const auto c = decode_at(s, pos);
    if (c.value != 0) append_utf8(out, c.value);
    pos += c.size;
  }
  return out;
}

bool is_han(char32_t c) {
  return (c >= 0x4E00 && c <= 0x9FFF) || (c >= 0x3400 && c <= 0x4DBF) || c == 0x3005 || (c >= 0xF900 && c <= 0xFAFF) ||
         (c >= 0x20000 && c <= 0x3FFFF);
}
bool is_kana(char32_t c) { return (c >= 0x3041 && c <= 0x30FF && c != 0x30FB) || (c >= 0xFF66 && c <= 0xFF9F); }
bool is_hangul(char32_t c) { return (c >= 0xAC00 && c <= 0xD7A3) || (c >= 0x1100 && c <= 0x11FF) || (c >= 0x3130 && c <= 0x318F); }
bool is_cyrillic(char32_t c) { return c >= 0x400 && c <= 0x52F; }
bool is_latin(char32_t c) {
  if (c < 0x80) return (c >= U'a' && c <= U'z') || (c >= U'A' && c <= U'Z');
  return c >= 0xC0 && c <= 0x24F && c != 0xD7 && c != 0xF7;
}
bool is_spaced_letter(char32_t c) {
  if (c < 0x80) return is_latin(c);
  if (is_latin(c) || is_cyrillic(c)) return true;
  if (is_han(c) || is_kana(c) || is_hangul(c)) return false;
  return u_isalpha(static_cast<UChar32>(c)) != 0;
}

}  // namespace chokepoint
