// Is the monitor itself well: sources that fell silent or shut us out, notices that do not get
// through, the disk, the clock, the model. Each finding is one line that says what to do.
#pragma once

#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "models/core/time.h"
#include "pipeline/config.h"
#include "storage/counts.h"

namespace chokepoint {

class Database;

struct Finding {
  std::string key;       // the same while the trouble lasts: "feed_silent example"
  std::string what;      // one line
  bool serious = false;  // somebody must act
};

struct HealthReport {
  std::vector<Finding> findings;
  StoreCounts counts;
  std::map<std::string, int> feeds;  // by health
  std::optional<Instant> last_round;
  std::uint64_t disk_free = 0, store_bytes = 0;

  bool well() const;
};

// `model`: version of the model in use; empty: not asked.
HealthReport check_health(Database& db, const Config& config, std::string_view model, Instant now);

// Tells the findings to the subscriptions that want them; again each day until they are mended.
void tell_health(Database& db, const Config& config, const HealthReport& report, Instant now);

std::string metrics_text(const HealthReport& report);  // Prometheus' text format

}  // namespace chokepoint
