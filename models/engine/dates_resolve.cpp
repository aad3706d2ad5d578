#include "models/engine/dates_resolve.h"

#include <utility>

#include "models/engine/dates_resolver.h"

namespace chokepoint {

using std::chrono::days;

namespace {

// Further off than this, the other side is likelier, unless the words beside the date decide.
constexpr int kFarDays = 300;
// On the 6th, "the 7th" is tomorrow.
constexpr int kTomorrow = 3;
constexpr int kMonthBack = 24;
constexpr int kFarAhead = 240;
constexpr int kSoon = 45;  // likelier even beside a word of the past, which told of something else
// A beginning told beside a word of the past is past unless much the further side; told beside no
// word of time it is to come, unless that is far off, or half as far again as the past.
constexpr int kBegunFactor = 3, kToBeginFactor = 3, kFarOnset = 200;
constexpr int kNextYear = 75;  // a month of next year that is further off is told with its year

}  // namespace

DateResolver::DateResolver(const Slots& slots, const DateContext& context)
    : s_(slots), c_(context) {
  if (c_.reference) {
    const auto ym = year_month(*c_.reference);
    y_ = ym.y;
    m_ = ym.m;
    d_ = static_cast<int>((*c_.reference - *make_day(y_, m_, 1)).count()) + 1;
  }
  normalise();
}

// "last week" is week -1; a short year is a year; the era's year too.
void DateResolver::normalise() {
  if (s_.has(Slot::ShortYear)) {
    const int yy = s_[Slot::ShortYear];
    s_.set(Slot::Year, yy + (yy > 50 ? 1900 : 2000));
  }
  if (s_.has(Slot::Era)) s_.set(Slot::Year, s_[Slot::Era] + s_.get(Slot::EraYear, 1));
  if (s_.has(Slot::Shift) && s_.has(Slot::Unit) && !s_.has(Slot::Count))
    shift_unit(s_[Slot::Shift]);
}

std::optional<ResolvedDate> DateResolver::date() {
  if (s_.has(Slot::Holiday)) return holiday();
  if (s_.has(Slot::Unit) && (unit() == DateUnit::Decade || unit() == DateUnit::Century))
    return decade();
  if (s_.has(Slot::Nth)) {
    if (s_.has(Slot::Weekday)) return nth_weekday_of();
    if (s_.has(Slot::Unit)) return nth_unit();
  }
  if (s_.has(Slot::Season)) return season();
  if (s_.has(Slot::Day)) return day_of_month();
  if (s_.has(Slot::Weekday)) return weekday();
  if (s_.has(Slot::Half)) return half();
  if (s_.has(Slot::Month) || s_.has(Slot::RelMonth)) return whole_month();
  if (s_.has(Slot::Quarter) || s_.has(Slot::RelQuarter)) return quarter();
  if (s_.has(Slot::RelWeek)) return week();
  if (s_.has(Slot::RelDay)) return rel_day();
  if (const auto y = given_year()) return whole_year(*y);
  if (s_.has(Slot::Shift) && s_.has(Slot::Unit)) {
    s_.set(Slot::Sign, s_[Slot::Shift]);
    return offset();
  }
  return std::nullopt;
}

std::optional<ResolvedDate> DateResolver::range() {
  Slots second = s_;
  for (const auto& [to, from] : {std::pair{Slot::Year, Slot::Year2},
                                 {Slot::Month, Slot::Month2},
                                 {Slot::Day, Slot::Day2},
                                 {Slot::Weekday, Slot::Weekday2}})
    if (s_.has(from)) second.set(to, s_[from]);
  const auto a = resolve_date(DateMeaning::Date, s_, c_);
  if (!a) return std::nullopt;
  auto b = resolve_date(DateMeaning::Date, second, c_);
  if (!b) return std::nullopt;
  if (b->to < a->from) b = after_start(second, a->from);
  if (!b || b->to < a->from) return std::nullopt;
  return ResolvedDate{DatePrecision::Range, a->from, b->to, a->relative};
}

// The end of a range that would lie before its start: the next month, or the next year.
std::optional<ResolvedDate> DateResolver::after_start(Slots second, Day start) const {
  if (s_.has(Slot::Year) && !s_.has(Slot::Year2)) {
    second.set(Slot::Year, s_[Slot::Year] + 1);
  } else if (s_.has(Slot::Year2)) {
    return std::nullopt;
  }
  DateContext context = c_;
  context.reference = start;
  context.lean = Lean::Future;
  return resolve_date(DateMeaning::Date, second, context);
}

std::optional<ResolvedDate> DateResolver::week_of() {
  const auto d = date();
  return d ? unit_around(d->from, DateUnit::Week) : std::nullopt;
}

// Days count from a day, years from whatever lies in one.
bool DateResolver::told_from_previous() const {
  if (query() || !c_.previous || !c_.told_from_previous) return false;
  const bool long_unit = s_.has(Slot::Unit) && unit() != DateUnit::Day && unit() != DateUnit::Week;
  return long_unit || c_.previous->precision == DatePrecision::Day;
}

// Told from the date just before; a calendar entry has none, and counts from its own day.
std::optional<ResolvedDate> DateResolver::same() {
  const bool moves = s_.has(Slot::RelDay) || s_.has(Slot::Sign);
  std::optional<Day> base;
  if (c_.previous && (!moves || told_from_previous())) base = c_.previous->from;
  if (!base && moves && need_reference()) base = *c_.reference;
  if (!base) return std::nullopt;
  if (s_.has(Slot::RelDay)) return one(*base + days{s_[Slot::RelDay]});
  if (!s_.has(Slot::Unit)) {
    if (!query() && c_.previous->precision != DatePrecision::Day) base = c_.previous_day;
    return maybe_one(base);
  }
  if (s_.has(Slot::Sign)) {
    base = shifted(*base, unit(), s_[Slot::Sign]);
    if (!base) return std::nullopt;
  }
  return unit_around(*base, unit());
}

std::optional<ResolvedDate> DateResolver::rest() {
  if (!query() || !need_reference()) return std::nullopt;
  const auto whole = unit_around(*c_.reference, unit());
  if (!whole) return std::nullopt;
  return span(DatePrecision::Range, *c_.reference, whole->to);
}

std::optional<ResolvedDate> DateResolver::to_date() {
  if (!query() || !need_reference()) return std::nullopt;
  const auto whole = unit_around(*c_.reference, unit());
  if (!whole) return std::nullopt;
  return span(DatePrecision::Range, whole->from, *c_.reference);
}

Day DateResolver::nearer(Day past, Day future) const {
  const auto back = (*c_.reference - past).count(), ahead = (future - *c_.reference).count();
  if (c_.onset) {
    if (c_.sure) return back <= kBegunFactor * ahead ? past : future;
    if (ahead > kNextYear && year_month(future).y != y_) return past;
    return 2 * ahead <= kToBeginFactor * back && ahead <= kFarOnset ? future : past;
  }
  switch (c_.lean) {
    case Lean::Past:
      if (ahead <= kTomorrow && back >= kMonthBack) return future;
      return back > kFarDays && ahead < (c_.sure ? kSoon : back) ? future : past;
    case Lean::Future:
      return !c_.sure && ahead > kFarAhead && back < ahead ? past : future;
    case Lean::Nearest:
      return ahead < back ? future : past;
  }
  return past;
}

std::optional<ResolvedDate> resolve_date(DateMeaning means, const Slots& slots,
                                         const DateContext& context) {
  DateResolver resolver(slots, context);
  switch (means) {
    case DateMeaning::Date:
      return resolver.date();
    case DateMeaning::Offset:
      return resolver.offset();
    case DateMeaning::Later:
      return resolver.later();
    case DateMeaning::Span:
      return resolver.stretch();
    case DateMeaning::Range:
      return resolver.range();
    case DateMeaning::WeekOf:
      return resolver.week_of();
    case DateMeaning::Same:
      return resolver.same();
    case DateMeaning::Rest:
      return resolver.rest();
    case DateMeaning::ToDate:
      return resolver.to_date();
  }
  return std::nullopt;
}

}  // namespace chokepoint
