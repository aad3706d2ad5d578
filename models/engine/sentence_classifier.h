// A second reader beside the rules: how likely a sentence tells a move of each type, by the words
// and concepts it has, whether or not a rule joins them. It finds moves told in words that no rule
// foresaw, and doubts those that a rule found in words that mean something else.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "models/engine/weights.h"

namespace chokepoint {

// Every sentence has it.
constexpr std::string_view kAnySentenceName = "sentence|any";
constexpr std::uint64_t kAnySentence =
    feature_with(feature_with(0, Word("any").hash()), Word("sentence").hash());

struct SentenceFeature {
  std::uint64_t number;  // feature_number() of its name
  float value;           // how much of its sentence it is, from 0 to 1
};

struct SentenceWeight {
  std::uint64_t feature;
  std::uint32_t type;
  float weight;
};

class SentenceClassifier {
 public:
  static SentenceClassifier from_weights(std::vector<SentenceWeight> weights, std::size_t types);
  // Named "sentence|...|TYPE".
  static SentenceClassifier from_names(const NamedWeights& weights,
                                       const std::vector<std::string>& types);

  bool empty() const { return rows_.empty(); }
  // By type, the probability that the sentence tells such a move; 0 of types it does not know,
  // empty where nothing is learnt.
  std::vector<float> read(const std::vector<SentenceFeature>& features) const;
  // How much a feature of value 1 speaks for the type, in log odds; 0 where it is unknown.
  float weight(std::uint64_t feature, std::size_t type) const;
  // Was there any sentence to learn the type from?
  bool knows(std::size_t type) const { return type < known_.size() && known_[type] != 0; }

  template <class Archive>
  void fields(Archive& archive) {  // for image.h
    archive(rows_, parts_, known_, types_);
  }

 private:
  struct Part {
    std::uint32_t type;
    float weight;
  };
  // The weights of a feature lie end to end, in parts_[first, last).
  struct Row {
    std::uint32_t first = 0, last = 0;
  };
  std::span<const Part> parts_of(std::uint64_t feature) const;

  FeatureTable<Row> rows_;
  std::vector<Part> parts_;
  std::vector<std::uint8_t> known_;  // by type
  std::uint64_t types_ = 0;
};

}  // namespace chokepoint
