// The one-character short forms of countries (对日, 日方, 対米, 美禁…) are many and look like parts
// of other words. Here the hits that are none are thrown out; what is left annotate.h takes as
// names.
#pragma once

#include <vector>

#include "models/engine/annotate.h"

namespace chokepoint {

// A country or a pair of countries.
bool is_place(const Meaning& meaning);

// `hits` by start, masks before the rest, longer first.
void drop_false_compacts(const Model& model, const AnnotatedText& t, std::vector<FormHit>& hits);

}  // namespace chokepoint
