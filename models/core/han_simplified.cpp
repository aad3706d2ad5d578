#include "models/core/han_simplified.h"

#include <algorithm>
#include <iterator>

namespace chokepoint {
namespace {

struct Pair {
  char32_t traditional, simplified;
};

// By the traditional character.
constexpr Pair kPairs[] = {
#include "models/core/han_table.inc"
};

}  // namespace

char32_t simplified(char32_t c) {
  const auto* found =
      std::lower_bound(std::begin(kPairs), std::end(kPairs), c,
                       [](const Pair& p, char32_t at) { return p.traditional < at; });
  return found != std::end(kPairs) && found->traditional == c ? found->simplified : c;
}

}  // namespace chokepoint
