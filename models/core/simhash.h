// Near-duplicate texts: a 64-bit SimHash over the 3-grams of the folded text. Copies of one wire
// report differ in few bits. Keys of bands let an index find the candidates; storage/ keeps that
// index.
#pragma once

#include <array>
#include <bit>
#include <cstdint>
#include <string_view>

namespace chokepoint {

using SimHash = std::uint64_t;

// 0 for a text with less than three letters: such texts are alike to none.
SimHash simhash(std::string_view utf8);
// The same of a text that is folded already.
SimHash simhash_folded(std::string_view folded);

// Reports of the same event written independently differ in 12 bits and more, edited copies in 0
// to 6.
inline constexpr int kSimilarBits = 6;

inline int distance(SimHash a, SimHash b) {
  return std::popcount(a ^ b);
}
inline bool similar(SimHash a, SimHash b, int bits = kSimilarBits) {
  return a != 0 && b != 0 && distance(a, b) <= bits;
}

// Bands for an index: two hashes within kSimilarBits share at least one key (7 bands, 6 differing
// bits). A key holds the band's number in its top byte, so that one index serves all bands.
inline constexpr std::size_t kSimHashBands = 7;
std::array<std::uint32_t, kSimHashBands> band_keys(SimHash hash);

}  // namespace chokepoint
