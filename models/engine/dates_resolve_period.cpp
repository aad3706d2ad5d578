#include "models/engine/dates_resolver.h"

namespace chokepoint {

using std::chrono::days;

constexpr int kEarlyInWeek = 3;

std::optional<ResolvedDate> DateResolver::week() {
  if (!need_reference()) return std::nullopt;
  Day monday = monday_of(*c_.reference) + days{7 * s_[Slot::RelWeek]};
  if (s_.has(Slot::Unit) && unit() == DateUnit::Weekend) {
    // Early in the week "this weekend" was the one just over, where the words tell of the past.
    const bool over = !query() && c_.sure && c_.lean == Lean::Past && s_[Slot::RelWeek] == 0 &&
                      weekday_of(*c_.reference) <= kEarlyInWeek;
    if (over) monday -= days{7};
    return span(DatePrecision::Range, monday + days{5}, monday + days{6});
  }
  if (s_.has(Slot::Part) && query()) {
    if (s_[Slot::Part] == 1) return span(DatePrecision::Range, monday, monday + days{3});
    return span(DatePrecision::Range, monday + days{3}, monday + days{6});
  }
  return span(DatePrecision::Week, monday, monday + days{6});
}

std::optional<ResolvedDate> DateResolver::whole_month() {
  YearMonth ym;
  if (s_.has(Slot::RelMonth)) {
    if (!need_reference()) return std::nullopt;
    ym = plus_months(y_, m_, s_[Slot::RelMonth]);
  } else {
    const auto y = month_year(s_[Slot::Month]);
    if (!y) return std::nullopt;
    ym = {*y, s_[Slot::Month]};
  }
  const auto first = make_day(ym.y, ym.m, 1);
  if (!first) return std::nullopt;
  const Day last = month_end(ym.y, ym.m);
  if (s_.has(Slot::Part) && query()) return part_of_month(*first, last);
  return span(DatePrecision::Month, *first, last);
}

ResolvedDate DateResolver::part_of_month(Day first, Day last) const {
  switch (s_[Slot::Part]) {
    case 1:
      return span(DatePrecision::Range, first, first + days{14});
    case 2:
      return span(DatePrecision::Range, first + days{9}, first + days{19});
    case 4:
      return span(DatePrecision::Range, first, first + days{9});  // 上旬
    case 5:
      return span(DatePrecision::Range, first + days{10}, first + days{19});
    case 6:
      return span(DatePrecision::Range, first + days{20}, last);
    default:
      return span(DatePrecision::Range, first + days{15}, last);
  }
}

std::optional<int> DateResolver::month_year(int m) {
  if (const auto y = given_year()) return y;
  if (s_.has(Slot::RelYear) || !need_reference()) return std::nullopt;
  if (s_.has(Slot::Shift)) {
    const int n = s_[Slot::Shift];
    if (n < 0) return m < m_ ? y_ : y_ - 1;
    if (n > 0) return m > m_ ? y_ : y_ + 1;
    return y_;
  }
  const auto d = lean_on([&](int step) { return make_day(y_ + step, m, m == m_ ? d_ : 15); });
  return d ? year_month(*d).y : y_;
}

// Of the quarters and halves (`parts` a year) that bear the name, the one meant.
int DateResolver::near_year(int part, int now, int parts) const {
  const int ahead = part - now, back = parts - ahead;
  if (c_.lean == Lean::Past && ahead > 0) {
    const bool early = parts > 2 || m_ <= 2;  // in March "the second half" is still to come
    return c_.sure || (back <= ahead && early) ? y_ - 1 : y_;
  }
  if (c_.lean == Lean::Future && part < now) return y_ + 1;
  return y_;
}

std::optional<ResolvedDate> DateResolver::quarter() {
  int y = y_, q = 0;
  if (s_.has(Slot::RelQuarter)) {
    if (!need_reference()) return std::nullopt;
    const auto ym = plus_months(y_, (m_ - 1) / 3 * 3 + 1, 3 * s_[Slot::RelQuarter]);
    y = ym.y;
    q = (ym.m - 1) / 3 + 1;
  } else {
    q = s_[Slot::Quarter];
    if (q == -1) q = 4;
    if (q < 1 || q > 4) return std::nullopt;
    if (const auto given = given_year())
      y = *given;
    else if (!need_reference())
      return std::nullopt;
    else
      y = near_year(q - 1, (m_ - 1) / 3, 4);
  }
  const auto first = make_day(y, 3 * q - 2, 1);
  if (!first) return std::nullopt;
  return span(DatePrecision::Quarter, *first, month_end(y, 3 * q));
}

std::optional<ResolvedDate> DateResolver::half() {
  const int h = s_[Slot::Half] == -1 ? 2 : s_[Slot::Half];
  if (h < 1 || h > 2) return std::nullopt;
  if (const auto month = nth_month()) return half_month(*month, h);
  auto y = given_year();
  if (!y) {
    if (!need_reference()) return std::nullopt;
    y = near_year(h - 1, (m_ - 1) / 6, 2);
  }
  const auto first = make_day(*y, h == 1 ? 1 : 7, 1);
  if (!first) return std::nullopt;
  return span(DatePrecision::Range, *first, month_end(*y, h == 1 ? 6 : 12));
}

// "the second half of June"; to a reader of news it is June.
std::optional<ResolvedDate> DateResolver::half_month(YearMonth month, int half) const {
  constexpr int kMiddle = 15;
  const auto first = make_day(month.y, month.m, 1);
  if (!first || half > 2) return std::nullopt;
  const Day last = month_end(month.y, month.m);
  if (!query()) return span(DatePrecision::Month, *first, last);
  if (half == 1) return span(DatePrecision::Range, *first, *first + days{kMiddle - 1});
  return span(DatePrecision::Range, *first + days{kMiddle}, last);
}

// Three whole months, as forecasters count; winter is told by the year it begins in. A reader of
// news takes a season for no date.
std::optional<ResolvedDate> DateResolver::season() {
  if (!query()) return std::nullopt;
  const int first_month = 3 * s_[Slot::Season];  // spring 1: March
  if (first_month < 3 || first_month > 12) return std::nullopt;
  auto y = given_year();
  if (!y) {
    if (!need_reference()) return std::nullopt;
    const int n = s_.get(Slot::Shift, 0);
    // "Next winter" is the one that begins next, "last winter" the one that ended last.
    const bool begun = m_ >= first_month, over = m_ > first_month + 2;
    y = y_ + n - (n > 0 && !begun ? 1 : 0) + (n < 0 && over ? 1 : 0);
  }
  const auto first = make_day(*y, first_month, 1);
  const auto end = plus_months(*y, first_month, 2);
  if (!first) return std::nullopt;
  return span(DatePrecision::Range, *first, month_end(end.y, end.m));
}

std::optional<ResolvedDate> DateResolver::whole_year(int y) const {
  const auto first = make_day(y, 1, 1);
  if (!first) return std::nullopt;
  if (s_.has(Slot::Part) && query()) {
    const int p = s_[Slot::Part];
    if (p % 3 == 1) return span(DatePrecision::Range, *first, month_end(y, 6));
    if (p % 3 == 2) return span(DatePrecision::Range, *make_day(y, 4, 1), month_end(y, 9));
    return span(DatePrecision::Range, *make_day(y, 7, 1), month_end(y, 12));
  }
  return span(DatePrecision::Year, *first, month_end(y, 12));
}

std::optional<ResolvedDate> DateResolver::years(int from, int count) const {
  const auto first = make_day(from, 1, 1);
  if (!first || from + count > 8999) return std::nullopt;
  return span(DatePrecision::Range, *first, month_end(from + count - 1, 12));
}

// "the 1990s", "last decade", "the 19th century"; a reader of news takes them for no date.
std::optional<ResolvedDate> DateResolver::decade() {
  if (!query()) return std::nullopt;
  const int length = unit() == DateUnit::Century ? 100 : 10;
  if (s_.has(Slot::Nth))
    return length == 100 ? years((s_[Slot::Nth] - 1) * 100, 100) : std::nullopt;
  if (s_.has(Slot::Year)) {
    const int y = s_[Slot::Year];
    return y % 10 == 0 ? years(y, y % 100 == 0 ? length : 10) : std::nullopt;
  }
  if (!s_.has(Slot::Shift) || !need_reference()) return std::nullopt;
  return years(y_ / length * length + length * s_[Slot::Shift], length);
}

// "the first week of October", "the last quarter of 2016", "the third month of 2015", "the last
// day of May"
std::optional<ResolvedDate> DateResolver::nth_unit() {
  const int nth = s_[Slot::Nth];
  if (unit() == DateUnit::Quarter) {
    s_.set(Slot::Quarter, nth);
    return quarter();
  }
  if (unit() == DateUnit::Half) {
    s_.set(Slot::Half, nth);
    return half();
  }
  const auto ym = nth_month();
  if (!ym) return nth_of_year(nth);
  if (unit() == DateUnit::Day)
    return maybe_one(nth < 0 ? std::optional<Day>(month_end(ym->y, ym->m))
                             : make_day(ym->y, ym->m, nth));
  if (unit() == DateUnit::Fortnight) return half_month(*ym, nth);
  // A month's weeks are those with their Thursday in it.
  const auto thursday = nth_weekday(ym->y, ym->m, nth, 4);
  if (!thursday) return std::nullopt;
  if (unit() == DateUnit::Weekend)
    return span(DatePrecision::Range, *thursday + days{2}, *thursday + days{3});
  if (unit() != DateUnit::Week) return std::nullopt;
  return unit_around(*thursday, DateUnit::Week);
}

std::optional<ResolvedDate> DateResolver::nth_of_year(int nth) {
  const auto y = given_year();
  if (!y || !make_day(*y, 1, 1)) return std::nullopt;
  if (unit() == DateUnit::Month) {
    const int m = nth < 0 ? 12 : nth;
    const auto first = make_day(*y, m, 1);
    if (!first) return std::nullopt;
    return span(DatePrecision::Month, *first, month_end(*y, m));
  }
  if (unit() == DateUnit::Day) {
    if (nth < 0) return one(month_end(*y, 12));
    return one(*make_day(*y, 1, 1) + days{nth - 1});
  }
  if (unit() != DateUnit::Week) return std::nullopt;
  const Day monday = nth < 0 ? monday_of(*make_day(*y, 12, 28))
                             : monday_of(*make_day(*y, 1, 4)) + days{7 * (nth - 1)};
  return unit_around(monday, DateUnit::Week);
}

}  // namespace chokepoint
