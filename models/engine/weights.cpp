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

Weights::Weights(const std::unordered_map<std::uint64_t, float>& by_hash) {
  std::size_t size = 16;
  while (size < by_hash.size() * 2) size *= 2;
  slots_.resize(size);
  mask_ = size - 1;
  for (const auto& [hash, weight] : by_hash) {
    auto at = hash & mask_;
    while (slots_[at].hash != kEmpty) at = (at + 1) & mask_;
    slots_[at] = {hash, weight};
  }
}

Weights Weights::from_names(const std::vector<std::pair<std::string, double>>& weights) {
  std::unordered_map<std::uint64_t, float> by_hash;
  for (const auto& [name, weight] : weights)
    by_hash[hash_of_name(name)] = static_cast<float>(weight);
  return Weights{by_hash};
}

Result<Weights> Weights::load_file(const std::string& path) {
  std::ifstream in(path);
  if (!in) return Error{Error::Kind::Config, "cannot open this file", path};
  std::unordered_map<std::uint64_t, float> by_hash;
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
    by_hash[hash_of_name(std::string_view{line}.substr(0, tab))] = static_cast<float>(weight);
  }
  return Weights{by_hash};
}

double Weights::named(std::string_view name, double fallback) const {
  const double found = of(hash_of_name(name));
  return found == 0 ? fallback : found;
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
  std::vector<std::vector<std::uint32_t>> parts;
  const Example* example;
};

std::vector<Indexed> index_features(const std::vector<Example>& examples, int least,
                                    std::vector<std::string>& names) {
  std::map<std::string, int> seen;
  for (const auto& e : examples)
    for (const auto& part : e.parts)
      for (const auto& n : part.names) ++seen[n];
  std::unordered_map<std::string, std::uint32_t> number;
  for (const auto& [name, count] : seen)
    if (count >= least) {
      number[name] = static_cast<std::uint32_t>(names.size());
      names.push_back(name);
    }
  std::vector<Indexed> out;
  for (const auto& e : examples) {
    Indexed row{{}, &e};
    for (const auto& part : e.parts) {
      auto& list = row.parts.emplace_back();
      for (const auto& n : part.names)
        if (const auto it = number.find(n); it != number.end()) list.push_back(it->second);
    }
    out.push_back(std::move(row));
  }
  return out;
}

// The weights while they are fitted.
class Descent {
 public:
  Descent(const std::vector<Indexed>& rows, std::size_t features, double l2)
      : weight_(features, 0), squares_(features, 1e-6), penalty_(features, 0) {
    // The penalty of a weight is spread over the parts its feature occurs in, so that an epoch
    // applies it once.
    for (const auto& row : rows)
      for (const auto& part : row.parts)
        for (const auto f : part) penalty_[f] += 1;
    for (double& p : penalty_) p = l2 / std::max(p, 1.0);
  }

  void learn(const Indexed& row) {
    const auto& e = *row.example;
    std::vector<double> part(row.parts.size(), 0), sums, error(row.parts.size(), 0);
    for (std::size_t i = 0; i < part.size(); ++i)
      for (const auto f : row.parts[i]) part[i] += weight_[f];
    for (const auto& option : e.options)
      sums.push_back(std::accumulate(option.begin(), option.end(), 0.0,
                                     [&](double t, std::size_t i) { return t + part[i]; }));
    const auto p = softmax(std::move(sums));
    double right = 0;
    for (const auto o : e.right) right += p[o];
    for (std::size_t o = 0; o < p.size(); ++o)
      for (const auto i : e.options[o]) error[i] += p[o];
    for (const auto o : e.right)
      for (const auto i : e.options[o]) error[i] -= p[o] / std::max(right, 1e-12);
    for (std::size_t i = 0; i < error.size(); ++i)
      for (const auto f : row.parts[i]) step(f, e.importance * error[i] + penalty_[f] * weight_[f]);
  }

  const std::vector<double>& weights() const { return weight_; }

 private:
  void step(std::uint32_t f, double gradient) {
    squares_[f] += gradient * gradient;
    weight_[f] -= 0.3 * gradient / std::sqrt(squares_[f]);
  }
  std::vector<double> weight_, squares_, penalty_;
};

}  // namespace

Example Example::of(std::vector<Features> options, std::size_t right, double importance) {
  Example e;
  for (std::size_t i = 0; i < options.size(); ++i) e.options.push_back({i});
  e.parts = std::move(options);
  e.right = {right};
  e.importance = importance;
  return e;
}

std::vector<std::pair<std::string, double>> fit(const std::vector<Example>& examples, double l2,
                                                int epochs, int least) {
  std::vector<std::string> names;
  const auto rows = index_features(examples, least, names);
  Descent descent(rows, names.size(), l2);
  std::vector<std::size_t> order(rows.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  std::mt19937 random(7);  // NOLINT: a fixed seed, so that a fit can be repeated
  for (int epoch = 0; epoch < epochs; ++epoch) {
    for (std::size_t i = order.size(); i > 1; --i) std::swap(order[i - 1], order[random() % i]);
    for (const auto at : order) descent.learn(rows[at]);
  }
  std::vector<std::pair<std::string, double>> out;
  for (std::size_t i = 0; i < names.size(); ++i)
    if (std::abs(descent.weights()[i]) > 1e-3) out.emplace_back(names[i], descent.weights()[i]);
  return out;
}

}  // namespace chokepoint
