#include "models/core/johab.h"

#include "models/core/encoding.h"
#include "models/core/utf8.h"

namespace chokepoint {
namespace {

// Index of a vowel: the numbers skip 8, 9, 16, 17, 24, 25; -1 for no vowel.
int vowel(unsigned v) {
  if (v >= 3 && v <= 7) return static_cast<int>(v) - 3;
  if (v >= 10 && v <= 15) return static_cast<int>(v) - 5;
  if (v >= 18 && v <= 23) return static_cast<int>(v) - 7;
  return v >= 26 && v <= 29 ? static_cast<int>(v) - 9 : -1;
}

// Index of a final consonant, 0 for none; 18 is skipped; -1 for a number that is not one.
int final_consonant(unsigned f) {
  if (f >= 1 && f <= 17) return static_cast<int>(f) - 1;
  return f >= 19 && f <= 29 ? static_cast<int>(f) - 2 : -1;
}

}  // namespace

char32_t johab_syllable(std::uint16_t pair) {
  if (pair < 0x8000) return 0;
  const unsigned first = pair >> 10 & 31;
  const int v = vowel(pair >> 5 & 31);
  const int f = final_consonant(pair & 31);
  if (first < 2 || first > 20 || v < 0 || f < 0) return 0;
  return 0xAC00 + (first - 2) * 588 + static_cast<unsigned>(v) * 28 + static_cast<unsigned>(f);
}

std::uint16_t johab_to_euc_kr(std::uint16_t pair) {
  const unsigned lead = pair >> 8;
  const unsigned trail = pair & 0xFF;
  const bool placed = ((lead >= 0xD9 && lead <= 0xDE) || (lead >= 0xE0 && lead <= 0xF9)) &&
                      ((trail >= 0x31 && trail <= 0x7E) || (trail >= 0x91 && trail <= 0xFE));
  if (!placed) return 0;
  const unsigned row = lead < 0xE0 ? 2 * (lead - 0xD9) : 2 * lead - 0x197;
  const unsigned cell = trail < 0x91 ? trail - 0x31 : trail - 0x43;
  const bool second = cell >= 0x5E;
  return static_cast<std::uint16_t>(((row + (second ? 1 : 0) + 0xA1) << 8) +
                                    (second ? cell - 0x5E : cell) + 0xA1);
}

std::string decode_johab(std::string_view bytes) {
  std::string out;
  for (std::size_t i = 0; i < bytes.size(); ++i) {
    const auto lead = static_cast<unsigned char>(bytes[i]);
    if (lead == 0) continue;
    if (lead < 0x80 || i + 1 == bytes.size()) {
      append_utf8(out, lead < 0x80 ? lead : 0xFFFD);
      continue;
    }
    const auto pair =
        static_cast<std::uint16_t>(lead << 8 | static_cast<unsigned char>(bytes[i + 1]));
    if (const auto syllable = johab_syllable(pair); syllable != 0) {
      append_utf8(out, syllable);
      ++i;
    } else if (const auto other = johab_to_euc_kr(pair); other != 0) {
      const char euc[] = {static_cast<char>(other >> 8), static_cast<char>(other & 0xFF)};
      out += decode_as({euc, 2}, "euc-kr");
      ++i;
    } else {
      append_utf8(out, 0xFFFD);
    }
  }
  return out;
}

}  // namespace chokepoint
