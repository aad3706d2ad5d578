// Whether a day of a measure is still to be reminded of, when the measure has been eased or ended
// since. What the reminder is and when it goes out is reminder's and the sweep's.
#pragma once

#include <optional>

#include "pipeline/notify_decide.h"
#include "pipeline/reminder.h"
#include "storage/events.h"

namespace chokepoint {

class Database;

// An easing that the reminder's day has not been told anew after.
struct EasedSince {
  Day told{};
  bool whole = false;  // of all its goods, for all it is aimed at
};

// The greatest of the easings that still hold on the reminder's day; of equals the last one told.
// Not asked of what has ended: the event says so itself.
std::optional<EasedSince> eased_since(Database& db, const StoredEvent& measure,
                                      const Reminder& reminder, const ItemMatch& items);

}  // namespace chokepoint
