// What names mean where they stand: which body "the commerce ministry" is, whether "lead" is the
// metal.
#pragma once

#include "models/engine/annotate.h"

namespace chokepoint {

// Settles the annotations of `t` in place: generic agencies become agencies or go, weak items stay
// or go.
void resolve_names(const Model& model, AnnotatedText& t);

}  // namespace chokepoint
