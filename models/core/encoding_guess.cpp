#include "models/core/encoding_guess.h"

#include <algorithm>
#include <array>
#include <cstdint>
#include <cstring>
#include <memory>
#include <string>

#include <uchardet/uchardet.h>

#include "models/core/encoding.h"

namespace chokepoint {
namespace {

// More says no more, and a ten-megabyte page must not cost a second.
constexpr std::size_t kGuessWindow = 262144;

constexpr unsigned byte_at(std::string_view s, std::size_t i) {
  return static_cast<unsigned char>(s[i]);
}

// Bytes the sequence at `i` should have, 0 for a byte that starts none; the second byte's limits
// follow RFC 3629.
std::size_t sequence_length(std::string_view s, std::size_t i, unsigned& low, unsigned& high) {
  const unsigned c = byte_at(s, i);
  low = c == 0xE0 ? 0xA0 : c == 0xF0 ? 0x90 : 0x80;
  high = c == 0xED ? 0x9F : c == 0xF4 ? 0x8F : 0xBF;
  if (c >= 0xC2 && c <= 0xDF) return 2;
  if (c >= 0xE0 && c <= 0xEF) return 3;
  return c >= 0xF0 && c <= 0xF4 ? 4 : 0;
}

// UTF-16 and UTF-32 without a mark: ASCII letters leave zeros in every second or in three of four
// places.
std::string_view guess_wide(std::string_view s) {
  std::array<std::size_t, 4> zeros{};
  const auto n = std::min<std::size_t>(s.size(), 4096) & ~std::size_t{3};
  if (n < 8) return {};
  for (std::size_t i = 0; i < n; ++i)
    if (s[i] == '\0') ++zeros[i & 3];
  const auto quarter = n / 4;
  const auto many = [&](std::size_t k) { return zeros[k] * 2 > quarter; };
  if (many(0) && many(1) && !many(3)) return "utf-32be";
  if (many(3) && many(2) && !many(0)) return "utf-32le";
  // Text outside Latin has few zeros, but spaces and line ends leave some, all on one side.
  const auto even = zeros[0] + zeros[2];
  const auto odd = zeros[1] + zeros[3];
  if (even + odd < std::max<std::size_t>(n / 200, 2)) return {};
  if (even > odd * 8) return "utf-16be";
  return odd > even * 8 ? "utf-16le" : "";
}

std::string_view guess_seven_bit(std::string_view s) {
  using namespace std::string_view_literals;
  if (s.find("\x1B$)C"sv) != std::string_view::npos) return "iso-2022-kr";
  for (const auto escape : {"\x1B$B"sv, "\x1B$@"sv, "\x1B(J"sv, "\x1B(I"sv})
    if (s.find(escape) != std::string_view::npos) return "iso-2022-jp";
  const auto open = s.find("~{");
  return open != std::string_view::npos && s.find("~}", open) != std::string_view::npos
             ? "hz-gb-2312"
             : "";
}

std::string guess_single_byte(std::string_view s) {
  const std::unique_ptr<uchardet, decltype(&uchardet_delete)> detector(uchardet_new(),
                                                                       uchardet_delete);
  if (uchardet_handle_data(detector.get(), s.data(), s.size()) != 0) return "windows-1252";
  uchardet_data_end(detector.get());
  const std::string_view said = uchardet_get_charset(detector.get());
  const auto known = encoding_of_label(said);
  // Romanian is the only user of this one, and writes windows-1250 in practice.
  if (known == "iso-8859-16") return "windows-1250";
  return known.empty() || known.starts_with("utf-") ? "windows-1252" : std::string(known);
}

}  // namespace

Utf8Count count_utf8(std::string_view s) {
  Utf8Count out;
  for (std::size_t i = 0; i < s.size();) {
    std::uint64_t word = 0;
    if (i + 8 <= s.size() &&
        (std::memcpy(&word, s.data() + i, 8), (word & 0x8080808080808080U) == 0)) {
      i += 8;
      continue;
    }
    if (byte_at(s, i) < 0x80) {
      ++i;
      continue;
    }
    unsigned low = 0;
    unsigned high = 0;
    const auto length = sequence_length(s, i, low, high);
    std::size_t k = 1;
    for (; k < length && i + k < s.size(); ++k, low = 0x80, high = 0xBF)
      if (byte_at(s, i + k) < low || byte_at(s, i + k) > high) break;
    if (length > 0 && k == length) {
      ++out.sequences;
      if (length > 2) ++out.longer;
    } else if (length == 0 || i + k < s.size()) {
      ++out.errors;
    }
    i += k;
  }
  return out;
}

std::string guess_encoding(std::string_view bytes) {
  const auto s = bytes.substr(0, kGuessWindow);
  if (const auto wide = guess_wide(s); !wide.empty()) return std::string(wide);
  if (std::all_of(s.begin(), s.end(), [](char c) { return static_cast<unsigned char>(c) < 0x80; }))
    return std::string(guess_seven_bit(s));
  const auto utf8 = count_utf8(s);
  if (utf8.sequences > 0 && utf8.errors * 20 <= utf8.sequences) return "utf-8";
  if (const auto cjk = best_cjk(s); convincing(cjk)) return std::string(cjk.encoding);
  return guess_single_byte(s);
}

}  // namespace chokepoint
