#include "models/engine/trees_fit.h"

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <numeric>
#include <utility>

namespace chokepoint {
namespace {

constexpr double kLeastInLeaf = 50;  // lessons
constexpr double kSmallStep = 0.05;  // how much of what it would say each tree does
constexpr double kHold = 10;         // L2 penalty on what a leaf says
constexpr std::size_t kMostBins = 63;
constexpr double kLeastGain = 1e-6;

struct Sums {
  double gradient = 0, curvature = 0, count = 0;
  void add(const Sums& other) {
    gradient += other.gradient;
    curvature += other.curvature;
    count += other.count;
  }
  Sums less(const Sums& other) const {
    return {gradient - other.gradient, curvature - other.curvature, count - other.count};
  }
  double gain() const { return gradient * gradient / (curvature + kHold); }
  double says() const { return -kSmallStep * gradient / (curvature + kHold); }
};

// The edges between the bins of one number: each is the largest value of its bin.
std::vector<float> edges_of(std::vector<float> values) {
  std::sort(values.begin(), values.end());
  std::vector<float> distinct;
  std::unique_copy(values.begin(), values.end(), std::back_inserter(distinct));
  if (distinct.size() <= kMostBins) return distinct;
  std::vector<float> out;
  for (std::size_t b = 1; b <= kMostBins; ++b) {
    const auto edge = values[b * values.size() / kMostBins - 1];
    if (out.empty() || edge > out.back()) out.push_back(edge);
  }
  return out;
}

class Boosting {
 public:
  Boosting(const std::vector<TreeLesson>& lessons, const std::vector<std::string>& numbers,
           const ForestSize& size)
      : lessons_(lessons),
        numbers_(numbers),
        size_(size),
        sums_(lessons.size()),
        each_(lessons.size()) {
    for (std::size_t k = 0; k < numbers.size(); ++k) {
      std::vector<float> values;
      values.reserve(lessons.size());
      for (const auto& lesson : lessons) values.push_back(lesson.values[k]);
      const auto& edges = edges_.emplace_back(edges_of(values));
      auto& bins = bins_.emplace_back();
      bins.reserve(lessons.size());
      for (const auto value : values)
        bins.push_back(static_cast<std::uint8_t>(
            std::min(std::lower_bound(edges.begin(), edges.end(), value) - edges.begin(),
                     static_cast<std::ptrdiff_t>(edges.size()) - 1)));
    }
  }

  TreeWeights run() {
    TreeWeights out;
    const auto yes = static_cast<double>(
        std::count_if(lessons_.begin(), lessons_.end(), [](const auto& l) { return l.yes; }));
    const auto all = static_cast<double>(lessons_.size());
    if (yes == 0 || yes == all) return out;
    out.bias = static_cast<float>(std::log(yes / (all - yes)));
    std::fill(sums_.begin(), sums_.end(), static_cast<double>(out.bias));
    for (int tree = 0; tree < size_.trees; ++tree) {
      look_back();
      out.trees.push_back(grow());
    }
    return out;
  }

 private:
  using Histogram = std::vector<Sums>;  // by number and bin
  struct Split {
    double gain = 0;
    std::size_t number = 0, bin = 0;
  };
  struct Leaf {
    std::size_t first = 0, last = 0;  // of order_
    Sums sums;
    Histogram histogram;
    Split split;
    std::size_t node = 0;
  };
  struct Grown {
    Split split;
    double mean = 0;
    std::size_t up_to = 0, above = 0;  // both 0: a leaf
  };

  void look_back() {
    for (std::size_t i = 0; i < lessons_.size(); ++i) {
      const auto p = 1 / (1 + std::exp(-sums_[i]));
      const auto importance = lessons_[i].importance;
      each_[i] = {importance * (p - (lessons_[i].yes ? 1.0 : 0.0)), importance * p * (1 - p),
                  importance};
    }
  }

  Histogram histogram_of(const Leaf& leaf) const {
    Histogram out(numbers_.size() * kMostBins);
    for (std::size_t k = 0; k < numbers_.size(); ++k) {
      auto* const bins = out.data() + k * kMostBins;
      for (auto i = leaf.first; i < leaf.last; ++i) bins[bins_[k][order_[i]]].add(each_[order_[i]]);
    }
    return out;
  }

  void find_split(Leaf& leaf) const {
    leaf.split = {};
    const auto whole = leaf.sums.gain();
    for (std::size_t k = 0; k < numbers_.size(); ++k) {
      Sums up_to;
      for (std::size_t b = 0; b + 1 < edges_[k].size(); ++b) {
        up_to.add(leaf.histogram[k * kMostBins + b]);
        const auto above = leaf.sums.less(up_to);
        if (up_to.count < kLeastInLeaf || above.count < kLeastInLeaf) continue;
        const auto gain = up_to.gain() + above.gain() - whole;
        if (gain > leaf.split.gain + kLeastGain) leaf.split = {gain, k, b};
      }
    }
  }

  Leaf leaf_of(std::size_t first, std::size_t last, std::size_t node) const {
    Leaf out;
    std::tie(out.first, out.last, out.node) = std::tuple{first, last, node};
    for (auto i = first; i < last; ++i) out.sums.add(each_[order_[i]]);
    return out;
  }

  // The histogram of the larger half is what the smaller one leaves of the whole.
  std::pair<Leaf, Leaf> part(Leaf whole, std::vector<Grown>& grown) {
    const auto [gain, number, bin] = whole.split;
    const auto begin = order_.begin() + static_cast<std::ptrdiff_t>(whole.first);
    const auto end = order_.begin() + static_cast<std::ptrdiff_t>(whole.last);
    const auto middle = std::stable_partition(
        begin, end, [&, n = number, b = bin](std::uint32_t i) { return bins_[n][i] <= b; });
    const auto at = whole.first + static_cast<std::size_t>(middle - begin);
    grown[whole.node].split = whole.split;
    grown[whole.node].up_to = grown.size();
    grown[whole.node].above = grown.size() + 1;
    std::pair out{leaf_of(whole.first, at, grown.size()),
                  leaf_of(at, whole.last, grown.size() + 1)};
    grown.push_back({{}, out.first.sums.says(), 0, 0});
    grown.push_back({{}, out.second.sums.says(), 0, 0});
    const bool first_smaller = out.first.sums.count <= out.second.sums.count;
    auto& smaller = first_smaller ? out.first : out.second;
    auto& larger = first_smaller ? out.second : out.first;
    smaller.histogram = histogram_of(smaller);
    larger.histogram = std::move(whole.histogram);
    for (std::size_t i = 0; i < larger.histogram.size(); ++i)
      larger.histogram[i] = larger.histogram[i].less(smaller.histogram[i]);
    find_split(smaller);
    find_split(larger);
    return out;
  }

  std::vector<TreeWeights::Node> grow() {
    order_.resize(lessons_.size());
    std::iota(order_.begin(), order_.end(), 0U);
    std::vector<Grown> grown(1);
    std::vector<Leaf> leaves{leaf_of(0, order_.size(), 0)};
    grown[0].mean = leaves[0].sums.says();
    leaves[0].histogram = histogram_of(leaves[0]);
    find_split(leaves[0]);
    while (leaves.size() < size_.leaves) {
      const auto best = std::max_element(
          leaves.begin(), leaves.end(),
          [](const Leaf& a, const Leaf& b) { return a.split.gain < b.split.gain; });
      if (best->split.gain <= 0) break;
      auto [up_to, above] = part(std::move(*best), grown);
      *best = std::move(up_to);
      leaves.push_back(std::move(above));
    }
    for (const auto& leaf : leaves)
      for (auto i = leaf.first; i < leaf.last; ++i) sums_[order_[i]] += grown[leaf.node].mean;
    std::vector<TreeWeights::Node> out;
    write(grown, 0, out);
    return out;
  }

  // No deeper than a tree has leaves.
  void write(const std::vector<Grown>& grown, std::size_t at,
             std::vector<TreeWeights::Node>& out) const {
    const auto& g = grown[at];
    const auto mean = static_cast<float>(g.mean);
    if (g.above == 0) return out.push_back({{}, 0, mean});
    out.push_back({numbers_[g.split.number], edges_[g.split.number][g.split.bin], mean});
    write(grown, g.up_to, out);
    write(grown, g.above, out);
  }

  const std::vector<TreeLesson>& lessons_;
  const std::vector<std::string>& numbers_;
  ForestSize size_;
  std::vector<std::vector<float>> edges_;        // by number
  std::vector<std::vector<std::uint8_t>> bins_;  // by number, then lesson
  std::vector<double> sums_;                     // log odds so far, by lesson
  std::vector<Sums> each_;                       // by lesson
  std::vector<std::uint32_t> order_;             // lessons, those of a leaf side by side
};

}  // namespace

TreeWeights fit_trees(const std::vector<TreeLesson>& lessons,
                      const std::vector<std::string>& numbers, const ForestSize& size) {
  return Boosting(lessons, numbers, size).run();
}

}  // namespace chokepoint
