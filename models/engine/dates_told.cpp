#include "models/engine/dates_told.h"

#include <algorithm>

#include "models/engine/dates_calendar.h"
#include "models/engine/dates_tense.h"

namespace chokepoint {
namespace {

constexpr int kFollowsWithin = 150;  // days ahead
constexpr int kOldStory = 14;        // days
constexpr std::size_t kCloseBy = 14;
constexpr std::size_t kInheritReach = 160;  // bytes back to a date that lends its year or month
constexpr std::size_t kToldReach = 600;     // and back to one that "two days later" counts from
constexpr std::size_t kListed = 28;         // bytes between two days of one list or range

// "It lasts until the end of the year. A day earlier ...": days are counted from a day.
bool counts_days(const Slots& s) {
  return s.has(Slot::RelDay) ||
         (s.has(Slot::Unit) && static_cast<DateUnit>(s[Slot::Unit]) == DateUnit::Day);
}

bool is_bare_day(const Slots& s) {
  return s.has(Slot::Day) && !s.has(Slot::Month) && !s.has(Slot::RelMonth) &&
         !s.has(Slot::Weekday) && !s.has(Slot::Shift);
}

bool is_yearless(const Slots& s) {
  return s.has(Slot::Month) && !has_year(s) && !s.has(Slot::Shift) && !s.has(Slot::Weekday);
}

}  // namespace

bool has_year(const Slots& s) {
  return s.has(Slot::Year) || s.has(Slot::RelYear) || s.has(Slot::Era) || s.has(Slot::ShortYear);
}

void copy_year(const Slots& from, Slots& to) {
  for (const Slot y : {Slot::Year, Slot::RelYear, Slot::Era, Slot::EraYear, Slot::ShortYear})
    if (from.has(y)) to.set(y, from[y]);
}

void DatesTold::remember(const RawDate& raw, const ResolvedDate& found) {
  last_ = raw;
  found_ = found;
  if (found.precision != DatePrecision::Day) return;
  last_day_ = found.from;
  if (!reference_ || found.from > *reference_) return;
  past_day_ = found.from;
  latest_day_ = latest_day_ ? std::max(*latest_day_, found.from) : found.from;
}

void DatesTold::give(const RawDate& raw, DateContext& context) const {
  if (!last_) return;
  context.previous = ResolvedDate{found_.precision, found_.from, found_.to, false};
  context.previous_day = last_day_;
  if (!reference_ || raw.start - last_->end > kToldReach) return;
  context.told_from_previous = found_.from <= *reference_;
  if (!past_day_) return;
  const auto between = text_.substr(last_->end, raw.start - last_->end);
  const bool paragraph = between.find('\n') != between.npos;
  auto told = *past_day_;
  // "The day before" at the head of a paragraph is of the news, not of the history above it.
  const bool back = raw.slots.get(Slot::RelDay, 0) < 0;
  if (back && paragraph && *reference_ - told > std::chrono::days{kOldStory}) told = *latest_day_;
  // What is told from a day is told from one that was: not from when something is to begin.
  const bool to_begin = found_.from > *reference_ && (paragraph || date_sentence_breaks(between));
  const bool no_day = found_.precision != DatePrecision::Day && counts_days(raw.slots);
  if (!to_begin && !no_day && told == *past_day_) return;
  context.previous = ResolvedDate{DatePrecision::Day, told, told, false};
  context.previous_day = told;
  context.told_from_previous = true;
}

void DatesTold::count_from(Slots& s) const {
  const auto told = last_ ? PartialDate::of(found_.from) : PartialDate{};
  if (s.has(Slot::ToldYear)) {
    if (last_)
      s.set(Slot::Year, told.year + s[Slot::ToldYear]);
    else
      s.set(Slot::RelYear, s[Slot::ToldYear]);
    s.drop(Slot::ToldYear);
  }
  if (!s.has(Slot::ToldMonth)) return;
  if (last_) {
    const auto ym = plus_months(told.year, static_cast<int>(told.month), s[Slot::ToldMonth]);
    s.set(Slot::Year, ym.y);
    s.set(Slot::Month, ym.m);
  } else {
    s.set(Slot::RelMonth, s[Slot::ToldMonth]);
  }
  s.drop(Slot::ToldMonth);
}

void DatesTold::lend(RawDate& raw) const {
  if (!last_ || raw.start - last_->end > kInheritReach) return;
  Slots& s = raw.slots;
  const Slots& before = last_->slots;
  const bool bare_day = is_bare_day(s), yearless = is_yearless(s);
  if (!bare_day && !yearless) return;
  if (date_sentence_breaks(text_.substr(last_->end, raw.start - last_->end))) return;
  const bool later_day = bare_day && before.has(Slot::Day) && s[Slot::Day] > before[Slot::Day];
  if (bare_day && before.has(Slot::RelMonth) &&
      (before.has(Slot::Day) ? later_day && style_ == DateStyle::News
                             : raw.start - last_->end <= kCloseBy)) {
    s.set(Slot::RelMonth, before[Slot::RelMonth]);
  } else if (later_day && before.has(Slot::Month) && lends_month(raw)) {
    s.set(Slot::Month, before[Slot::Month]);
    copy_year(before, s);
  } else if (yearless && before.has(Slot::Month) && s[Slot::Month] >= before[Slot::Month]) {
    copy_year(before, s);
    if (!has_year(s) && !s.has(Slot::RelDay)) follow_on(s);
  }
}

// In news a bare day is one of these days: when something will begin does not lend it a month,
// unless the two stand side by side.
bool DatesTold::lends_month(const RawDate& raw) const {
  return style_ == DateStyle::Query || !reference_ || found_.from <= *reference_ ||
         raw.start - last_->end <= kListed;
}

// "On July 3 it said ... from August 1": where no year is said, the later month is of the year
// the earlier one came out at, as long as that is no far future.
void DatesTold::follow_on(Slots& s) const {
  const auto year = PartialDate::of(found_.from).year;
  const PartialDate then{year, static_cast<unsigned>(s[Slot::Month]), 0};
  if (!reference_) return;
  const auto from = std::max(found_.from, *reference_);
  if (then.first_day() > from + std::chrono::days{kFollowsWithin}) return;
  s.set(Slot::Year, year);
}

}  // namespace chokepoint
