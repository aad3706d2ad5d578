// The model as shipped, loaded once for all tests of this program.
#pragma once

#include <string>

#include <doctest/doctest.h>

#include "models/engine/coder.h"
#include "models/engine/model.h"

namespace chokepoint {

inline const Model& shipped_model() {
  static const auto loaded = [] {
    auto result = load_model({std::string(SOURCE_DIR) + "/models/data"});
    if (!result) FAIL(result.error().line());
    return std::move(*result);
  }();
  return *loaded;
}

}  // namespace chokepoint
