// Fits what decides which drafts of a document are told (telling.h).
#pragma once

#include <vector>

#include "models/engine/assemble.h"
#include "models/engine/gold.h"
#include "models/engine/lessons.h"
#include "models/engine/trees.h"

namespace chokepoint {

// An article with what is proposed in it. All of it outlives what is made of it.
struct UnseenArticle {
  const GoldArticle* gold;
  const AnnotatedText* text;
  const std::vector<FoldedSpan>* proof;  // by event
  const ProposedMoves* moves;
  bool lesson = false;  // learnt from beside the gold
};

// Its drafts, and of each whether it is right, one to one against the labels.
struct JudgedArticle {
  UnseenArticle article;
  std::vector<Draft> drafts;
  std::vector<bool> right, judged;
  std::vector<const GoldEvent*> event;       // by draft: what it tells, or nothing
  std::vector<std::vector<float>> standing;  // by draft that is right: its standing_numbers()
};
// `model`: with the weights of all that is below, fitted to other articles.
JudgedArticle judge(const Model& model, const UnseenArticle& article);

struct TellingWeights {
  Forests forests;
  NamedWeights weights;  // of "news"
};
TellingWeights fit_telling(const Model& model, std::vector<JudgedArticle> articles, int rounds);

}  // namespace chokepoint
