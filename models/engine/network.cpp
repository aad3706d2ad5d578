#include "models/engine/network.h"

#include <algorithm>
#include <cmath>

namespace chokepoint {

Network Network::from(const NetworkWeights& weights, const std::vector<std::string>& outputs) {
  Network out;
  out.outputs_.resize(outputs.size());
  for (const auto& o : weights.outputs)
    if (const auto at = std::find(outputs.begin(), outputs.end(), o.name); at != outputs.end())
      out.outputs_[static_cast<std::size_t>(at - outputs.begin())] = {1, o.bias, o.weights};
  if (weights.features.empty()) return out;
  out.bias_ = weights.bias;
  out.rows_ = FeatureTable<std::uint32_t>(weights.features.size());
  for (std::size_t i = 0; i < weights.features.size(); ++i)
    out.rows_.add(weights.features[i], static_cast<std::uint32_t>(i));
  out.pulls_ = FlatList<Pull>(weights.pulls);
  return out;
}

void Network::add(const NetworkFeatures& features, UnitSums& sums) const {
  // The tables are larger than the near caches: slots are asked for some features ahead, and rows
  // when their slot has come.
  constexpr std::size_t kAhead = 16, kRowAhead = 8;
  std::array<const Pull*, kRowAhead> coming{};
  const auto n = features.size();
  for (std::size_t i = 0; i < std::min(kAhead, n); ++i) rows_.prefetch(features[i].number);
  for (std::size_t i = 0; i < n + kRowAhead; ++i) {
    auto& slot = coming[i % kRowAhead];
    if (i >= kRowAhead && slot != nullptr) {
      const auto value = features[i - kRowAhead].value / kUnitSteps;
      for (std::size_t u = 0; u < kUnits; ++u) sums[u] += value * static_cast<float>((*slot)[u]);
    }
    slot = nullptr;
    if (i + kAhead < n) rows_.prefetch(features[i + kAhead].number);
    if (i >= n) continue;
    if (const auto* row = rows_.find(features[i].number); row != nullptr) {
      slot = &pulls_[*row];
      __builtin_prefetch(slot);
    }
  }
}

std::vector<float> Network::read(const UnitSums& sums) const {
  UnitSums active;
  for (std::size_t u = 0; u < kUnits; ++u) active[u] = std::max(sums[u], 0.0F);
  std::vector<float> out(outputs_.size());
  for (std::size_t i = 0; i < out.size(); ++i) {
    const auto& o = outputs_[i];
    if (o.known == 0) continue;
    std::array<float, 4> sums_of{};  // beside one another, so that none waits for the one before
    for (std::size_t u = 0; u < kUnits; u += sums_of.size())
      for (std::size_t k = 0; k < sums_of.size(); ++k)
        sums_of[k] += o.weights[u + k] * active[u + k];
    const auto sum = o.bias + sums_of[0] + sums_of[1] + sums_of[2] + sums_of[3];
    out[i] = 1 / (1 + std::exp(-sum));
  }
  return out;
}

float Network::share(const NetworkFeature& feature, const UnitSums& sums,
                     std::size_t output) const {
  const auto* row = rows_.find(feature.number);
  if (row == nullptr || !knows(output)) return 0;
  float out = 0;
  for (std::size_t u = 0; u < kUnits; ++u)
    if (sums[u] > 0) out += outputs_[output].weights[u] * static_cast<float>(pulls_[*row][u]);
  return out * feature.value / kUnitSteps;
}

}  // namespace chokepoint
