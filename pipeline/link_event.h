// What an event says, given the reports of it: its slots by vote, its story as transitions. Pure;
// the reports' order cannot matter.
#pragma once

#include <span>
#include <string>
#include <vector>

#include "pipeline/link_knowledge.h"
#include "storage/events.h"

namespace chokepoint {

// The id of the event that these reports make: it hangs on the earliest of them that is not vague.
std::string event_id(std::span<const Report> reports);

// A measure's event, told by another one: the easing that eased it.
struct EasedBy {
  std::string event;
  StoredTransition first;             // of the easing
  std::optional<PartialDate> starts;  // the day it gives for a measure to begin, or to be eased
  bool weak = false;                  // not told alone: it can put a start off, not ease
  bool ends = false;                  // the measure is over
};

// The slots alone; what vague reports say of them does not count beside the others.
StoredEvent event_slots(const LinkKnowledge& knowledge, const std::vector<Report>& reports);

struct ToldEvent {
  StoredEvent event;  // responds_to and eases still empty, digest too
  std::vector<StoredTransition> transitions;
};

// An absorbed one is told by another event: its measure's new day.
ToldEvent tell_event(const LinkKnowledge& knowledge, std::vector<Report> reports,
                     std::span<const EasedBy> easings, bool absorbed = false);

// Independent texts among the reports: near copies count once.
int count_origins(std::span<const Report> reports);

}  // namespace chokepoint
