#include "models/engine/weights.h"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <fstream>
#include <map>
#include <numeric>
#include <random>

namespace chokepoint {
namespace {

// The same hash that Features::add() makes of "head|a|b".
std::uint64_t hash_of_name(std::string_view name) {
  return hash_feature("|", hash_feature(name));
}

}  // namespace

Weights Weights::from_names(const std::vector<std::pair<std::string, double>>& weights) {
  Weights out;
  for (const auto& [name, weight] : weights)
    out.by_hash_[hash_of_name(name)] = static_cast<float>(weight);
  return out;
}

Result<Weights> Weights::load_file(const std::string& path) {
  std::ifstream in(path);
  if (!in) return Error{Error::Kind::Config, "cannot open this file", path};
  Weights out;
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
    out.by_hash_[hash_of_name(std::string_view{line}.substr(0, tab))] = static_cast<float>(weight);
  }
  return out;
}

double Weights::named(std::string_view name, double fallback) const {
  const auto it = by_hash_.find(hash_of_name(name));
  return it == by_hash_.end() ? fallback : static_cast<double>(it->second);
}

double Weights::sum(const Features& f) const {
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

namespace {

struct Indexed {
  std::vector<std::vector<std::uint32_t>> options;
  std::size_t right;
  double importance;
};

std::vector<Indexed> index_features(const std::vector<Example>& examples, int least,
                                    std::vector<std::string>& names) {
  std::map<std::string, int> seen;
  for (const auto& e : examples)
    for (const auto& o : e.options)
      for (const auto& n : o.names) ++seen[n];
  std::unordered_map<std::string, std::uint32_t> number;
  for (const auto& [name, count] : seen)
    if (count >= least) {
      number[name] = static_cast<std::uint32_t>(names.size());
      names.push_back(name);
    }
  std::vector<Indexed> out;
  for (const auto& e : examples) {
    Indexed row{{}, e.right, e.importance};
    for (const auto& o : e.options) {
      auto& list = row.options.emplace_back();
      for (const auto& n : o.names)
        if (const auto it = number.find(n); it != number.end()) list.push_back(it->second);
    }
    out.push_back(std::move(row));
  }
  return out;
}

}  // namespace

std::vector<std::pair<std::string, double>> fit(const std::vector<Example>& examples, double l2,
                                                int epochs, int least) {
  std::vector<std::string> names;
  const auto rows = index_features(examples, least, names);
  std::vector<double> weight(names.size(), 0), squares(names.size(), 1e-6);
  std::vector<std::size_t> order(rows.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  std::mt19937 random(7);  // NOLINT: a fixed seed, so that a fit can be repeated
  // The penalty of a weight is spread over the options its feature occurs in, so that an epoch
  // applies it once.
  std::vector<double> penalty(names.size(), 0);
  for (const auto& row : rows)
    for (const auto& o : row.options)
      for (const auto f : o) penalty[f] += 1;
  for (double& p : penalty) p = l2 / std::max(p, 1.0);
  for (int epoch = 0; epoch < epochs; ++epoch) {
    for (std::size_t i = order.size(); i > 1; --i) std::swap(order[i - 1], order[random() % i]);
    for (const auto at : order) {
      const auto& row = rows[at];
      std::vector<double> sums;
      for (const auto& o : row.options)
        sums.push_back(std::accumulate(o.begin(), o.end(), 0.0,
                                       [&](double t, std::uint32_t f) { return t + weight[f]; }));
      const auto p = softmax(std::move(sums));
      for (std::size_t o = 0; o < p.size(); ++o) {
        const double error = row.importance * (p[o] - (o == row.right ? 1.0 : 0.0));
        for (const auto f : row.options[o]) {
          const double g = error + penalty[f] * weight[f];
          squares[f] += g * g;
          weight[f] -= 0.3 * g / std::sqrt(squares[f]);
        }
      }
    }
  }
  std::vector<std::pair<std::string, double>> out;
  for (std::size_t i = 0; i < names.size(); ++i)
    if (std::abs(weight[i]) > 1e-3) out.emplace_back(names[i], weight[i]);
  return out;
}

}  // namespace chokepoint
