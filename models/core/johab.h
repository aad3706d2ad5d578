// Johab (code page 1361), the Korean encoding ICU does not carry: syllables are built from their
// letters' numbers, the rest is KS X 1001 moved elsewhere.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace chokepoint {

// The syllable of a Johab pair, or 0 where it is none (a lone letter, a symbol, no Johab at all).
char32_t johab_syllable(std::uint16_t pair);
// The same pair in EUC-KR, for symbols and hanja; 0 where it has no place there.
std::uint16_t johab_to_euc_kr(std::uint16_t pair);
std::string decode_johab(std::string_view bytes);

}  // namespace chokepoint
