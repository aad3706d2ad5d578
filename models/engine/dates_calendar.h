// Calendar sums the date resolver stands on: months, weeks, movable feasts. No words, no slots.
#pragma once

#include <chrono>
#include <optional>

#include "models/core/time.h"

namespace chokepoint {

struct YearMonth {
  int y = 0, m = 0;
};

std::optional<Day> make_day(int y, int m, int d);  // empty where there is no such day
Day month_end(int y, int m);
Day monday_of(Day d);
int weekday_of(Day d);  // 1 (Monday) to 7
YearMonth year_month(Day d);
YearMonth plus_months(int y, int m, int n);
Day add_months(Day d, int n);  // the same day of the month `n` months on, or that month's last
Day add_workdays(Day d, int n);
Day easter(int y);
// The nth (from 1; -1: the last) weekday of a month.
std::optional<Day> nth_weekday(int y, int m, int nth, int weekday);

}  // namespace chokepoint
