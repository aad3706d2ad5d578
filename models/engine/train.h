// Fits the weights of every head to labelled articles.
#pragma once

#include <functional>
#include <string>
#include <utility>
#include <vector>

#include "models/engine/gold.h"
#include "models/engine/model.h"

namespace chokepoint {

struct TrainOptions {
  int folds = 5;  // of the cross-validation that calibrates the score
  double l2 = 8.0;
  int rounds = 60;                   // of the descent, at most
  int least = 2;                     // a feature seen in fewer examples gets no weight
  std::vector<GoldArticle> lessons;  // learnt from beside the gold, measured on by nobody
  std::function<void(const std::string&)> say;  // progress, one line a call; may be empty
};

struct Trained {
  NamedWeights weights;  // by name, sorted
  NetworkWeights sentences, names;
  Forests forests;
};

// The folds are by article, in a fixed order: training is repeatable. `model` is not changed.
Trained train(const Model& model, const std::vector<GoldArticle>& gold,
              const TrainOptions& options);

// Fold of an article: by the hash of its id, so that it does not depend on the order of the file.
int fold_of(const std::string& id, int folds);

}  // namespace chokepoint
