// Where the words of doubt and of undoing stand beside a candidate: "denies it will ban" denies the
// ban, "bans it and denies a breach" does not.
#pragma once

#include "models/engine/decide.h"

namespace chokepoint {

// Adds to the features of whether a candidate is a move.
void add_word_places(const Scene& s, const Candidate& c, Features& f);

}  // namespace chokepoint
