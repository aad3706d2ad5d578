// What the words around a date say of it: past or future, beginning or end. And where a sentence
// ends, as far as dates go.
#pragma once

#include <cstddef>
#include <optional>
#include <string_view>

#include "models/engine/dates.h"
#include "models/engine/dates_grammar.h"

namespace chokepoint {

struct DateSurroundings {
  DateCue cue = DateCue::None;
  std::optional<Lean> lean;
  bool onset = false;  // bounds alone speak: see DateContext
  bool moved = false;  // a word of its sentence puts something off
};

// For the dates of a text in order: `first` is 0 before the first of them, and kept between calls.
DateSurroundings date_surroundings(const DateScan& scan, std::string_view text, const RawDate& raw,
                                   std::size_t& first);

bool date_sentence_breaks(std::string_view between);

}  // namespace chokepoint
