// The file of the sentence classifier's weights: a line is a feature, a tab, and the types it
// speaks for or against, "export_ban=1.2 tariff_increase=-0.4".
#pragma once

#include <iosfwd>
#include <string>

#include "models/core/result.h"
#include "models/engine/weights.h"

namespace chokepoint {

// As "sentence|FEATURE|TYPE"; lines that begin with # are comments.
Result<NamedWeights> load_sentence_weights(const std::string& path);
// `weights`: by name, sorted.
void write_sentence_weights(std::ostream& out, const NamedWeights& weights);

}  // namespace chokepoint
