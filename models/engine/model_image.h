// A loaded model as bytes and back, so that a program need not read thousands of spellings anew at
// every start. What keeps the bytes, and when they may be believed, is model_cache.h's.
#pragma once

#include <memory>
#include <string>
#include <string_view>

#include "models/engine/model.h"

namespace chokepoint {

std::string image_of(const Model& model);
// Null where the bytes are no image.
// With an `owner`, which keeps the image, at an address that is a multiple of eight, the model uses
// its largest tables where they lie.
std::shared_ptr<const Model> model_of(std::string_view image,
                                      std::shared_ptr<const void> owner = nullptr);

}  // namespace chokepoint
