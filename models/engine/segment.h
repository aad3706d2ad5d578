// Sentences of a folded text, found by its original's capitals and stops.
#pragma once

#include <string_view>
#include <vector>

#include "models/core/fold.h"
#include "models/engine/annotate.h"

namespace chokepoint {

// Line breaks always end a sentence. `abbreviations` are folded, with their full stops.
std::vector<Sentence> split_sentences(std::string_view original, const Folded& folded,
                                      const std::vector<std::string>& abbreviations);

}  // namespace chokepoint
