#include "models/engine/fit.h"

#include <algorithm>
#include <cmath>
#include <map>
#include <memory>
#include <span>
#include <unordered_map>

#include <lbfgs.h>

namespace chokepoint {
namespace {

// The examples as numbers: features of parts and parts of options lie end to end.
struct Table {
  struct Row {
    std::uint32_t first_part, parts, first_option, options;
    double importance;
  };
  std::vector<std::string> names;          // of the features
  std::vector<std::uint32_t> features;     // by part
  std::vector<std::uint32_t> part_ends;    // into `features`
  std::vector<std::uint32_t> members;      // by option: parts, counted within the row
  std::vector<std::uint32_t> option_ends;  // into `members`
  std::vector<bool> right;                 // by option
  std::vector<Row> rows;
  std::size_t most_parts = 0, most_options = 0;
};

std::unordered_map<std::string, std::uint32_t> number_features(const std::vector<Example>& examples,
                                                               int least, Table& t) {
  std::map<std::string, int> seen;
  for (const auto& e : examples)
    for (const auto& part : e.parts)
      for (const auto& n : part.names) ++seen[n];
  std::unordered_map<std::string, std::uint32_t> number;
  for (const auto& [name, count] : seen) {
    if (count < least) continue;
    number[name] = static_cast<std::uint32_t>(t.names.size());
    t.names.push_back(name);
  }
  return number;
}

Table tabulate(const std::vector<Example>& examples, int least) {
  Table t;
  const auto number = number_features(examples, least, t);
  for (const auto& e : examples) {
    t.rows.push_back({static_cast<std::uint32_t>(t.part_ends.size()),
                      static_cast<std::uint32_t>(e.parts.size()),
                      static_cast<std::uint32_t>(t.option_ends.size()),
                      static_cast<std::uint32_t>(e.options.size()), e.importance});
    for (const auto& part : e.parts) {
      for (const auto& n : part.names)
        if (const auto it = number.find(n); it != number.end()) t.features.push_back(it->second);
      t.part_ends.push_back(static_cast<std::uint32_t>(t.features.size()));
    }
    for (const auto& option : e.options) {
      for (const auto part : option) t.members.push_back(static_cast<std::uint32_t>(part));
      t.option_ends.push_back(static_cast<std::uint32_t>(t.members.size()));
    }
    t.right.resize(t.option_ends.size(), false);
    for (const auto r : e.right) t.right[t.rows.back().first_option + r] = true;
    t.most_parts = std::max(t.most_parts, e.parts.size());
    t.most_options = std::max(t.most_options, e.options.size());
  }
  return t;
}

// What L-BFGS minimises: the negative log-likelihood with the penalty, and its gradient.
class Objective {
 public:
  Objective(const Table& table, double l2)
      : t_(table),
        l2_(l2),
        part_(table.most_parts),
        error_(table.most_parts),
        p_(table.most_options) {}

  double operator()(std::span<const double> w, std::span<double> gradient) {
    double loss = 0;
    for (std::size_t i = 0; i < w.size(); ++i) {
      loss += 0.5 * l2_ * w[i] * w[i];
      gradient[i] = l2_ * w[i];
    }
    for (const auto& row : t_.rows) loss += learn(row, w, gradient);
    return loss;
  }

 private:
  std::span<const std::uint32_t> features_of(std::size_t part) const {
    const auto from = part == 0 ? 0U : t_.part_ends[part - 1];
    return {t_.features.data() + from, t_.part_ends[part] - from};
  }
  std::span<const std::uint32_t> parts_of(std::size_t option) const {
    const auto from = option == 0 ? 0U : t_.option_ends[option - 1];
    return {t_.members.data() + from, t_.option_ends[option] - from};
  }

  double learn(const Table::Row& row, std::span<const double> w, std::span<double> gradient) {
    for (std::size_t i = 0; i < row.parts; ++i) {
      part_[i] = error_[i] = 0;
      for (const auto f : features_of(row.first_part + i)) part_[i] += w[f];
    }
    double top = -1e300, all = 0, right = 0;
    for (std::size_t o = 0; o < row.options; ++o) {
      p_[o] = 0;
      for (const auto i : parts_of(row.first_option + o)) p_[o] += part_[i];
      top = std::max(top, p_[o]);
    }
    for (std::size_t o = 0; o < row.options; ++o) all += p_[o] = std::exp(p_[o] - top);
    for (std::size_t o = 0; o < row.options; ++o) {
      p_[o] /= all;
      if (t_.right[row.first_option + o]) right += p_[o];
    }
    right = std::max(right, 1e-12);
    for (std::size_t o = 0; o < row.options; ++o) {
      const double e = p_[o] - (t_.right[row.first_option + o] ? p_[o] / right : 0);
      for (const auto i : parts_of(row.first_option + o)) error_[i] += e * row.importance;
    }
    for (std::size_t i = 0; i < row.parts; ++i)
      for (const auto f : features_of(row.first_part + i)) gradient[f] += error_[i];
    return -row.importance * std::log(right);
  }

  const Table& t_;
  double l2_;
  std::vector<double> part_, error_, p_;
};

lbfgsfloatval_t evaluate(void* objective, const lbfgsfloatval_t* w, lbfgsfloatval_t* gradient,
                         int n, lbfgsfloatval_t) {
  const auto size = static_cast<std::size_t>(n);
  return (*static_cast<Objective*>(objective))({w, size}, {gradient, size});
}

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
                                                int rounds, int least) {
  const auto table = tabulate(examples, least);
  Objective objective(table, l2);
  // The library wants its own alignment for the vector it works on.
  const int n = static_cast<int>(table.names.size());
  if (n == 0) return {};
  const std::unique_ptr<lbfgsfloatval_t, decltype(&lbfgs_free)> w(lbfgs_malloc(n), &lbfgs_free);
  std::fill_n(w.get(), n, 0.0);
  lbfgs_parameter_t parameters;
  lbfgs_parameter_init(&parameters);
  parameters.max_iterations = rounds;
  parameters.epsilon = 1e-4;
  lbfgs(n, w.get(), nullptr, evaluate, nullptr, &objective, &parameters);
  std::vector<std::pair<std::string, double>> out;
  for (std::size_t i = 0; i < table.names.size(); ++i)
    if (std::abs(w.get()[i]) > 1e-3) out.emplace_back(table.names[i], w.get()[i]);
  return out;
}

}  // namespace chokepoint
