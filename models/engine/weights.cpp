#include "models/engine/weights.h"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <cstdio>
#include <unordered_map>

#include "models/core/input_file.h"

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

Weights Weights::from_names(const NamedWeights& weights) {
  std::unordered_map<std::uint64_t, float> by_feature;  // the last of a name counts
  for (const auto& [name, weight] : weights)
    by_feature[feature_number(name)] = static_cast<float>(weight);
  Weights out;
  if (by_feature.empty()) return out;
  out.table_ = FeatureTable<float>(by_feature.size());
  for (const auto& [feature, weight] : by_feature) out.table_.add(feature, weight);
  return out;
}

Result<void> load_lines(const std::string& path, const std::string& form, const ReadLine& read) {
  auto in = open_input(path);
  if (!in) return Error{Error::Kind::Config, in.error().what, path};
  std::string line;
  for (int number = 1; std::getline(*in, line); ++number) {
    if (line.empty() || line.front() == '#') continue;
    const auto tab = line.find('\t');
    const std::string_view all = line;
    if (tab == std::string::npos || !read(all.substr(0, tab), all.substr(tab + 1)))
      return Error{Error::Kind::Config,
                   "expected " + form + "; run 'chokepoint model train' to write this file anew",
                   path + ":" + std::to_string(number) + ":1"};
  }
  return {};
}

Result<NamedWeights> load_weights(const std::string& path) {
  NamedWeights out;
  auto read =
      load_lines(path, "NAME<tab>WEIGHT", [&](std::string_view name, std::string_view text) {
        double weight = 0;
        const char* end = text.data() + text.size();
        if (std::from_chars(text.data(), end, weight).ptr != end) return false;
        out.emplace_back(name, weight);
        return true;
      });
  if (!read) return read.error();
  return out;
}

void write_weights(std::ostream& out, const NamedWeights& weights) {
  out << "# Written by 'chokepoint model train'; each line is a feature and its weight.\n";
  for (const auto& [name, weight] : weights) {
    char number[32];
    std::snprintf(number, sizeof number, "%.4f", weight);
    out << name << '\t' << number << '\n';
  }
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
