// Offsets of the world's time zones by their IANA names ("Europe/Brussels").
#pragma once

#include <optional>
#include <string_view>

#include "models/core/time.h"

namespace chokepoint {

// The instant at which clocks in `zone` show `local` (given as if it were UTC); nothing for an
// unknown zone.
std::optional<Instant> from_local(Instant local, std::string_view zone);

// What clocks in `zone` show at `t`, given as if it were UTC; nothing for an unknown zone.
std::optional<Instant> to_local(Instant t, std::string_view zone);

}  // namespace chokepoint
