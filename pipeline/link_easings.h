// The part of a measure's story that the easings of it tell.
#pragma once

#include <span>
#include <vector>

#include "pipeline/link_event.h"
#include "pipeline/link_story.h"

namespace chokepoint {

// Adds the changes in their order of publication. `easings` by publication; `tales`: those that
// tell the measure itself.
void add_easings(std::vector<StoredTransition>& story, std::span<const EasedBy> easings,
                 std::span<const Tale> tales);

}  // namespace chokepoint
