// The coder: one document in, everything it says of trade-control moves out. Pure and
// deterministic; a Model is immutable once loaded and may serve many threads.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "models/core/document.h"
#include "models/core/mention.h"
#include "models/core/result.h"

namespace chokepoint {

class Model;

// Loads the data folders in order, later ones laid over earlier ones by id. All problems of all
// files come back as the lines of one Error (kind Config).
Result<std::shared_ptr<const Model>> load_model(const std::vector<std::string>& folders);

// Hash of all model files, as 16 hex digits: a mention remembers which model coded it.
std::string model_version(const Model& model);

// Codes a document. `document.lang` may be empty (it is detected); `document.published` may be
// absent (relative dates then stay unresolved).
Reading read_document(const Model& model, const Document& document);

}  // namespace chokepoint
