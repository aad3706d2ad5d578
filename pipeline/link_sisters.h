// One move under several names: a coder, and the papers, take sister types for one another. Groups
// of one run that tell the same parties, goods and days under different types are joined here; what
// the event is then called is voted on. Inner part of link.cpp.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "pipeline/link_group.h"

namespace chokepoint {

void join_sisters(const LinkKnowledge& knowledge,
                  std::map<std::string, std::vector<Group>>& by_type);

}  // namespace chokepoint
