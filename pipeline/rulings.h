// A person decides last: merges, splits, dismisses or confirms events. Each is kept as a decision
// and applied at once.
#pragma once

#include <string>
#include <vector>

#include "models/core/event.h"
#include "models/core/result.h"
#include "pipeline/link_knowledge.h"
#include "pipeline/process.h"

namespace chokepoint {

class Database;

struct RulingRequest {
  std::vector<std::string> events;     // ids: two or more to merge, one for the others
  std::vector<std::string> documents;  // to split off
  std::string why;
};

// The ids of the events as they are afterwards. Each runs in a transaction of its own, in which
// `hook` is told what it brings about.
Result<std::vector<std::string>> merge_events(Database& db, const LinkKnowledge& knowledge,
                                              const RulingRequest& request, Instant now,
                                              const TransitionHook& hook = {});
Result<std::vector<std::string>> split_event(Database& db, const LinkKnowledge& knowledge,
                                             const RulingRequest& request, Instant now,
                                             const TransitionHook& hook = {});
Result<std::vector<std::string>> dismiss_event(Database& db, const LinkKnowledge& knowledge,
                                               const RulingRequest& request, Instant now,
                                               const TransitionHook& hook = {});
Result<std::vector<std::string>> confirm_event(Database& db, const LinkKnowledge& knowledge,
                                               const RulingRequest& request, Instant now,
                                               const TransitionHook& hook = {});

}  // namespace chokepoint
