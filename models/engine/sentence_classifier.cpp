#include "models/engine/sentence_classifier.h"

#include <algorithm>
#include <cmath>

namespace chokepoint {
SentenceClassifier SentenceClassifier::from_weights(std::vector<SentenceWeight> weights,
                                                    std::size_t types) {
  SentenceClassifier out;
  out.types_ = types;
  out.known_.resize(types);
  for (const auto& w : weights)
    if (w.weight > 0) out.known_[w.type] = 1;
  if (weights.empty()) return out;
  std::sort(weights.begin(), weights.end(), [](const SentenceWeight& a, const SentenceWeight& b) {
    return std::pair{a.feature, a.type} < std::pair{b.feature, b.type};
  });
  std::size_t features = 1;
  for (std::size_t i = 1; i < weights.size(); ++i)
    if (weights[i].feature != weights[i - 1].feature) ++features;
  out.rows_ = FeatureTable<Row>(features);
  for (std::size_t i = 0; i < weights.size();) {
    const auto feature = weights[i].feature;
    const auto first = static_cast<std::uint32_t>(out.parts_.size());
    for (; i < weights.size() && weights[i].feature == feature; ++i)
      out.parts_.push_back({weights[i].type, weights[i].weight});
    out.rows_.add(feature, {first, static_cast<std::uint32_t>(out.parts_.size())});
  }
  return out;
}

SentenceClassifier SentenceClassifier::from_names(const NamedWeights& weights,
                                                  const std::vector<std::string>& types) {
  std::vector<SentenceWeight> of_sentences;
  for (const auto& [name, weight] : weights) {
    const auto end = name.rfind('|');
    const auto type = std::find(types.begin(), types.end(), name.substr(end + 1));
    if (type == types.end()) continue;  // of a type that the model no longer has
    of_sentences.push_back({feature_number(std::string_view{name}.substr(0, end)),
                            static_cast<std::uint32_t>(type - types.begin()),
                            static_cast<float>(weight)});
  }
  return from_weights(std::move(of_sentences), types.size());
}

std::span<const SentenceClassifier::Part> SentenceClassifier::parts_of(
    std::uint64_t feature) const {
  const auto* row = rows_.find(feature);
  if (row == nullptr) return {};
  return std::span{parts_}.subspan(row->first, row->last - row->first);
}

std::vector<float> SentenceClassifier::read(const std::vector<SentenceFeature>& features) const {
  if (empty()) return {};
  std::vector<float> out(types_);
  const auto add = [&](std::uint64_t number, float value) {
    for (const auto& part : parts_of(number)) out[part.type] += value * part.weight;
  };
  add(kAnySentence, 1);
  // The table is larger than the near caches: rows are asked for some features ahead.
  constexpr std::size_t kAhead = 8;
  const auto prefetch = [&](std::size_t i) {
    if (i < features.size()) rows_.prefetch(features[i].number);
  };
  for (std::size_t i = 0; i < kAhead; ++i) prefetch(i);
  for (std::size_t i = 0; i < features.size(); ++i) {
    prefetch(i + kAhead);
    add(features[i].number, features[i].value);
  }
  for (std::size_t type = 0; type < types_; ++type)
    out[type] = knows(type) ? 1 / (1 + std::exp(-out[type])) : 0;
  return out;
}

float SentenceClassifier::weight(std::uint64_t feature, std::size_t type) const {
  for (const auto& part : parts_of(feature))
    if (part.type == type) return part.weight;
  return 0;
}

}  // namespace chokepoint
