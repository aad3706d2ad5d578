#include "models/engine/dates_resolve.h"

#include <cmath>

namespace chokepoint {
namespace {

using std::chrono::days;
using std::chrono::month;
using std::chrono::year;
using std::chrono::year_month_day;

// Further off than this, the other side is likelier, unless the words beside the date decide.
constexpr int kFarDays = 300;
constexpr int kFarAhead = 240;

Day monday_of(Day d) {
  const std::chrono::weekday w{d};
  return d - days{static_cast<int>(w.iso_encoding()) - 1};
}

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

struct YearMonth {
  int y = 0, m = 0;
};

YearMonth plus_months(int y, int m, int n) {
  const int total = y * 12 + (m - 1) + n;
  return {total / 12, total % 12 + 1};
}

// The same day of the month `n` months on, or the month's last.
Day add_months(Day d, int n) {
  const year_month_day ymd{d};
  const auto ym = plus_months(static_cast<int>(ymd.year()),
                              static_cast<int>(static_cast<unsigned>(ymd.month())), n);
  const auto same = make_day(ym.y, ym.m, static_cast<int>(static_cast<unsigned>(ymd.day())));
  return same ? *same : month_end(ym.y, ym.m);
}

Day easter(int y) {
  const int a = y % 19, b = y / 100, c = y % 100;
  const int h = (19 * a + b - b / 4 - (b - (b + 8) / 25 + 1) / 3 + 15) % 30;
  const int l = (32 + 2 * (b % 4) + 2 * (c / 4) - h - c % 4) % 7;
  const int m = (a + 11 * h + 22 * l) / 451;
  const int n = h + l - 7 * m + 114;
  return *make_day(y, n / 31, n % 31 + 1);
}

// The nth (from 1; -1: last) weekday of a month.
std::optional<Day> nth_weekday(int y, int m, int nth, int weekday) {
  if (nth < 0) {
    const Day last = month_end(y, m);
    const int back =
        (static_cast<int>(std::chrono::weekday{last}.iso_encoding()) - weekday + 7) % 7;
    return last - days{back};
  }
  const Day first = *make_day(y, m, 1);
  const int ahead =
      (weekday - static_cast<int>(std::chrono::weekday{first}.iso_encoding()) + 7) % 7;
  const Day d = first + days{ahead + 7 * (nth - 1)};
  if (d > month_end(y, m)) return std::nullopt;
  return d;
}

class Resolver {
 public:
  Resolver(const Slots& slots, const DateContext& context) : s_(slots), c_(context) {
    if (c_.reference) {
      const year_month_day ymd{*c_.reference};
      y_ = static_cast<int>(ymd.year());
      m_ = static_cast<int>(static_cast<unsigned>(ymd.month()));
      d_ = static_cast<int>(static_cast<unsigned>(ymd.day()));
    }
    normalise();
  }

  std::optional<ResolvedDate> date() {
    if (s_.has(Slot::Holiday)) return holiday();
    if (s_.has(Slot::Nth)) {
      if (s_.has(Slot::Weekday)) return nth_weekday_of();
      if (s_.has(Slot::Unit)) return nth_unit();
    }
    if (s_.has(Slot::Day)) return day_of_month();
    if (s_.has(Slot::Weekday)) return weekday();
    if (s_.has(Slot::Month) || s_.has(Slot::RelMonth)) return whole_month();
    if (s_.has(Slot::Quarter) || s_.has(Slot::RelQuarter)) return quarter();
    if (s_.has(Slot::Half)) return half();
    if (s_.has(Slot::RelWeek)) return week();
    if (s_.has(Slot::RelDay)) return rel_day();
    if (const auto y = given_year()) return whole_year(*y);
    return std::nullopt;
  }

  // "three days ago"
  std::optional<ResolvedDate> offset() {
    if (!need_reference()) return std::nullopt;
    const int n = s_.get(Slot::Count, 1) * s_.get(Slot::Sign, 1);
    Day base = *c_.reference;
    if (s_.has(Slot::RelDay)) {
      base += days{s_[Slot::RelDay]};
    } else if (s_.has(Slot::Weekday) || s_.has(Slot::Day)) {
      const auto from = date();
      if (!from) return std::nullopt;
      base = from->from;
    }
    const auto moved = shifted(base, unit(), n);
    if (!moved) return std::nullopt;
    if (c_.style == DateStyle::Query) return one(*moved);
    const year_month_day ymd{*moved};
    const int y = static_cast<int>(ymd.year());
    const int m = static_cast<int>(static_cast<unsigned>(ymd.month()));
    if (unit() == DateUnit::Month || unit() == DateUnit::Quarter)
      return span(DatePrecision::Month, *make_day(y, m, 1), month_end(y, m));
    if (unit() == DateUnit::Year) return whole_year(y);
    if (unit() == DateUnit::Week)
      return span(DatePrecision::Week, monday_of(*moved), monday_of(*moved) + days{6});
    return one(*moved);
  }

  // "the past two weeks", "the next three days": the reference day itself is not among them.
  std::optional<ResolvedDate> stretch() {
    if (!need_reference()) return std::nullopt;
    const int sign = s_.get(Slot::Sign, s_.get(Slot::Shift, 1));
    const auto edge = shifted(*c_.reference, unit(), s_.get(Slot::Count, 1) * sign);
    if (!edge) return std::nullopt;
    if (sign < 0) return span(DatePrecision::Range, *edge, *c_.reference - days{1});
    return span(DatePrecision::Range, *c_.reference + days{1}, *edge);
  }

  // "3-5 March", "January to March 2020", "2010-2015"
  std::optional<ResolvedDate> range() {
    Slots second = s_;
    for (const auto& [to, from] : {std::pair{Slot::Year, Slot::Year2},
                                   {Slot::Month, Slot::Month2},
                                   {Slot::Day, Slot::Day2},
                                   {Slot::Weekday, Slot::Weekday2}})
      if (s_.has(from)) second.set(to, s_[from]);
    DateContext context = c_;
    const auto a = resolve_date(DateMeaning::Date, s_, context);
    if (!a) return std::nullopt;
    auto b = resolve_date(DateMeaning::Date, second, context);
    if (!b) return std::nullopt;
    if (b->to < a->from) b = after_start(second, a->from);
    if (!b || b->to < a->from) return std::nullopt;
    return ResolvedDate{DatePrecision::Range, a->from, b->to, a->relative};
  }

  std::optional<ResolvedDate> week_of() {
    const auto d = date();
    if (!d) return std::nullopt;
    return span(DatePrecision::Week, monday_of(d->from), monday_of(d->from) + days{6});
  }

 private:
  // "last week" is week -1; a short year is a year; the era's year too.
  void normalise() {
    if (s_.has(Slot::ShortYear)) {
      const int yy = s_[Slot::ShortYear];
      s_.set(Slot::Year, yy + (yy > 50 ? 1900 : 2000));
    }
    if (s_.has(Slot::Era)) s_.set(Slot::Year, s_[Slot::Era] + s_.get(Slot::EraYear, 1));
    if (!s_.has(Slot::Shift) || !s_.has(Slot::Unit) || s_.has(Slot::Count)) return;
    const int n = s_[Slot::Shift];
    switch (unit()) {
      case DateUnit::Day:
        s_.set(Slot::RelDay, n);
        break;
      case DateUnit::Week:
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
      case DateUnit::Weekend:
        s_.set(Slot::RelWeek, n);
        break;
      default:
        break;
    }
    s_.drop(Slot::Shift);
  }

  DateUnit unit() const { return static_cast<DateUnit>(s_.get(Slot::Unit, 0)); }

  bool need_reference() {
    relative_ = true;
    return c_.reference.has_value();
  }

  ResolvedDate span(DatePrecision p, Day from, Day to) const { return {p, from, to, relative_}; }
  ResolvedDate one(Day d) const { return span(DatePrecision::Day, d, d); }

  std::optional<Day> shifted(Day base, DateUnit u, int n) const {
    if (n > 5000 || n < -5000) return std::nullopt;
    switch (u) {
      case DateUnit::Day:
        return base + days{n};
      case DateUnit::Week:
        return base + days{7 * n};
      case DateUnit::Fortnight:
        return base + days{14 * n};
      case DateUnit::Month:
        return add_months(base, n);
      case DateUnit::Quarter:
        return add_months(base, 3 * n);
      case DateUnit::Half:
        return add_months(base, 6 * n);
      case DateUnit::Year:
        return in_time(base, n);
      case DateUnit::Decade:
        return in_time(base, 10 * n);
      case DateUnit::Workday:
        return workdays(base, n);
      case DateUnit::Weekend:
        return std::nullopt;
    }
    return std::nullopt;
  }

  std::optional<Day> in_time(Day base, int years) const {
    const int y = y_ + years;
    if (y < 1 || y > 9000) return std::nullopt;
    return add_months(base, 12 * years);
  }

  static Day workdays(Day base, int n) {
    const int step = n < 0 ? -1 : 1;
    for (int left = std::abs(n); left > 0;) {
      base += days{step};
      if (std::chrono::weekday{base}.iso_encoding() < 6) --left;
    }
    return base;
  }

  std::optional<int> given_year() {
    if (s_.has(Slot::Year)) return s_[Slot::Year];
    if (!s_.has(Slot::RelYear) || !need_reference()) return std::nullopt;
    return y_ + s_[Slot::RelYear];
  }

  // Of the candidates for year y-1, y, y+1 (or other steps) the one the lean wants.
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
    const auto back = (ref - *past).count(), ahead = (*future - ref).count();
    switch (c_.lean) {
      case Lean::Past:
        return !c_.sure && back > kFarDays && ahead < back ? future : past;
      case Lean::Future:
        return !c_.sure && ahead > kFarAhead && back < ahead ? past : future;
      case Lean::Nearest:
        return ahead < back ? future : past;
    }
    return past;
  }

  std::optional<ResolvedDate> day_of_month() {
    const int d = s_[Slot::Day];
    if (s_.has(Slot::Month)) {
      const int m = s_[Slot::Month];
      if (const auto y = given_year()) return maybe_one(make_day(*y, m, d));
      if (s_.has(Slot::Year) || s_.has(Slot::RelYear) || !need_reference()) return std::nullopt;
      if (s_.get(Slot::Shift, 0) != 0) {  // "this past March 3", 오는 4월 1일
        c_.lean = s_[Slot::Shift] < 0 ? Lean::Past : Lean::Future;
        c_.sure = true;
      }
      if (s_.has(Slot::Weekday)) {
        for (const int dy : {0, -1, 1}) {
          const auto day = make_day(y_ + dy, m, d);
          if (day && weekday_of(*day) == s_[Slot::Weekday]) return one(*day);
        }
      }
      return maybe_one(lean_on([&](int step) { return make_day(y_ + step, m, d); }));
    }
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
    return maybe_one(lean_on([&](int step) {
      const auto ym = plus_months(y_, m_, step);
      return make_day(ym.y, ym.m, d);
    }));
  }

  static int weekday_of(Day d) { return static_cast<int>(std::chrono::weekday{d}.iso_encoding()); }

  std::optional<ResolvedDate> maybe_one(std::optional<Day> d) const {
    if (!d) return std::nullopt;
    return one(*d);
  }

  std::optional<ResolvedDate> weekday() {
    if (!need_reference()) return std::nullopt;
    const Day ref = *c_.reference;
    const int w = s_[Slot::Weekday];
    if (s_.has(Slot::RelWeek)) return one(monday_of(ref) + days{7 * s_[Slot::RelWeek] + w - 1});
    if (s_.has(Slot::Shift)) {
      const int n = s_[Slot::Shift];
      if (n < 0 && c_.style == DateStyle::News) {
        const int back = (weekday_of(ref) - w + 7) % 7;
        return one(ref - days{back == 0 ? 7 : back});
      }
      return one(monday_of(ref) + days{7 * n + w - 1});
    }
    return maybe_one(lean_on(
        [&](int step) -> std::optional<Day> { return monday_of(ref) + days{7 * step + w - 1}; }));
  }

  std::optional<ResolvedDate> whole_month() {
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
    if (s_.has(Slot::Part) && c_.style == DateStyle::Query) {
      switch (s_[Slot::Part]) {
        case 1:
          return span(DatePrecision::Range, *first, *first + days{14});
        case 2:
          return span(DatePrecision::Range, *first + days{9}, *first + days{19});
        case 4:
          return span(DatePrecision::Range, *first, *first + days{9});  // 上旬
        case 5:
          return span(DatePrecision::Range, *first + days{10}, *first + days{19});
        case 6:
          return span(DatePrecision::Range, *first + days{20}, last);
        default:
          return span(DatePrecision::Range, *first + days{15}, last);
      }
    }
    return span(DatePrecision::Month, *first, last);
  }

  std::optional<int> month_year(int m) {
    if (const auto y = given_year()) return y;
    if (s_.has(Slot::RelYear) || !need_reference()) return std::nullopt;
    if (s_.has(Slot::Shift)) {
      const int n = s_[Slot::Shift];
      if (n < 0) return m < m_ ? y_ : y_ - 1;
      if (n > 0) return m > m_ ? y_ : y_ + 1;
      return y_;
    }
    const auto d = lean_on([&](int step) { return make_day(y_ + step, m, m == m_ ? d_ : 15); });
    if (!d) return y_;
    return static_cast<int>(year_month_day{*d}.year());
  }

  std::optional<ResolvedDate> quarter() {
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
        y = near_year(q - 1, (m_ - 1) / 3);
    }
    const auto first = make_day(y, 3 * q - 2, 1);
    if (!first) return std::nullopt;
    return span(DatePrecision::Quarter, *first, month_end(y, 3 * q));
  }

  int near_year(int part, int now) const {
    if (c_.lean == Lean::Past && part > now) return y_ - 1;
    if (c_.lean == Lean::Future && part < now) return y_ + 1;
    return y_;
  }

  std::optional<ResolvedDate> half() {
    const int h = s_[Slot::Half] == -1 ? 2 : s_[Slot::Half];
    if (h < 1 || h > 2) return std::nullopt;
    auto y = given_year();
    if (!y) {
      if (!need_reference()) return std::nullopt;
      y = near_year(h - 1, (m_ - 1) / 6);
    }
    const auto first = make_day(*y, h == 1 ? 1 : 7, 1);
    if (!first) return std::nullopt;
    return span(DatePrecision::Range, *first, month_end(*y, h == 1 ? 6 : 12));
  }

  std::optional<ResolvedDate> week() {
    if (!need_reference()) return std::nullopt;
    const Day monday = monday_of(*c_.reference) + days{7 * s_[Slot::RelWeek]};
    if (s_.has(Slot::Unit) && unit() == DateUnit::Weekend)
      return span(DatePrecision::Range, monday + days{5}, monday + days{6});
    if (s_.has(Slot::Part) && c_.style == DateStyle::Query) {
      if (s_[Slot::Part] == 1) return span(DatePrecision::Range, monday, monday + days{3});
      return span(DatePrecision::Range, monday + days{3}, monday + days{6});
    }
    return span(DatePrecision::Week, monday, monday + days{6});
  }

  std::optional<ResolvedDate> rel_day() {
    if (!need_reference()) return std::nullopt;
    return one(*c_.reference + days{s_[Slot::RelDay]});
  }

  std::optional<ResolvedDate> whole_year(int y) {
    const auto first = make_day(y, 1, 1);
    if (!first) return std::nullopt;
    if (s_.has(Slot::Part) && c_.style == DateStyle::Query) {
      const int p = s_[Slot::Part];
      if (p % 3 == 1) return span(DatePrecision::Range, *first, month_end(y, 6));
      if (p % 3 == 2) return span(DatePrecision::Range, *make_day(y, 4, 1), month_end(y, 9));
      return span(DatePrecision::Range, *make_day(y, 7, 1), month_end(y, 12));
    }
    return span(DatePrecision::Year, *first, month_end(y, 12));
  }

  std::optional<ResolvedDate> holiday() {
    const int i = s_[Slot::Holiday];
    if (c_.holidays == nullptr || i < 0 || static_cast<std::size_t>(i) >= c_.holidays->size())
      return std::nullopt;
    const DateHoliday& h = (*c_.holidays)[static_cast<std::size_t>(i)];
    const auto in = [&h](int y) -> std::optional<Day> {
      switch (h.kind) {
        case DateHoliday::Kind::Fixed:
          return make_day(y, h.a, h.b);
        case DateHoliday::Kind::Nth:
          return nth_weekday(y, h.a, h.b, h.c);
        case DateHoliday::Kind::Easter:
          return easter(y) + days{h.a};
      }
      return std::nullopt;
    };
    if (const auto y = given_year()) return maybe_one(*y > 0 && *y < 9000 ? in(*y) : std::nullopt);
    if (!need_reference()) return std::nullopt;
    if (s_.has(Slot::Shift)) {
      const auto this_year = in(y_);
      const int n = s_[Slot::Shift];
      if (n == 0 || !this_year) return maybe_one(this_year);
      if (n < 0) return maybe_one(*this_year < *c_.reference ? this_year : in(y_ - 1));
      return maybe_one(*this_year > *c_.reference ? this_year : in(y_ + 1));
    }
    return maybe_one(lean_on([&](int step) { return in(y_ + step); }));
  }

  std::optional<YearMonth> nth_month() {
    if (s_.has(Slot::RelMonth)) {
      if (!need_reference()) return std::nullopt;
      return plus_months(y_, m_, s_[Slot::RelMonth]);
    }
    if (!s_.has(Slot::Month)) return std::nullopt;
    const auto y = month_year(s_[Slot::Month]);
    if (!y) return std::nullopt;
    return YearMonth{*y, s_[Slot::Month]};
  }

  std::optional<ResolvedDate> nth_weekday_of() {
    const auto ym = nth_month();
    if (!ym) return std::nullopt;
    return maybe_one(nth_weekday(ym->y, ym->m, s_[Slot::Nth], s_[Slot::Weekday]));
  }

  // "the first week of October", "the last quarter of 2016", "the third month of 2015", "the last
  // day of May"
  std::optional<ResolvedDate> nth_unit() {
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
    // A month's weeks are those with their Thursday in it.
    const auto thursday = nth_weekday(ym->y, ym->m, nth, 4);
    if (!thursday) return std::nullopt;
    if (unit() == DateUnit::Weekend)
      return span(DatePrecision::Range, *thursday + days{2}, *thursday + days{3});
    if (unit() != DateUnit::Week) return std::nullopt;
    return span(DatePrecision::Week, monday_of(*thursday), monday_of(*thursday) + days{6});
  }

  std::optional<ResolvedDate> nth_of_year(int nth) {
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
    return span(DatePrecision::Week, monday, monday + days{6});
  }

  // The end of a range that would lie before its start: the next month, or the next year.
  std::optional<ResolvedDate> after_start(Slots second, Day start) const {
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

  Slots s_;
  DateContext c_;
  int y_ = 0, m_ = 0, d_ = 0;
  bool relative_ = false;
};

}  // namespace

std::optional<ResolvedDate> resolve_date(DateMeaning means, const Slots& slots,
                                         const DateContext& context) {
  Resolver resolver(slots, context);
  switch (means) {
    case DateMeaning::Date:
      return resolver.date();
    case DateMeaning::Offset:
      return resolver.offset();
    case DateMeaning::Span:
      return resolver.stretch();
    case DateMeaning::Range:
      return resolver.range();
    case DateMeaning::WeekOf:
      return resolver.week_of();
    case DateMeaning::Same:
      if (!context.previous) return std::nullopt;
      return ResolvedDate{DatePrecision::Day, *context.previous, *context.previous, false};
  }
  return std::nullopt;
}

}  // namespace chokepoint
