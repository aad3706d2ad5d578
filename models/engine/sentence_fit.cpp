#include "models/engine/sentence_fit.h"

#include <cmath>
#include <iterator>
#include <span>
#include <unordered_map>

namespace chokepoint {
namespace {

constexpr int kRounds = 4;
// Steps between the sentences learnt one after the other, an order each. What is learnt last counts
// most, so the weights are the mean of what each order teaches.
constexpr std::size_t kStrides[] = {97, 61, 131, 83, 113};
constexpr float kStep = 0.5F;
constexpr float kNoError = 0.003F;  // a type that is as good as right teaches nothing
constexpr float kSmall = 3;  // a weight times the root of how many sentences have its feature

using Label = LabelledSentence::Label;

class Fit {
 public:
  Fit(const std::vector<const LabelledSentence*>& sentences, std::size_t types, int least)
      : types_(types), errors_(types) {
    std::unordered_map<std::uint64_t, int> seen;
    for (const auto* s : sentences)
      for (const auto& f : s->features) ++seen[f.number];
    add_feature(kAnySentence, static_cast<int>(sentences.size()));
    for (const auto* s : sentences)
      for (const auto& f : s->features)
        if (seen[f.number] >= least && !index_.contains(f.number))
          add_feature(f.number, seen[f.number]);
    weights_.resize(features_.size() * types);
    squares_.resize(features_.size() * types);
    sums_.resize(features_.size() * types);
  }

  void learn(const LabelledSentence& s) {
    std::vector<std::pair<std::size_t, float>> row{{0, 1.0F}};
    for (const auto& f : s.features)
      if (const auto at = index_.find(f.number); at != index_.end())
        row.emplace_back(at->second * types_, f.value);
    if (!find_errors(s, row)) return;
    for (const auto& [at, value] : row)
      for (const auto t : wrong_) {
        const float gradient = errors_[t] * value;
        auto& square = squares_[at + t];
        square += gradient * gradient;
        weights_[at + t] -= kStep * gradient / (std::sqrt(square) + 1e-6F);
      }
  }

  // Keeps what was learnt for the mean, and forgets it.
  void begin_anew() {
    for (std::size_t i = 0; i < sums_.size(); ++i) sums_[i] += weights_[i];
    std::fill(weights_.begin(), weights_.end(), 0.0F);
    std::fill(squares_.begin(), squares_.end(), 0.0F);
  }

  std::vector<SentenceWeight> mean_weights() const {
    std::vector<SentenceWeight> out;
    for (std::size_t i = 0; i < features_.size(); ++i)
      for (std::size_t t = 0; t < types_; ++t)
        if (const auto w = sums_[i * types_ + t] / static_cast<float>(std::size(kStrides));
            std::abs(w) * std::sqrt(static_cast<float>(seen_[i])) > kSmall)
          out.push_back({features_[i], static_cast<std::uint32_t>(t), w});
    return out;
  }

 private:
  void add_feature(std::uint64_t number, int seen) {
    index_[number] = features_.size();
    features_.push_back(number);
    seen_.push_back(seen);
  }

  // What is predicted less what is so, by type; false: nothing to learn.
  bool find_errors(const LabelledSentence& s, std::span<const std::pair<std::size_t, float>> row) {
    std::fill(errors_.begin(), errors_.end(), 0.0F);
    for (const auto& [at, value] : row)
      for (std::size_t t = 0; t < types_; ++t) errors_[t] += weights_[at + t] * value;
    wrong_.clear();
    for (std::size_t t = 0; t < types_; ++t) {
      if (s.labels[t] == Label::Unknown) continue;
      errors_[t] = 1 / (1 + std::exp(-errors_[t])) - (s.labels[t] == Label::Yes ? 1.0F : 0.0F);
      if (std::abs(errors_[t]) > kNoError) wrong_.push_back(t);
    }
    return !wrong_.empty();
  }

  std::size_t types_;
  std::unordered_map<std::uint64_t, std::size_t> index_;
  std::vector<std::uint64_t> features_;
  std::vector<int> seen_;                        // by feature: sentences that have it
  std::vector<float> weights_, squares_, sums_;  // by feature and type
  std::vector<float> errors_;
  std::vector<std::size_t> wrong_;
};

}  // namespace

std::vector<SentenceWeight> fit_sentences(const std::vector<const LabelledSentence*>& sentences,
                                          std::size_t types, int least) {
  Fit fit(sentences, types, least);
  // Sentences of one article, and articles of one language, stand together: each round takes them
  // in strides, so that none is learnt last.
  for (const auto stride : kStrides) {
    for (int round = 0; round < kRounds; ++round)
      for (std::size_t first = 0; first < stride; ++first)
        for (auto i = first; i < sentences.size(); i += stride) fit.learn(*sentences[i]);
    fit.begin_anew();
  }
  return fit.mean_weights();
}

}  // namespace chokepoint
