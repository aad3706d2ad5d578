#include "models/engine/sentence_classifier.h"

#include <algorithm>
#include <cmath>

namespace chokepoint {
namespace {

constexpr std::string_view kHead = "sentence|";

std::uint32_t tag_of(std::uint64_t number) {
  const auto tag = static_cast<std::uint32_t>(number >> 32U);
  return tag == 0 ? 1 : tag;
}

}  // namespace

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
  std::size_t size = 16;
  while (size * 3 < weights.size() * 4) size *= 2;
  out.slots_.resize(size);
  out.mask_ = size - 1;
  for (std::size_t i = 0; i < weights.size();) {
    const auto feature = weights[i].feature;
    const auto first = static_cast<std::uint32_t>(out.parts_.size());
    for (; i < weights.size() && weights[i].feature == feature; ++i)
      out.parts_.push_back({weights[i].type, weights[i].weight});
    auto at = feature & out.mask_;
    while (out.slots_[at].tag != 0) at = (at + 1) & out.mask_;
    out.slots_[at] = {tag_of(feature), first, static_cast<std::uint32_t>(out.parts_.size())};
  }
  return out;
}

SentenceClassifier SentenceClassifier::from_names(const NamedWeights& weights,
                                                  const std::vector<std::string>& types) {
  std::vector<SentenceWeight> of_sentences;
  for (const auto& [name, weight] : weights) {
    if (!name.starts_with(kHead)) continue;
    const auto end = name.rfind('|');
    const auto type = std::find(types.begin(), types.end(), name.substr(end + 1));
    if (type == types.end()) continue;  // of a type that the model no longer has
    of_sentences.push_back({feature_number(std::string_view{name}.substr(0, end)),
                            static_cast<std::uint32_t>(type - types.begin()),
                            static_cast<float>(weight)});
  }
  return from_weights(std::move(of_sentences), types.size());
}

const SentenceClassifier::Slot* SentenceClassifier::slot_of(std::uint64_t feature) const {
  if (slots_.empty()) return nullptr;
  const auto tag = tag_of(feature);
  for (auto at = feature & mask_;; at = (at + 1) & mask_) {
    if (slots_[at].tag == tag) return &slots_[at];
    if (slots_[at].tag == 0) return nullptr;
  }
}

std::vector<float> SentenceClassifier::read(const std::vector<SentenceFeature>& features) const {
  if (empty()) return {};
  std::vector<float> out(types_);
  const auto add = [&](std::uint64_t number, float value) {
    const auto* slot = slot_of(number);
    if (slot == nullptr) return;
    for (auto i = slot->first; i < slot->last; ++i) out[parts_[i].type] += value * parts_[i].weight;
  };
  add(kAnySentence, 1);
  for (const auto& f : features) add(f.number, f.value);
  for (std::size_t type = 0; type < types_; ++type)
    out[type] = knows(type) ? 1 / (1 + std::exp(-out[type])) : 0;
  return out;
}

float SentenceClassifier::weight(std::uint64_t feature, std::size_t type) const {
  const auto* slot = slot_of(feature);
  if (slot == nullptr) return 0;
  for (auto i = slot->first; i < slot->last; ++i)
    if (parts_[i].type == type) return parts_[i].weight;
  return 0;
}

}  // namespace chokepoint
