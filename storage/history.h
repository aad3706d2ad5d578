// The tools with which the history of the ledger is told anew (pipeline/history.h): the store goes
// back to a moment, and takes up its articles and decisions again one after the other.
#pragma once

#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include "models/core/time.h"

namespace chokepoint {

class Database;

// Something that changed what the linker knows: an article's reading came or took another's place,
// or a person decided.
struct Arrival {
  Instant at{};
  std::int64_t document = 0;           // row; 0: a decision
  std::vector<std::int64_t> mentions;  // rows of the reading
  std::int64_t decision = 0;           // row
  std::vector<std::string> anchors;    // of the decision
};

std::int64_t count_arrivals(Database& db, Instant since);
// In the order in which they came.
std::vector<Arrival> arrivals_since(Database& db, Instant since);
// What came before `since` of the documents that arrive again after it: nothing, or an older
// reading.
std::vector<Arrival> readings_before(Database& db, Instant since,
                                     const std::vector<Arrival>& arrivals);

void set_reading(Database& db, std::int64_t document, const std::vector<std::int64_t>& mentions);
void set_decision(Database& db, std::int64_t decision, bool holds);

// Writes from here on are known from `now`; with none they leave no trace in the history.
void set_clock(Database& db, Instant now);
void stop_clock(Database& db);
// The tables hold what was known just before `since`: so the history ends there.
void end_history(Database& db, Instant since);

// How severe a change was depends on how tense the pair was when it was first told, so changes that
// are told again are weighed again.
struct OldTransitions {
  std::int64_t last = 0;                                    // row
  std::vector<std::pair<std::int64_t, double>> severities;  // of those taken back
};
OldTransitions forget_severities(Database& db);
// The history is exact again. Transitions that came and went in it were told to nobody: they stay
// in the history alone, so that they are news should they ever come true.
void finish_history(Database& db, const OldTransitions& old);

}  // namespace chokepoint
