// Measures a model against labelled articles, by the contract scorer's rules.
#pragma once

#include <string>
#include <vector>

#include "models/engine/gold.h"
#include "models/engine/model.h"

namespace chokepoint {

// A report for people: types, tuples, stage, date, background, agencies, elements, look-alikes; by
// language and type; calibration; then up to `misses` misses with the words they hang on.
std::string evaluation_report(const Model& model, const std::vector<GoldArticle>& gold, int misses);

}  // namespace chokepoint
