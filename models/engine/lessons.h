// Labelled articles as lessons of the second reader's networks.
#pragma once

#include <cstddef>
#include <utility>
#include <vector>

#include "models/engine/annotate.h"
#include "models/engine/gold.h"
#include "models/engine/network_fit.h"

namespace chokepoint {

// A folded stretch of a text: [first, second).
using FoldedSpan = std::pair<std::size_t, std::size_t>;
// Does a proof that was found stand in the sentence?
inline bool stands_in(const FoldedSpan& proof, const Sentence& s) {
  return proof.second > 0 && proof.first < s.end && proof.second > s.start;
}

// A lesson for each sentence that is read (SentenceOutputs). One tells a move if the proof of an
// event stands in it, or if the article has no more than two; what else an article tells may or may
// not stand in a sentence whose proof is not found, which then teaches nothing of it. `proof`: by
// event, {0, 0} where it is not found.
std::vector<Lesson> sentence_lessons(const Model& model, const AnnotatedText& text,
                                     const GoldArticle& gold, const std::vector<FoldedSpan>& proof);
// A lesson for each name of a country in such a sentence (NameOutputs).
std::vector<Lesson> name_lessons(const Model& model, const AnnotatedText& text,
                                 const GoldArticle& gold, const std::vector<FoldedSpan>& proof);

// Gives the features of a network their names, as these texts have them.
void name_features_of_sentences(const Model& model, const std::vector<const AnnotatedText*>& texts,
                                NetworkWeights& network);
void name_features_of_names(const Model& model, const std::vector<const AnnotatedText*>& texts,
                            NetworkWeights& network);

}  // namespace chokepoint
