// A probability as the steps it has passed, so that a linear model can bend.
#pragma once

#include <cstddef>
#include <iterator>

#include "models/engine/weights.h"

namespace chokepoint {

template <class Add>
void each_step(float p, Add add) {
  static constexpr Word kSteps[] = {"02", "05", "10", "20", "35", "50", "65", "80", "90", "97"};
  static constexpr float kEdges[] = {.02F, .05F, .1F, .2F, .35F, .5F, .65F, .8F, .9F, .97F};
  for (std::size_t i = 0; i < std::size(kEdges); ++i)
    if (p > kEdges[i]) add(kSteps[i]);
}

}  // namespace chokepoint
