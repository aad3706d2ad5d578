// A sentence as the classifier sees it: its words and those beside them, its concepts and the pairs
// they make. Which of them speak for a move is learnt, sentence_classifier.h.
#pragma once

#include <string>
#include <vector>

#include "models/engine/annotate.h"
#include "models/engine/sentence_classifier.h"

namespace chokepoint {

// Each feature once, by number. The words share a length of one between them and so do the
// concepts, so that long sentences do not outweigh short ones. `names`, if wanted, are as many:
// "sentence|word|quota", "sentence|words|export|quota", "sentence|concepts|act.ease|obj.duty".
std::vector<SentenceFeature> sentence_features(const Model& model, const AnnotatedText& text,
                                               const Sentence& sentence,
                                               std::vector<std::string>* names = nullptr);

// "sentence|concept|ID".
std::uint64_t concept_feature(const Model& model, ConceptId id);

}  // namespace chokepoint
