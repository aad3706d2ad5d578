#include "models/engine/trees.h"

#include <algorithm>
#include <cmath>
#include <utility>

namespace chokepoint {

Trees Trees::from(const TreeWeights& weights, const std::vector<std::string>& numbers) {
  std::vector<Node> nodes;
  std::vector<std::uint32_t> roots;
  for (const auto& tree : weights.trees) {
    roots.push_back(static_cast<std::uint32_t>(nodes.size()));
    std::vector<std::uint32_t> open;  // nodes whose "above" is still to come
    for (const auto& n : tree) {
      const auto at = static_cast<std::uint32_t>(nodes.size());
      auto& node = nodes.emplace_back();
      node.threshold = n.threshold;
      node.mean = n.mean;
      if (!n.number.empty()) {
        const auto found = std::find(numbers.begin(), numbers.end(), n.number);
        node.number =
            found == numbers.end() ? kUnknown : static_cast<std::int32_t>(found - numbers.begin());
        open.push_back(at);
      } else if (!open.empty()) {  // a leaf ends all that is up to the last that asked
        nodes[open.back()].above = at + 1;
        open.pop_back();
      }
    }
  }
  Trees out;
  out.nodes_ = FlatList<Node>(std::move(nodes));
  out.roots_ = FlatList<std::uint32_t>(std::move(roots));
  out.bias_ = weights.bias;
  return out;
}

std::uint32_t Trees::below(std::uint32_t node, std::span<const float> values) const {
  const auto& n = nodes_[node];
  const float value = n.number == kUnknown ? 0.0F : values[static_cast<std::size_t>(n.number)];
  return value <= n.threshold ? node + 1 : n.above;
}

double Trees::probability(std::span<const float> values) const {
  double sum = static_cast<double>(bias_);
  for (auto node : roots_) {
    while (nodes_[node].number != kLeaf) node = below(node, values);
    sum += static_cast<double>(nodes_[node].mean);
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
