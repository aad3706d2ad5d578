// How much the store holds and how far behind it is, for `status` and its metrics.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>

#include "models/core/time.h"

namespace chokepoint {

class Database;

struct StoreCounts {
  std::int64_t documents = 0, mentions = 0, events = 0, transitions = 0;
  std::map<std::string, std::int64_t> alerts;  // by state
  std::int64_t pending = 0, failed = 0;        // deliveries, by address
  std::int64_t stuck = 0;                      // pending after three attempts or more
  std::string last_error;                      // of a stuck or failed one
  std::optional<Instant> oldest_pending, last_document;
  std::string last_model;  // version that read the latest document
};

StoreCounts count_store(Database& db);

}  // namespace chokepoint
