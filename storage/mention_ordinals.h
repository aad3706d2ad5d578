// The numbers that mentions keep within their document, over all its readings: decisions and event
// ids hang on them.
#pragma once

#include <span>
#include <vector>

#include "models/core/mention.h"

namespace chokepoint {

// A mention of the reading before, as far as it says which move it tells.
struct NumberedMove {
  int ordinal = 0;
  std::string type, actor, target;
  bool background = false;
};

// The numbers of a new reading, in its order. A mention keeps the number of the one that told its
// move before: of type and parties alike, else of the parties, else of the type and one of them.
// Another move gets a number that none had, from `next` on.
std::vector<int> ordinals_of(std::span<const Mention> reading, std::span<const NumberedMove> before,
                             int next);

}  // namespace chokepoint
