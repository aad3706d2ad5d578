// The East Asian lunar calendar, through ICU: on which day a lunar date of a Gregorian year falls.
#pragma once

#include <optional>

#include "models/core/time.h"

namespace chokepoint {

// Month 1 to 12 (never the leap one), day 1 to 30, of the lunar year that begins in `year`; day 0
// of month 1 is the eve of its new year. Empty outside 1901 to 2199.
std::optional<Day> lunar_day(int year, int month, int day);

}  // namespace chokepoint
