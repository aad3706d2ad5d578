// The words of a text as a full-text index keeps them, for every script, so that an index built on
// them needs no tokenizer of its own. Words of spaced scripts and numbers stand as they are
// (folded); a run of Han, kana or Hangul becomes its overlapping pairs of characters and, at its
// end, the last character alone: 稀土出口 is "稀土 土出 出口 口". A word of the run is then a
// phrase of pairs, and one of two characters is a single word.
#pragma once

#include <string>
#include <string_view>

namespace chokepoint {

// Separated by single spaces.
std::string index_words(std::string_view text);

// The same for something looked for, to be matched as a phrase: what is left open at its end (the
// last character alone) is not asked for. `prefix` is set where the last word only begins there: a
// single character of a run.
struct SoughtWords {
  std::string words;
  bool prefix = false;
};
SoughtWords sought_words(std::string_view text);

}  // namespace chokepoint
