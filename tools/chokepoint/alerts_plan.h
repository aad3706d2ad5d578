// What a round of telling would do, for people to read: made of the outbox as the round leaves it
// right before it sends.
#pragma once

#include "models/core/time.h"
#include "pipeline/config.h"

namespace chokepoint {
class Database;
}

namespace chokepoint::cli {

// `now_too`: as with --now-too, what is not due yet would be tried as well.
void print_plan(Database& db, const Config& config, bool now_too, Instant now);

}  // namespace chokepoint::cli
