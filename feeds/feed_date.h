// The dates feeds write: RFC 822 and 3339, W3C-DTF, asctime, epoch numbers, and what people and
// their software make of them in many languages. A date without a zone is UTC, unless its own words
// tell the country. Prose is not read here.
#pragma once

#include <optional>
#include <string_view>

#include "models/core/time.h"

namespace chokepoint {

std::optional<Instant> parse_feed_date(std::string_view s);

}  // namespace chokepoint
