#include <algorithm>

#include "models/engine/dates_resolver.h"

namespace chokepoint {

using std::chrono::days;

namespace {

constexpr int kDaySeconds = 86400;
constexpr int kMostUnits = 5000;

}  // namespace

void DateResolver::shift_unit(int n) {
  switch (unit()) {
    case DateUnit::Day:
      s_.set(Slot::RelDay, n);
      break;
    case DateUnit::Week:
    case DateUnit::Weekend:
      s_.set(Slot::RelWeek, n);
      break;
    case DateUnit::Month:
      s_.set(Slot::RelMonth, n);
      break;
    case DateUnit::Quarter:
      s_.set(Slot::RelQuarter, n);
      break;
    case DateUnit::Year:
      s_.set(Slot::RelYear, n);
      break;
    default:
      return;  // "next decade", "next hour": date() knows
  }
  s_.drop(Slot::Shift);
}

std::optional<ResolvedDate> DateResolver::offset() {
  if (!need_reference()) return std::nullopt;
  Day base = *c_.reference;
  if (s_.has(Slot::RelDay)) {
    base += days{s_[Slot::RelDay]};
  } else if (s_.has(Slot::Weekday) || s_.has(Slot::Day) || s_.has(Slot::Holiday) ||
             s_.has(Slot::Month)) {
    const int u = s_[Slot::Unit];
    s_.drop(Slot::Unit);
    const auto from = date();
    if (!from) return std::nullopt;
    base = from->from;
    s_.set(Slot::Unit, u);
  }
  const auto to = moved(base, s_.get(Slot::Sign, 1));
  return to ? rounded(*to) : std::nullopt;
}

std::optional<ResolvedDate> DateResolver::later() {
  if (!told_from_previous()) {
    // "Sixteen years later": from when, is not said.
    const bool years = s_.has(Slot::Unit) && unit() == DateUnit::Year && s_.get(Slot::Sign, 1) > 0;
    if (years && !query()) return std::nullopt;
    return offset();
  }
  const auto to = moved(c_.previous->from, s_.get(Slot::Sign, 1));
  return to ? rounded(*to) : std::nullopt;
}

// The day so many units on, in one sum or two: "a year and three months ago".
std::optional<Day> DateResolver::moved(Day base, int sign) {
  auto to = shifted(base, unit(), s_.get(Slot::Count, 1) * sign);
  if (to && s_.has(Slot::Unit2))
    to = shifted(*to, static_cast<DateUnit>(s_[Slot::Unit2]), s_.get(Slot::Count2, 1) * sign);
  return to;
}

// A reader of news takes "two months ago" for a month; a calendar wants the day.
std::optional<ResolvedDate> DateResolver::rounded(Day d) const {
  if (query()) return one(d);
  switch (unit()) {
    case DateUnit::Week:
    case DateUnit::Month:
    case DateUnit::Year:
      return unit_around(d, unit());
    case DateUnit::Quarter:
      return unit_around(d, DateUnit::Month);
    case DateUnit::Decade:
      return unit_around(d, DateUnit::Year);
    case DateUnit::Hour:
    case DateUnit::Minute:
    case DateUnit::Second:
      return std::nullopt;
    default:
      return one(d);
  }
}

std::optional<ResolvedDate> DateResolver::unit_around(Day d, DateUnit u) const {
  const auto ym = year_month(d);
  switch (u) {
    case DateUnit::Day:
      return one(d);
    case DateUnit::Week:
      return span(DatePrecision::Week, monday_of(d), monday_of(d) + days{6});
    case DateUnit::Month:
      return span(DatePrecision::Month, *make_day(ym.y, ym.m, 1), month_end(ym.y, ym.m));
    case DateUnit::Quarter: {
      const int first = (ym.m - 1) / 3 * 3 + 1;
      return span(DatePrecision::Quarter, *make_day(ym.y, first, 1), month_end(ym.y, first + 2));
    }
    case DateUnit::Year:
      return whole_year(ym.y);
    default:
      return std::nullopt;
  }
}

std::optional<Day> DateResolver::shifted(Day base, DateUnit u, int n) {
  if (n > kMostUnits || n < -kMostUnits) return std::nullopt;
  const int y = year_month(base).y;
  const auto months = [&](int each) -> std::optional<Day> {
    const int to = y + n * each / 12;
    if (to < 2 || to > 8999) return std::nullopt;
    return add_months(base, n * each);
  };
  switch (u) {
    case DateUnit::Day:
      return base + days{n};
    case DateUnit::Week:
      return base + days{7 * n};
    case DateUnit::Fortnight:
      return base + days{14 * n};
    case DateUnit::Month:
      return months(1);
    case DateUnit::Quarter:
      return months(3);
    case DateUnit::Half:
      return months(6);
    case DateUnit::Year:
      return months(12);
    case DateUnit::Decade:
      return months(120);
    case DateUnit::Workday:
      return add_workdays(base, n);
    case DateUnit::Hour:
      return clock_shifted(base, 3600, n);
    case DateUnit::Minute:
      return clock_shifted(base, 60, n);
    case DateUnit::Second:
      return clock_shifted(base, 1, n);
    case DateUnit::Weekend:
    case DateUnit::Century:
      return std::nullopt;
  }
  return std::nullopt;
}

std::optional<Day> DateResolver::clock_shifted(Day base, int seconds, int n) {
  const std::chrono::seconds at{c_.clock + seconds * n};
  const auto whole = std::chrono::floor<days>(at);
  c_.clock = static_cast<int>((at - whole).count()) % kDaySeconds;
  return base + whole;
}

// "the past two weeks", "the next three days": the reference day itself is not among them. To a
// reader of news they are durations, and no dates.
std::optional<ResolvedDate> DateResolver::stretch() {
  if (!query() || !need_reference()) return std::nullopt;
  const int sign = s_.get(Slot::Sign, s_.get(Slot::Shift, 1));
  const auto edge = moved(*c_.reference, sign);
  if (!edge) return std::nullopt;
  const bool clock = unit() == DateUnit::Hour || unit() == DateUnit::Minute ||
                     unit() == DateUnit::Second;  // these end today
  const days off{clock ? 0 : 1};
  if (sign < 0) return span(DatePrecision::Range, *edge, *c_.reference - off);
  return span(DatePrecision::Range, *c_.reference + off, *edge);
}

}  // namespace chokepoint
