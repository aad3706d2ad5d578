// Which stage a move had reached when each document told of it. Coders, and papers, take what is
// planned for decided and what is decided for done; so a stage is not what one document says, but
// the course over time that makes all they say together likeliest (a hidden Markov chain, solved by
// Viterbi). Inner part of link_story.cpp.
#pragma once

#include <span>
#include <vector>

#include "pipeline/link_story.h"

namespace chokepoint {

// One stage a tale; tales of one day share theirs. Tales are in canonical order, not empty.
// `at_once`: a move of a type that happens without having been announced.
std::vector<Stage> stages_of(std::span<const Tale> tales, const std::optional<PartialDate>& date,
                             bool at_once);

}  // namespace chokepoint
