// The events and their transitions as the linker made them. Rows of transitions are never deleted:
// what later reports made untrue stays with `current` = 0.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "models/core/event.h"
#include "storage/reports.h"

namespace chokepoint {

class Database;

struct StoredTransition {
  Transition transition;
  std::vector<std::int64_t> mentions;  // rows of the causing mentions
};

// An event with what only the linker needs to know of it.
struct StoredEvent {
  Event event;  // transitions filled in where a function says so
  std::string family, party;
  DayRange days;        // link days of its mentions
  bool vague = false;   // every mention of it is vague
  bool lone = false;    // one article founded it
  bool unsure = false;  // and was not sure of it
  std::string eases,
      eases_too;  // ids of the measures it eases; a truce may ease one of either side
  std::optional<MoveRef>
      answers;  // whom it answers, as the reports say; responds_to is what that was resolved to
  std::string first_outlet;
  std::optional<std::int64_t> lead_seconds;
  bool dismissed = false, confirmed = false;
  bool weak = false;  // one unsure report is all there is: kept, not listed, never alerted
  std::vector<std::int64_t> mentions;  // rows, ascending
  std::string digest;                  // of all of the above: equal digests need no writing
};

std::string digest_of(const StoredEvent& event);

// The id by which an event goes now, also where it is gone for good: then the last one it had.
std::string current_id(Database& db, std::string_view id);
std::optional<StoredEvent> load_event(
    Database& db, std::string_view id);  // aliases are followed; without transitions
std::vector<std::string> events_of_mentions(Database& db, std::span<const std::int64_t> mentions);
std::string event_of_mention(Database& db, std::int64_t mention);       // empty when in none
std::int64_t event_row_of_mention(Database& db, std::int64_t mention);  // 0 when in none
std::string event_of_row(Database& db, std::int64_t row);               // its id

// Events that say they answer a move of `actor` and began within `days`.
std::vector<std::string> events_answering(Database& db, std::string_view actor, DayRange days);
std::vector<std::string> events_easing(Database& db, std::string_view event);
// All that it eases: `eases` and `eases_too`, and what set_also_eased() was told beside them.
std::vector<std::string> measures_eased(Database& db, const StoredEvent& easing);
void set_also_eased(Database& db, std::string_view easing, std::span<const std::string> measures);
// What answers the event, and what eases it.
std::vector<std::string> events_tied_to(Database& db, std::string_view event);

// An event that some documents tell of, and how many of them.
struct ToldBeside {
  std::string event, type;
  int documents = 0;
};
// Of the documents of these mentions (by row), by name.
std::vector<ToldBeside> events_beside(Database& db, std::span<const std::int64_t> mentions);

void save_event(Database& db,
                const StoredEvent& event);  // inserts or replaces, members and items included
// The event is no more: its reports belong to `heir` now, under which its old id still finds it.
// Empty: to none.
void remove_event(Database& db, std::string_view id, std::string_view heir);

std::vector<StoredTransition> transitions_of(Database& db, std::string_view event,
                                             bool also_retracted = false);
// Also one that was retracted.
std::optional<Transition> find_transition(Database& db, std::string_view id);
// Makes `told` the current transitions of the event. Answers those that are new; one that repeats
// what an earlier, now retracted, row already told is stored as not alertable.
std::vector<Transition> save_transitions(Database& db, std::string_view event,
                                         std::span<const StoredTransition> told);

}  // namespace chokepoint
