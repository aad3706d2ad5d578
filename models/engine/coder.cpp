#include "models/engine/coder.h"

namespace chokepoint {

class Model {};

Result<std::shared_ptr<const Model>> load_model(const std::vector<std::string>& /*folders*/) {
  return std::make_shared<const Model>();
}

std::string model_version(const Model& /*model*/) { return "0000000000000000"; }

Reading read_document(const Model& /*model*/, const Document& document) { return {document.lang, {}, {}}; }

}  // namespace chokepoint
