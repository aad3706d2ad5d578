// Fitting the weights of one head to examples. Deterministic: the same examples in the same order
// give the same weights.
#pragma once

#include <string>
#include <utility>
#include <vector>

#include "models/engine/weights.h"

namespace chokepoint {

// One decision to learn from. An option is a set of parts, whose features it has together; options
// may share parts.
struct Example {
  std::vector<Features> parts;  // with names
  std::vector<std::vector<std::size_t>> options;
  std::vector<std::size_t> right;  // options any of which is right
  double importance = 1;

  // Options that share nothing, one of them right.
  static Example of(std::vector<Features> options, std::size_t right, double importance);
};

// Conditional logit (multinomial logistic regression over options that differ by example; McFadden
// 1974) with the penalty l2/2 |w|^2, minimised by L-BFGS (Nocedal 1980) in at most `rounds` rounds.
// Features seen in fewer than `least` parts get no weight. By name, in the order of the names.
std::vector<std::pair<std::string, double>> fit(const std::vector<Example>& examples, double l2,
                                                int rounds, int least);

}  // namespace chokepoint
