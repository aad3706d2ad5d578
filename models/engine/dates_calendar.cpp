#include "models/engine/dates_calendar.h"

#include <cstdlib>

namespace chokepoint {

using std::chrono::days;
using std::chrono::month;
using std::chrono::year;
using std::chrono::year_month_day;

std::optional<Day> make_day(int y, int m, int d) {
  if (y < 1 || y > 9000 || m < 1 || m > 12 || d < 1) return std::nullopt;
  const year_month_day ymd{year{y}, month{static_cast<unsigned>(m)},
                           std::chrono::day{static_cast<unsigned>(d)}};
  if (!ymd.ok()) return std::nullopt;
  return Day{ymd};
}

Day month_end(int y, int m) {
  return Day{std::chrono::year_month_day_last{
      year{y}, std::chrono::month_day_last{month{static_cast<unsigned>(m)}}}};
}

int weekday_of(Day d) {
  return static_cast<int>(std::chrono::weekday{d}.iso_encoding());
}

Day monday_of(Day d) {
  return d - days{weekday_of(d) - 1};
}

YearMonth year_month(Day d) {
  const year_month_day ymd{d};
  return {static_cast<int>(ymd.year()), static_cast<int>(static_cast<unsigned>(ymd.month()))};
}

YearMonth plus_months(int y, int m, int n) {
  const int total = y * 12 + (m - 1) + n;
  return {total / 12, total % 12 + 1};
}

Day add_months(Day d, int n) {
  const auto from = year_month(d);
  const auto to = plus_months(from.y, from.m, n);
  const auto same =
      make_day(to.y, to.m, static_cast<int>(static_cast<unsigned>(year_month_day{d}.day())));
  return same ? *same : month_end(to.y, to.m);
}

Day add_workdays(Day d, int n) {
  const int step = n < 0 ? -1 : 1;
  for (int left = std::abs(n); left > 0;) {
    d += days{step};
    if (weekday_of(d) < 6) --left;
  }
  return d;
}

Day easter(int y) {
  const int a = y % 19, b = y / 100, c = y % 100;
  const int h = (19 * a + b - b / 4 - (b - (b + 8) / 25 + 1) / 3 + 15) % 30;
  const int l = (32 + 2 * (b % 4) + 2 * (c / 4) - h - c % 4) % 7;
  const int m = (a + 11 * h + 22 * l) / 451;
  const int n = h + l - 7 * m + 114;
  return *make_day(y, n / 31, n % 31 + 1);
}

std::optional<Day> nth_weekday(int y, int m, int nth, int weekday) {
  if (nth < 0) {
    const Day last = month_end(y, m);
    return last - days{(weekday_of(last) - weekday + 7) % 7};
  }
  const Day first = *make_day(y, m, 1);
  const Day d = first + days{(weekday - weekday_of(first) + 7) % 7 + 7 * (nth - 1)};
  if (d > month_end(y, m)) return std::nullopt;
  return d;
}

}  // namespace chokepoint
