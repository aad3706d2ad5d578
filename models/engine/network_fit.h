// Fits a network to lessons.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "models/engine/network.h"

namespace chokepoint {

struct Lesson {
  enum class Label : std::int8_t { No, Yes, Unknown };
  NetworkFeatures features;
  std::vector<Label> labels;  // by output
};

// A network with one layer of rectified units (Glorot, Bordes and Bengio 2011), fitted a lesson at
// a time by AdaGrad (Duchi, Hazan and Singer 2011), one rate for all pulls of a feature, and
// stopped after few rounds, which together with a small decay is its regularisation. The same
// lessons in the same order give the same network. Features in fewer than `least` lessons are left
// out, as are outputs that no lesson has. `outputs`: their names, in the order of the labels.
NetworkWeights fit_network(const std::vector<const Lesson*>& lessons,
                           const std::vector<std::string>& outputs, int least);

}  // namespace chokepoint
