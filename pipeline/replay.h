// Reads stored documents again with another model and tells what that would change; or makes it so.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "models/engine/coder.h"
#include "pipeline/process.h"

namespace chokepoint {

struct Difference {
  int gained = 0, lost = 0, changed = 0;
  std::vector<std::string> lines;  // "+ what", "- what", "~ what"
};

struct Replayed {
  int documents = 0;
  int pruned = 0;  // documents whose text is gone; their reading stands
  Difference mentions, events, alerts;
};

// All in one transaction, which is undone unless `apply`. The old reading is kept beside the new.
// `hook` is called only when the replay is applied. What it changes is known from `now`, and not
// from before the last article came.
Replayed replay(Database& db, const Model& model, std::optional<Day> since, bool apply,
                const TransitionHook& hook = {}, Instant now = {});

}  // namespace chokepoint
