// Byte statistics behind guess_encoding, for encoding.cpp alone.
#pragma once

#include <cstddef>
#include <string_view>

namespace chokepoint {

struct Utf8Count {
  std::size_t sequences = 0;  // well-formed ones outside ASCII
  std::size_t longer = 0;     // of these, three or four bytes long
  std::size_t errors = 0;  // bytes that fit nowhere; a sequence cut off by the end counts as none
};
Utf8Count count_utf8(std::string_view bytes);

struct CjkFit {
  std::string_view encoding;   // empty: nothing fits
  std::size_t characters = 0;  // multi-byte ones read
  std::size_t errors = 0;
  double score = -1;  // 1: every character is among the language's most frequent; 0.5: what chance
                      // gives; less: wrong
};
// How well the bytes read as one East Asian encoding, or as the best of them.
CjkFit fit_cjk(std::string_view bytes, std::string_view encoding);
CjkFit best_cjk(std::string_view bytes);
// Good enough to be taken for it, without and against a declaration.
bool convincing(const CjkFit& fit);
bool overwhelming(const CjkFit& fit);

}  // namespace chokepoint
