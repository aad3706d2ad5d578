// Measures a model against labelled articles, by the contract scorer's rules.
#pragma once

#include <string>
#include <vector>

#include "models/engine/gold.h"
#include "models/engine/model.h"
#include "models/engine/train.h"

namespace chokepoint {

// A report for people: types, tuples, stage, date, background, agencies, elements, look-alikes; by
// language and type; calibration; then up to `misses` misses with the words they hang on.
std::string evaluation_report(const Model& model, const std::vector<GoldArticle>& gold, int misses);

// The same with every article coded by weights that were fitted without it.
std::string cross_validation_report(const Model& model, const std::vector<GoldArticle>& gold,
                                    const TrainOptions& options, int misses);

}  // namespace chokepoint
