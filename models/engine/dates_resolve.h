// From slots to days: where on the calendar an expression lies, seen from a reference day. Knows
// calendars, no words.
#pragma once

#include <optional>

#include "models/engine/dates.h"
#include "models/engine/dates_grammar.h"

namespace chokepoint {

struct ResolvedDate {
  DatePrecision precision = DatePrecision::Day;
  Day from, to;
  bool relative = false;
};

struct DateContext {
  std::optional<Day> reference;
  Lean lean = Lean::Past;
  bool sure = false;  // the words near it decided the lean
  // News: "from the 15th" says no side. What is begun and what is to begin are as near as they are.
  bool onset = false;
  DateStyle style = DateStyle::News;
  const std::vector<DateHoliday>* holidays = nullptr;
  std::optional<ResolvedDate> previous;  // the date found just before, for "the same day"
  std::optional<Day> previous_day;
  bool told_from_previous = false;  // "the next day", too, counts from it
  int clock = 0;                    // seconds into the reference day, for "five hours ago"
};

// Empty where it cannot be known: no reference day, or no such day.
std::optional<ResolvedDate> resolve_date(DateMeaning means, const Slots& slots,
                                         const DateContext& context);

}  // namespace chokepoint
