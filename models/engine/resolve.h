// What names mean where they stand: which body "the commerce ministry" is, whether "lead" is the
// metal, which words of role stand beside a country, and which names form one list.
#pragma once

#include "models/engine/annotate.h"

namespace chokepoint {

// Settles the annotations of `t` in place: generic agencies become agencies or go, weak items stay
// or go.
void resolve_names(const Model& model, AnnotatedText& t);

// Fills in the words of role beside each name, and which names form one list.
void find_role_cues(AnnotatedText& t);

}  // namespace chokepoint
