// Events as their readers want them: whole, with documents and transitions, by filter and as known
// on a day.
#pragma once

#include <cstdint>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "models/core/document.h"
#include "models/core/event.h"
#include "storage/ask.h"

namespace chokepoint {

class Database;

// The usual filters by name, for programs; a Question can ask for all of them.
struct EventFilter {
  std::string type, actor, target, item, agency, stage;
  std::optional<Day> since, until;  // of the move's date, or where undated of its first report
  std::optional<double> min_severity;
  std::optional<bool> background;
  std::optional<Instant> as_of;  // answer from what had been seen by then
  bool dismissed = false;        // also those a person dismissed
  bool weak = false;             // also those that one unsure report is all there is of
  std::int64_t limit = -1;
};

// Newest first, by date of the move, then first seen, unless the question sorts otherwise.
std::vector<Event> ask_events(Database& db, const Question& question);
std::vector<Event> list_events(Database& db, const EventFilter& filter = {});
// One article behind an event.
struct EventSource {
  std::string document, outlet, lang;
  Tier tier = Tier::Press;
};
// By tier, then as they were told.
std::vector<EventSource> event_sources(Database& db, std::string_view event,
                                       std::optional<Instant> as_of = {});

// One event, whole; an id it had earlier finds it too.
// With `as_of`, as it was known then; nothing when it was not.
std::optional<Event> find_event(Database& db, std::string_view id,
                                std::optional<Instant> as_of = {});
// Those a person dismissed; with `as_of`, by then.
std::set<std::string> dismissed_events(Database& db, std::optional<Instant> as_of = {});

}  // namespace chokepoint
