// How one country that a text names stands to a candidate: its features as actor and as target. How
// two of them go together, and which come into question, is roles.cpp's.
#pragma once

#include <cstddef>
#include <utility>

#include "models/engine/decide.h"
#include "models/engine/vicinity.h"

namespace chokepoint {

// Does the annotation name the country, an index into Model::countries, or one of its bodies?
bool speaks_of(const Model& model, const Annotation& a, std::size_t country);

// As the actor, and as the target: both heads see the same of a country.
std::pair<Features, Features> views_of(const Scene& s, const Candidate& c, const Vicinity& v,
                                       std::size_t country);

}  // namespace chokepoint
