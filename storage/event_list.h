// Events as their readers want them: whole, with documents and transitions, by filter and as known
// on a day.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "models/core/event.h"

namespace chokepoint {

class Database;

struct EventFilter {
  std::string type, actor, target, item, agency, stage;
  std::optional<Day> since, until;  // of the move's date, or where undated of its first report
  std::optional<double> min_severity;
  std::optional<bool> background;
  bool dismissed = false;  // also those a person dismissed
  std::int64_t limit = -1;
};

// Newest first: by date of the move, then first seen.
std::vector<Event> list_events(Database& db, const EventFilter& filter);
// One event, whole; an id it had earlier finds it too.
std::optional<Event> find_event(Database& db, std::string_view id);

}  // namespace chokepoint
