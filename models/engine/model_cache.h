// Keeps a loaded model as one file, so that the next start need not read the data folders' many
// spellings anew. A kept model is taken only if it was made from the very same files by the very
// same program and is whole byte for byte; else the folders are read. Whatever goes wrong with the
// keeping is no error: the model loads as it would without.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "models/core/result.h"

namespace chokepoint {

class Model;

struct ModelCache {
  std::string folder;   // made when it is missing; empty: nothing is kept
  std::string program;  // differs between builds of the program that read models differently
};

// As load_model(folders) of coder.h. Only a model without problems is kept.
Result<std::shared_ptr<const Model>> load_model(const std::vector<std::string>& folders,
                                                const ModelCache& cache);

}  // namespace chokepoint
