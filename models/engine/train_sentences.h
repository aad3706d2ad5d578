// Labelled articles as labelled sentences, and the weights fitted to them by name.
#pragma once

#include <utility>
#include <vector>

#include "models/engine/annotate.h"
#include "models/engine/gold.h"
#include "models/engine/sentence_fit.h"

namespace chokepoint {

// A folded stretch of a text: [first, second).
using FoldedSpan = std::pair<std::size_t, std::size_t>;

// The sentences the classifier is asked about. One tells a move if the proof of an event stands in
// it, or if the article has no more than two; what else an article tells may or may not stand in
// a sentence, which then teaches nothing of it. `proof`: by event, {0, 0} where it is not found.
std::vector<LabelledSentence> labelled_sentences(const Model& model, const AnnotatedText& text,
                                                 const GoldArticle& gold,
                                                 const std::vector<FoldedSpan>& proof);

// The weights under the names of their features, as these sentences have them.
NamedWeights name_weights(const Model& model, const std::vector<const AnnotatedText*>& texts,
                          const std::vector<SentenceWeight>& weights);

}  // namespace chokepoint
