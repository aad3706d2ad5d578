// The annotations of a text, named for a reader; part of explain.h.
#pragma once

#include <vector>

#include "models/engine/annotate.h"
#include "models/engine/explain.h"

namespace chokepoint {

std::vector<Mark> marks_of(const Model& model, const AnnotatedText& t);

}  // namespace chokepoint
