#include "models/engine/network_fit.h"

#include <algorithm>
#include <cmath>
#include <unordered_map>
#include <utility>

#include "models/engine/weights.h"

namespace chokepoint {
namespace {

constexpr int kRounds = 2;
constexpr std::size_t kStride = 97;
constexpr float kPullStep = 0.1F, kOutputStep = 0.01F;
constexpr float kDecay = 0.01F;      // of a feature's pulls, each time it teaches
constexpr float kNoError = 0.003F;   // an output that is as good as right teaches nothing
constexpr float kFirstPull = 0.05F;  // pulls begin somewhere between this and its negative
constexpr float kRare = -4;          // the log odds of an output before anything is learnt
constexpr float kLittle = 1e-3F;     // keeps the first step finite

using Label = Lesson::Label;

// A number from -1 to 1 that depends on its place alone (SplitMix64; Steele, Lea and Flood 2014).
float scattered(std::uint64_t place) {
  place = (place ^ place >> 30U) * 0xBF58476D1CE4E5B9ULL;
  place = (place ^ place >> 27U) * 0x94D049BB133111EBULL;
  place ^= place >> 31U;
  return static_cast<float>(static_cast<double>(place >> 11U) / static_cast<double>(1ULL << 52U) -
                            1);
}

// A weight that is learnt, with the squares of all it was told.
void learn(float& weight, float& squares, float gradient, float step) {
  squares += gradient * gradient;
  weight -= step * gradient / (std::sqrt(squares) + kLittle);
}

class Fit {
 public:
  Fit(const std::vector<const Lesson*>& lessons, std::size_t outputs, int least)
      : outputs_(outputs), known_(outputs, false), errors_(outputs) {
    std::unordered_map<std::uint64_t, int> seen;
    for (const auto* s : lessons) {
      for (const auto& f : s->features) ++seen[f.number];
      for (std::size_t t = 0; t < outputs; ++t)
        if (s->labels[t] == Label::Yes) known_[t] = true;
    }
    std::unordered_map<std::uint64_t, std::uint32_t> index;
    for (const auto* s : lessons) {
      auto& row = rows_.emplace_back();
      row.labels = &s->labels;
      for (const auto& f : s->features) {
        if (seen[f.number] < least) continue;
        const auto next = static_cast<std::uint32_t>(features_.size());
        const auto [at, fresh] = index.try_emplace(f.number, next);
        if (fresh) features_.push_back(f.number);
        row.pulling.emplace_back(at->second, f.value);
      }
    }
    pulls_.resize(features_.size());
    squares_.resize(features_.size());
    for (std::size_t f = 0; f < features_.size(); ++f)
      for (std::size_t u = 0; u < kUnits; ++u)
        pulls_[f][u] = kFirstPull * scattered(feature_with(features_[f], u));
    const auto first = std::sqrt(3 / static_cast<float>(kUnits));
    for (std::size_t t = 0; t < outputs; ++t)
      for (std::size_t u = 0; u < kUnits; ++u)
        outputs_[t].weights[u] = first * scattered(feature_with(t + 1, u));
  }

  void round() {
    // Lessons of one article, and articles of one language, stand together: they are taken in
    // strides, so that none is learnt last.
    for (std::size_t first = 0; first < kStride; ++first)
      for (auto i = first; i < rows_.size(); i += kStride) learn_row(rows_[i]);
  }

  NetworkWeights weights(const std::vector<std::string>& outputs) {
    NetworkWeights out;
    out.features = std::move(features_);
    for (const auto& pulls : pulls_) {
      auto& steps = out.pulls.emplace_back();
      for (std::size_t u = 0; u < kUnits; ++u)
        steps[u] = static_cast<std::int8_t>(std::clamp(
            static_cast<int>(std::lround(pulls[u] * kUnitSteps)), -kMostPull, kMostPull));
    }
    out.bias = bias_;
    for (std::size_t t = 0; t < outputs_.size(); ++t)
      if (known_[t]) out.outputs.push_back({outputs[t], outputs_[t].bias, outputs_[t].weights});
    return out;
  }

 private:
  struct Row {
    std::vector<std::pair<std::uint32_t, float>> pulling;  // feature, value
    const std::vector<Label>* labels;
  };
  struct Output {
    float bias = kRare, bias_squares = 0;
    UnitSums weights{}, squares{};
  };

  void learn_row(const Row& row) {
    auto units = bias_;
    for (const auto& [f, value] : row.pulling)
      for (std::size_t u = 0; u < kUnits; ++u) units[u] += pulls_[f][u] * value;
    for (auto& u : units) u = std::max(u, 0.0F);
    if (!find_errors(row, units)) return;
    const auto told = teach_outputs(units);
    float squares = 0;
    for (std::size_t u = 0; u < kUnits; ++u) {
      squares += told[u] * told[u];
      if (told[u] != 0) learn(bias_[u], bias_squares_[u], told[u], kOutputStep);
    }
    for (const auto& [f, value] : row.pulling) {
      squares_[f] += squares * value * value / kUnits;
      const auto step = kPullStep * value / (std::sqrt(squares_[f]) + kLittle);
      for (std::size_t u = 0; u < kUnits; ++u)
        pulls_[f][u] -= step * (told[u] + kDecay * pulls_[f][u]);
    }
  }

  // What is predicted less what is so, by output; false: nothing to learn.
  bool find_errors(const Row& row, const UnitSums& units) {
    bool any = false;
    for (std::size_t t = 0; t < outputs_.size(); ++t) {
      errors_[t] = 0;
      if ((*row.labels)[t] == Label::Unknown || !known_[t]) continue;
      auto sum = outputs_[t].bias;
      for (std::size_t u = 0; u < kUnits; ++u) sum += outputs_[t].weights[u] * units[u];
      const auto error = 1 / (1 + std::exp(-sum)) - ((*row.labels)[t] == Label::Yes ? 1.0F : 0.0F);
      if (std::abs(error) > kNoError) errors_[t] = error;
      any = any || errors_[t] != 0;
    }
    return any;
  }

  // Gives what the units that were above zero are told.
  UnitSums teach_outputs(const UnitSums& units) {
    UnitSums told{};
    for (std::size_t t = 0; t < outputs_.size(); ++t) {
      if (errors_[t] == 0) continue;
      auto& o = outputs_[t];
      for (std::size_t u = 0; u < kUnits; ++u) {
        if (units[u] <= 0) continue;
        told[u] += errors_[t] * o.weights[u];
        learn(o.weights[u], o.squares[u], errors_[t] * units[u], kOutputStep);
      }
      learn(o.bias, o.bias_squares, errors_[t], kOutputStep);
    }
    return told;
  }

  std::vector<Row> rows_;
  std::vector<std::uint64_t> features_;
  std::vector<UnitSums> pulls_;  // by feature
  std::vector<float> squares_;   // by feature
  UnitSums bias_{}, bias_squares_{};
  std::vector<Output> outputs_;  // by output
  std::vector<bool> known_;      // some lesson has it
  std::vector<float> errors_;
};

}  // namespace

NetworkWeights fit_network(const std::vector<const Lesson*>& lessons,
                           const std::vector<std::string>& outputs, int least) {
  Fit fit(lessons, outputs.size(), least);
  for (int round = 0; round < kRounds; ++round) fit.round();
  return fit.weights(outputs);
}

}  // namespace chokepoint
