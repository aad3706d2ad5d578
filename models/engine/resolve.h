// What names mean where they stand: which body "the commerce ministry" is, whether "lead" is the
// metal.
#pragma once

#include <cstdint>
#include <optional>

#include "models/engine/annotate.h"

namespace chokepoint {

// Settles the annotations of `t` in place: generic agencies become agencies or go, weak items stay
// or go.
void resolve_names(const Model& model, AnnotatedText& t);

// Whose news the headline tells: the country it begins with, unless a good of that country
// ("欧盟乳制品") is what it begins with. The annotations of the title must be there.
std::optional<std::uint32_t> headline_country(const AnnotatedText& t);

}  // namespace chokepoint
