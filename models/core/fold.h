// Folding: one spelling for matching, with a map back to the bytes the reader sees. NFKC, full case
// folding, quotes and dashes unified, Latin diacritics dropped (é -> e, but not й or が), ё -> е,
// Traditional to Simplified Chinese, soft hyphens and zero-width characters removed. Words and
// lexicons are folded alike, so they meet.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace chokepoint {

struct Folded {
  std::string text;  // UTF-8
  // origin[i] is the byte of the original where the character that folded byte i belongs to begins;
  // origin[text.size()] is the original's size.
  std::vector<std::uint32_t> origin;

  // The original's bytes that folded bytes [start, end) came from.
  std::size_t original_start(std::size_t start) const { return origin[start]; }
  std::size_t original_end(std::size_t end) const { return origin[end]; }
};

// Accepts any bytes; malformed UTF-8 folds to U+FFFD. At most 4 GiB.
Folded fold(std::string_view utf8);
// The same without the map, for lexicon forms and keys.
std::string fold_text(std::string_view utf8);

}  // namespace chokepoint
