#include "models/engine/weights.h"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <fstream>

namespace chokepoint {
std::uint64_t feature_number(std::string_view name) {
  const auto head = name.substr(0, name.find('|'));
  std::uint64_t number = 0;
  for (auto from = head.size() + 1; from <= name.size();) {
    const auto to = std::min(name.find('|', from), name.size());
    number = feature_with(number, hash_feature(name.substr(from, to - from)));
    from = to + 1;
  }
  return feature_with(number, hash_feature(head));
}

Weights::Weights(const std::unordered_map<std::uint64_t, float>& by_hash) {
  std::size_t size = 16;
  while (size * 3 < by_hash.size() * 4) size *= 2;
  slots_.resize(size);
  mask_ = size - 1;
  for (const auto& [hash, weight] : by_hash) {
    auto at = hash & mask_;
    while (slots_[at].tag != kEmpty) at = (at + 1) & mask_;
    slots_[at] = {tag_of(hash), weight};
  }
}

Weights Weights::from_names(const NamedWeights& weights) {
  std::unordered_map<std::uint64_t, float> by_hash;
  for (const auto& [name, weight] : weights)
    by_hash[feature_number(name)] = static_cast<float>(weight);
  return Weights{by_hash};
}

Result<NamedWeights> load_weights(const std::string& path) {
  std::ifstream in(path);
  if (!in) return Error{Error::Kind::Config, "cannot open this file", path};
  NamedWeights out;
  std::string line;
  for (int number = 1; std::getline(in, line); ++number) {
    if (line.empty() || line.front() == '#') continue;
    const auto tab = line.rfind('\t');
    double weight = 0;
    const char* end = line.data() + line.size();
    if (tab == std::string::npos || std::from_chars(line.data() + tab + 1, end, weight).ptr != end)
      return Error{Error::Kind::Config,
                   "expected NAME<tab>WEIGHT; run 'chokepoint model train' to write this file anew",
                   path + ":" + std::to_string(number) + ":1"};
    out.emplace_back(line.substr(0, tab), weight);
  }
  return out;
}

double Weights::sum(const Features& f) const {
  if (f.weighed()) return f.sum();
  double total = 0;
  for (const auto h : f.hashes) total += of(h);
  return total;
}

std::vector<double> softmax(std::vector<double> sums) {
  if (sums.empty()) return sums;
  const double top = *std::max_element(sums.begin(), sums.end());
  double total = 0;
  for (double& s : sums) total += s = std::exp(s - top);
  for (double& s : sums) s /= total;
  return sums;
}

}  // namespace chokepoint
