// Fits trees to lessons.
#pragma once

#include <string>
#include <vector>

#include "models/engine/trees.h"

namespace chokepoint {

struct TreeLesson {
  std::vector<float> values;
  bool yes = false;
  double importance = 1;
};

struct ForestSize {
  int trees = 300;
  std::size_t leaves = 31;  // of a tree, at most
};

// Gradient boosting of regression trees (Friedman 2001) by the second-order gain of Chen and
// Guestrin (2016), over histograms, best leaf first (Ke et al. 2017). The same lessons in the same
// order give the same trees. `numbers`: the names of the values.
TreeWeights fit_trees(const std::vector<TreeLesson>& lessons,
                      const std::vector<std::string>& numbers, const ForestSize& size = {});

}  // namespace chokepoint
