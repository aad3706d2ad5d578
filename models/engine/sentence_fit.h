// Fits the sentence classifier to labelled sentences.
#pragma once

#include <cstdint>
#include <vector>

#include "models/engine/sentence_classifier.h"

namespace chokepoint {

struct LabelledSentence {
  enum class Label : std::int8_t { No, Yes, Unknown };
  std::vector<SentenceFeature> features;
  std::vector<Label> labels;  // by type
};

// A logistic regression for each type (AdaGrad; Duchi, Hazan and Singer 2011), stopped before it
// knows the sentences by heart, which is all its regularisation. What comes late in a pass weighs
// most, so it is fitted in several orders, and the mean of the weights counts: types in folds .878
// to .882, tuples .685 to .693. The same sentences in the same order give the same weights.
// Features in fewer than `least` sentences get none, and weights that change little are left out:
// small ones, the smaller the more seldom their feature.
std::vector<SentenceWeight> fit_sentences(const std::vector<const LabelledSentence*>& sentences,
                                          std::size_t types, int least);

}  // namespace chokepoint
