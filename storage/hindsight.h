// The ledger as it was: what the store would have answered at a moment of the past. Rows that were
// replaced are kept by triggers (schema_history.cpp); this lays views of the same names over the
// tables, so that every question reads the past without knowing it. What happens when articles come
// out of order is pipeline/history.h's.
#pragma once

#include <optional>

#include "models/core/time.h"

namespace chokepoint {

class Database;

// While it lives, whatever is read through the connection is as it was at that moment; with none it
// does nothing. Nothing may be written meanwhile. One within another must name the same moment.
class Hindsight {
 public:
  Hindsight(Database& db, std::optional<Instant> as_of);
  ~Hindsight();
  Hindsight(const Hindsight&) = delete;
  Hindsight& operator=(const Hindsight&) = delete;

 private:
  Database* db_ = nullptr;  // where the views are ours to take away
};

// Articles arrived, or a person decided, from `first` to `last`: what is written now is known from
// then on. Whoever comes earlier than others that are stored, or brings several days at once,
// leaves the history stale.
void note_arrival(Database& db, Instant first, Instant last);

// A reading or a ledger made anew at `now`, whenever its articles came.
void note_replay(Database& db, Instant now);

// Since when history is coarse because articles came out of order; nothing while it is exact.
std::optional<Instant> stale_since(Database& db);

}  // namespace chokepoint
