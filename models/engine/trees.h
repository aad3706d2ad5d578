// Regression trees whose sum is the log odds of a yes: they weigh numbers, and what numbers mean
// beside each other, where a linear model weighs each for itself (docs/design.md).
#pragma once

#include <cstddef>
#include <cstdint>
#include <map>
#include <span>
#include <string>
#include <vector>

#include "models/engine/flat_list.h"

namespace chokepoint {

// What is learnt, as it is kept in a file.
struct TreeWeights {
  // A tree's nodes lie in the order of reading: after one that asks, all that is below its "up to",
  // then all that is above.
  struct Node {
    std::string number;   // that it asks of; empty: a leaf
    float threshold = 0;  // "up to" it, or above
    float mean = 0;       // log odds of what comes by
  };
  float bias = 0;
  std::vector<std::vector<Node>> trees;
};

// By what they are asked.
using Forests = std::map<std::string, TreeWeights>;

class Trees {
 public:
  // `numbers`: the names of what will be weighed, in its order. Whoever asks of another number
  // takes it for 0.
  static Trees from(const TreeWeights& weights, const std::vector<std::string>& numbers);

  bool empty() const { return roots_.size() == 0; }
  // `values`: as many as there were names.
  double probability(std::span<const float> values) const;
  // How much each number speaks for a yes, in log odds: what its questions change on the way down
  // (Saabas 2014). With the last, which is what is true of all, they add up.
  std::vector<double> shares(std::span<const float> values) const;

  template <class Archive>
  void fields(Archive& archive) {  // for image.h
    archive(nodes_, roots_, bias_);
  }

 private:
  struct Node {
    std::int32_t number = kLeaf;
    std::uint32_t place = 0;  // of the value to look at
    float threshold = 0, mean = 0;
    std::uint32_t above = 0;  // where the nodes above the threshold begin; those up to it are next
  };
  static constexpr std::int32_t kLeaf = -1, kUnknown = -2;

  // What is asked next. A leaf is its own, so that many trees can be gone down abreast without
  // asking which of them have ended.
  std::uint32_t below(std::uint32_t node, std::span<const float> values) const {
    const auto& n = nodes_[node];
    // Arithmetic, as the processor guesses half of such answers wrong.
    const auto is_above = static_cast<std::uint32_t>(!(values[n.place] <= n.threshold));
    return node + 1 + (n.above - node - 1) * is_above;
  }

  FlatList<Node> nodes_;
  FlatList<std::uint32_t> roots_;
  float bias_ = 0;
};

}  // namespace chokepoint
