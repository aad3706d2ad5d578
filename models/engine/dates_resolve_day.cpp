#include "models/core/lunar.h"
#include "models/engine/dates_resolver.h"

namespace chokepoint {

using std::chrono::days;

std::optional<int> DateResolver::given_year() {
  if (s_.has(Slot::Year)) return s_[Slot::Year];
  if (!s_.has(Slot::RelYear) || !need_reference()) return std::nullopt;
  return y_ + s_[Slot::RelYear];
}

std::optional<ResolvedDate> DateResolver::day_of_month() {
  const int d = s_[Slot::Day];
  if (s_.get(Slot::Shift, 0) != 0) {  // "this past March 3", 오는 1일
    c_.lean = s_[Slot::Shift] < 0 ? Lean::Past : Lean::Future;
    c_.sure = true;
    c_.onset = false;
  }
  if (s_.has(Slot::Month)) return day_of_named_month(d, s_[Slot::Month]);
  if (!need_reference()) return std::nullopt;
  if (s_.has(Slot::RelMonth)) {
    const auto ym = plus_months(y_, m_, s_[Slot::RelMonth]);
    return maybe_one(make_day(ym.y, ym.m, d));
  }
  if (s_.has(Slot::Weekday)) {
    for (const int dm : {0, -1, 1, -2, 2}) {
      const auto ym = plus_months(y_, m_, dm);
      const auto day = make_day(ym.y, ym.m, d);
      if (day && weekday_of(*day) == s_[Slot::Weekday]) return one(*day);
    }
  }
  const auto in_month = [&](int step) {
    const auto ym = plus_months(y_, m_, step);
    return make_day(ym.y, ym.m, d);
  };
  // "On the 22nd it said that it would": days of next month are told with their month.
  constexpr int kJustOver = 4;
  const auto before = in_month(0);
  if (!query() && !c_.onset && !s_.has(Slot::Shift) && before && *before <= *c_.reference &&
      *c_.reference - *before <= days{kJustOver})
    return one(*before);
  return maybe_one(lean_on(in_month));
}

std::optional<ResolvedDate> DateResolver::day_of_named_month(int d, int m) {
  if (const auto y = given_year()) return maybe_one(make_day(*y, m, d));
  if (s_.has(Slot::Year) || s_.has(Slot::RelYear) || !need_reference()) return std::nullopt;
  if (s_.has(Slot::Weekday)) {
    for (const int dy : {0, -1, 1}) {
      const auto day = make_day(y_ + dy, m, d);
      if (day && weekday_of(*day) == s_[Slot::Weekday]) return one(*day);
    }
  }
  return maybe_one(lean_on([&](int step) { return make_day(y_ + step, m, d); }));
}

std::optional<ResolvedDate> DateResolver::weekday() {
  if (!need_reference()) return std::nullopt;
  const Day ref = *c_.reference;
  const int w = s_[Slot::Weekday];
  if (s_.has(Slot::RelWeek)) return one(monday_of(ref) + days{7 * s_[Slot::RelWeek] + w - 1});
  if (s_.has(Slot::Shift)) {
    const int n = s_[Slot::Shift];
    if (n < 0 && !query()) {
      const int back = (weekday_of(ref) - w + 7) % 7;
      return one(ref - days{back == 0 ? 7 : back});
    }
    return one(monday_of(ref) + days{7 * n + w - 1});
  }
  if (c_.onset && !c_.sure) {  // "from Monday": the one that comes
    c_.onset = false;
    c_.lean = Lean::Future;
  }
  return maybe_one(lean_on(
      [&](int step) -> std::optional<Day> { return monday_of(ref) + days{7 * step + w - 1}; }));
}

std::optional<ResolvedDate> DateResolver::rel_day() {
  if (!need_reference()) return std::nullopt;
  return one(*c_.reference + days{s_[Slot::RelDay]});
}

std::optional<Day> DateResolver::holiday_in(const DateHoliday& h, int y) const {
  if (y < 1 || y > 8999) return std::nullopt;
  switch (h.kind) {
    case DateHoliday::Kind::Fixed:
      return make_day(y, h.a, h.b);
    case DateHoliday::Kind::Nth:
      return nth_weekday(y, h.a, h.b, h.c);
    case DateHoliday::Kind::Easter:
      return easter(y) + days{h.a};
    case DateHoliday::Kind::Lunar:
      return lunar_day(y, h.a, h.b);
    case DateHoliday::Kind::Before: {
      const auto bound = make_day(y, h.a, h.b);
      if (!bound) return std::nullopt;
      return *bound - days{(weekday_of(*bound) - h.c + 7) % 7};
    }
  }
  return std::nullopt;
}

std::optional<ResolvedDate> DateResolver::holiday() {
  const int i = s_[Slot::Holiday];
  if (c_.holidays == nullptr || i < 0 || static_cast<std::size_t>(i) >= c_.holidays->size())
    return std::nullopt;
  const DateHoliday& h = (*c_.holidays)[static_cast<std::size_t>(i)];
  if (const auto y = given_year()) return maybe_one(holiday_in(h, *y));
  if (!need_reference()) return std::nullopt;
  if (!s_.has(Slot::Shift))
    return maybe_one(lean_on([&](int step) { return holiday_in(h, y_ + step); }));
  const auto this_year = holiday_in(h, y_);
  const int n = s_[Slot::Shift];
  if (n == 0 || !this_year) return maybe_one(this_year);
  const bool other = n < 0 ? *this_year >= *c_.reference : *this_year <= *c_.reference;
  return maybe_one(other ? holiday_in(h, y_ + n) : this_year);
}

std::optional<YearMonth> DateResolver::nth_month() {
  if (s_.has(Slot::RelMonth)) {
    if (!need_reference()) return std::nullopt;
    return plus_months(y_, m_, s_[Slot::RelMonth]);
  }
  if (!s_.has(Slot::Month)) return std::nullopt;
  const auto y = month_year(s_[Slot::Month]);
  if (!y) return std::nullopt;
  return YearMonth{*y, s_[Slot::Month]};
}

// "the third Wednesday of November", "the first Monday of the year"
std::optional<ResolvedDate> DateResolver::nth_weekday_of() {
  const int nth = s_[Slot::Nth], w = s_[Slot::Weekday];
  if (const auto ym = nth_month()) return maybe_one(nth_weekday(ym->y, ym->m, nth, w));
  const auto y = given_year();
  if (!y || !make_day(*y, 1, 1)) return std::nullopt;
  if (nth < 0) return maybe_one(nth_weekday(*y, 12, nth, w));
  const auto first = nth_weekday(*y, 1, 1, w);
  return one(*first + days{7 * (nth - 1)});
}

}  // namespace chokepoint
