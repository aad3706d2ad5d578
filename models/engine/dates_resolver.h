// The resolver's inside, shared by the four files that make it up: dates_resolve.cpp (what an
// expression means), dates_resolve_shift.cpp (so many units on or back), dates_resolve_day.cpp
// (days) and dates_resolve_period.cpp (weeks to centuries).
#pragma once

#include "models/engine/dates_calendar.h"
#include "models/engine/dates_resolve.h"

namespace chokepoint {

class DateResolver {
 public:
  DateResolver(const Slots& slots, const DateContext& context);

  std::optional<ResolvedDate> date();
  std::optional<ResolvedDate> offset();   // "three days ago"
  std::optional<ResolvedDate> later();    // "two days later": told from the date just before
  std::optional<ResolvedDate> stretch();  // "the past two weeks"
  std::optional<ResolvedDate> range();    // "3-5 March", "2010-2015"
  std::optional<ResolvedDate> week_of();
  std::optional<ResolvedDate> same();     // "the same day", "that year", "the next day"
  std::optional<ResolvedDate> rest();     // "the rest of the week"
  std::optional<ResolvedDate> to_date();  // "so far this year"

 private:
  void normalise();
  void shift_unit(int n);
  DateUnit unit() const { return static_cast<DateUnit>(s_.get(Slot::Unit, 0)); }
  bool query() const { return c_.style == DateStyle::Query; }
  bool need_reference() {
    relative_ = true;
    return c_.reference.has_value();
  }
  ResolvedDate span(DatePrecision p, Day from, Day to) const { return {p, from, to, relative_}; }
  ResolvedDate one(Day d) const { return span(DatePrecision::Day, d, d); }
  std::optional<ResolvedDate> maybe_one(std::optional<Day> d) const {
    return d ? std::optional(one(*d)) : std::nullopt;
  }
  bool told_from_previous() const;
  std::optional<Day> shifted(Day base, DateUnit u, int n);
  std::optional<Day> clock_shifted(Day base, int seconds, int n);
  std::optional<Day> moved(Day base, int sign);
  std::optional<ResolvedDate> rounded(Day d) const;
  std::optional<ResolvedDate> unit_around(Day d, DateUnit u) const;
  std::optional<ResolvedDate> after_start(Slots second, Day start) const;

  std::optional<int> given_year();
  int near_year(int part, int now, int parts) const;

  std::optional<ResolvedDate> day_of_month();
  std::optional<ResolvedDate> day_of_named_month(int d, int m);
  std::optional<ResolvedDate> weekday();
  std::optional<ResolvedDate> rel_day();
  std::optional<ResolvedDate> holiday();
  std::optional<Day> holiday_in(const DateHoliday& h, int y) const;
  std::optional<ResolvedDate> nth_weekday_of();
  std::optional<YearMonth> nth_month();

  std::optional<ResolvedDate> week();
  std::optional<ResolvedDate> whole_month();
  ResolvedDate part_of_month(Day first, Day last) const;
  std::optional<int> month_year(int m);
  std::optional<ResolvedDate> quarter();
  std::optional<ResolvedDate> half();
  std::optional<ResolvedDate> half_month(YearMonth month, int half) const;
  std::optional<ResolvedDate> season();
  std::optional<ResolvedDate> whole_year(int y) const;
  std::optional<ResolvedDate> years(int from, int count) const;
  std::optional<ResolvedDate> decade();
  std::optional<ResolvedDate> nth_unit();
  std::optional<ResolvedDate> nth_of_year(int nth);

  // Of the candidates some steps before and after the reference day, the one the lean wants.
  template <class At>
  std::optional<Day> lean_on(At at) const {
    const Day ref = *c_.reference;
    std::optional<Day> past, future;
    for (int step = -4; step <= 4; ++step) {
      const std::optional<Day> d = at(step);
      if (!d) continue;
      if (*d <= ref) past = d;
      if (*d >= ref && !future) future = d;
    }
    if (!past || !future) return past ? past : future;
    return nearer(*past, *future);
  }
  Day nearer(Day past, Day future) const;

  Slots s_;
  DateContext c_;
  int y_ = 0, m_ = 0, d_ = 0;
  bool relative_ = false;
};

}  // namespace chokepoint
