#include "models/engine/trees.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>
#include <utility>

namespace chokepoint {
namespace {
constexpr float kEverything = std::numeric_limits<float>::infinity();
}

Trees Trees::from(const TreeWeights& weights, const std::vector<std::string>& numbers) {
  std::vector<Node> nodes;
  std::vector<std::uint32_t> roots;
  for (const auto& tree : weights.trees) {
    roots.push_back(static_cast<std::uint32_t>(nodes.size()));
    std::vector<std::uint32_t> open;  // nodes whose "above" is still to come
    for (const auto& n : tree) {
      const auto at = static_cast<std::uint32_t>(nodes.size());
      auto& node = nodes.emplace_back();
      node.mean = n.mean;
      if (n.number.empty()) {
        node.threshold = -kEverything;  // nothing is up to it
        node.above = at;
        if (open.empty()) continue;
        nodes[open.back()].above = at + 1;  // a leaf ends all that is up to the last that asked
        open.pop_back();
        continue;
      }
      open.push_back(at);
      const auto found = std::find(numbers.begin(), numbers.end(), n.number);
      if (found == numbers.end()) {
        node.number = kUnknown;
        node.threshold = n.threshold >= 0 ? kEverything : -kEverything;
      } else {
        node.place = static_cast<std::uint32_t>(found - numbers.begin());
        node.number = static_cast<std::int32_t>(node.place);
        node.threshold = n.threshold;
      }
    }
  }
  Trees out;
  out.nodes_ = FlatList<Node>(std::move(nodes));
  out.roots_ = FlatList<std::uint32_t>(std::move(roots));
  out.bias_ = weights.bias;
  return out;
}

double Trees::probability(std::span<const float> values) const {
  constexpr std::size_t kAbreast = 8;
  double sum = static_cast<double>(bias_);
  for (std::size_t first = 0; first < roots_.size(); first += kAbreast) {
    const auto count = std::min(kAbreast, roots_.size() - first);
    std::array<std::uint32_t, kAbreast>
        at{};  // in a row with fewer trees, the first of all as well
    std::copy_n(roots_.begin() + first, count, at.begin());
    for (bool moved = true; moved;) {
      moved = false;
      for (auto& node : at) {
        const auto next = below(node, values);
        moved |= next != node;
        node = next;
      }
    }
    for (std::size_t i = 0; i < count; ++i) sum += static_cast<double>(nodes_[at[i]].mean);
  }
  return 1 / (1 + std::exp(-sum));
}

std::vector<double> Trees::shares(std::span<const float> values) const {
  std::vector<double> out(values.size() + 1, 0);
  out.back() = static_cast<double>(bias_);
  for (auto node : roots_) {
    out.back() += static_cast<double>(nodes_[node].mean);
    while (nodes_[node].number != kLeaf) {
      const auto next = below(node, values);
      const auto change = static_cast<double>(nodes_[next].mean - nodes_[node].mean);
      out[nodes_[node].number == kUnknown ? values.size()
                                          : static_cast<std::size_t>(nodes_[node].number)] +=
          change;
      node = next;
    }
  }
  return out;
}

}  // namespace chokepoint
