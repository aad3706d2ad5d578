// Days as people write them on the command line: 2026-01-06, 2026-01, 'last monday', '3 weeks ago',
// 昨日, in any language the date grammar knows.
#pragma once

#include <optional>
#include <string>

#include "models/core/time.h"

namespace chokepoint::cli {

struct When {
  Day from, to;                   // inclusive
  std::optional<Instant> moment;  // where a time of day was given
};

// Nothing where the text is no date, or more than one.
std::optional<When> read_when(const std::string& text, Day today);

}  // namespace chokepoint::cli
