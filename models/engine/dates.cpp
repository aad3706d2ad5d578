#include "models/engine/dates.h"

#include <algorithm>
#include <array>
#include <cstdio>

#include "models/core/utf8.h"
#include "models/engine/dates_calendar.h"
#include "models/engine/dates_grammar.h"
#include "models/engine/dates_resolve.h"
#include "models/engine/dates_tense.h"

namespace chokepoint {
namespace {

constexpr int kFollowsWithin = 150;  // days ahead
constexpr std::size_t kCloseBy = 14;
constexpr std::size_t kInheritReach = 160;  // bytes back to a date that lends its year or month
constexpr std::size_t kToldReach = 600;     // and back to one that "two days later" counts from
constexpr int kOldStory =
    14;  // days: older, "the day before" at the head of a paragraph is of the news
constexpr std::size_t kListed = 28;  // bytes between two days of one list or range

class Reader {
 public:
  Reader(const LanguageDates& lang, const Folded& folded, std::optional<Day> reference, Lean lean,
         DateStyle style, int clock, std::string_view original)
      : lang_(lang),
        folded_(folded),
        text_(folded.text),
        reference_(reference),
        lean_(lean),
        style_(style),
        clock_(clock),
        original_(original) {}

  std::vector<DateMention> read() {
    scan_ = scan_dates(lang_, text_, style_);
    for (std::size_t i = 0; i < scan_.dates.size(); ++i) add(scan_.dates[i]);
    return std::move(out_);
  }

 private:
  DateMeaning meaning(const RawDate& raw) const {
    return lang_.rules[static_cast<std::size_t>(raw.rule)].means;
  }

  void add(const RawDate& raw) {
    const auto around = date_surroundings(scan_, text_, raw, cue_);
    if (style_ == DateStyle::News && wants_capital(raw)) return;
    const auto context = context_of(raw, around);
    if (style_ == DateStyle::News) lend_year(raw, context);
    RawDate full = raw;
    count_from_told(full.slots);
    if (meaning(raw) == DateMeaning::Date) inherit(full);
    if (style_ == DateStyle::Query && merge(full, context)) return;
    const auto found = resolve_date(meaning(full), full.slots, context);
    if (!found || found->to < found->from) return;  // "the last 0 days"
    push(full, *found, around.cue);
  }

  DateContext context_of(const RawDate& raw, const DateSurroundings& around) const {
    DateContext context;
    context.reference = reference_;
    context.lean = around.lean.value_or(lean_);
    context.sure = around.lean == Lean::Past;
    context.style = style_;
    context.holidays = &lang_.holidays;
    context.clock = clock_;
    if (style_ == DateStyle::News)
      context.onset = around.onset;
    else if (around.onset)
      context.lean = Lean::Future;
    if (out_.empty()) return context;
    const auto& last = out_.back();
    context.previous = ResolvedDate{last.precision, last.from, last.to, false};
    context.previous_day = last_day_;
    if (!reference_ || raw.start - last_->end > kToldReach) return context;
    // What is told from a day is told from one that was: not from when something is to begin.
    const auto between = text_.substr(last_->end, raw.start - last_->end);
    const bool paragraph = between.find('\n') != between.npos;
    context.told_from_previous = last.from <= *reference_;
    if (!past_day_) return context;
    auto told = *past_day_;
    const bool back = raw.slots.get(Slot::RelDay, 0) < 0;
    if (back && paragraph && *reference_ - told > std::chrono::days{kOldStory}) told = *latest_day_;
    const bool to_begin = last.from > *reference_ && (paragraph || date_sentence_breaks(between));
    if (to_begin || told != *past_day_ || counts_days_from(raw, last)) {
      context.previous = ResolvedDate{DatePrecision::Day, told, told, false};
      context.previous_day = told;
      context.told_from_previous = true;
    }
    return context;
  }

  // "It lasts until the end of the year. A day earlier ...": days are counted from a day.
  static bool counts_days_from(const RawDate& raw, const DateMention& last) {
    if (last.precision == DatePrecision::Day) return false;
    return raw.slots.has(Slot::RelDay) ||
           (raw.slots.has(Slot::Unit) &&
            static_cast<DateUnit>(raw.slots[Slot::Unit]) == DateUnit::Day);
  }

  // "in June of that year", "the month after": of the year and month told before.
  void count_from_told(Slots& s) const {
    if (s.has(Slot::ToldYear)) {
      if (out_.empty())
        s.set(Slot::RelYear, s[Slot::ToldYear]);
      else
        s.set(Slot::Year, PartialDate::of(out_.back().from).year + s[Slot::ToldYear]);
      s.drop(Slot::ToldYear);
    }
    if (!s.has(Slot::ToldMonth)) return;
    if (out_.empty()) {
      s.set(Slot::RelMonth, s[Slot::ToldMonth]);
    } else {
      const auto told = PartialDate::of(out_.back().from);
      const auto ym = plus_months(told.year, static_cast<int>(told.month), s[Slot::ToldMonth]);
      s.set(Slot::Year, ym.y);
      s.set(Slot::Month, ym.m);
    }
    s.drop(Slot::ToldMonth);
  }

  bool wants_capital(const RawDate& raw) const {
    const auto word = text_.substr(raw.start, raw.end - raw.start);
    if (std::find(lang_.capitals.begin(), lang_.capitals.end(), word) == lang_.capitals.end())
      return false;
    if (original_.empty()) return false;
    const char first = original_[folded_.original_start(raw.start)];
    return first >= 'a' && first <= 'z';
  }

  // "1 January to 31 December 2023": the first is of that year, too.
  void lend_year(const RawDate& raw, const DateContext& context) {
    if (!last_ || out_.empty() || !raw.slots.has(Slot::Year) || meaning(raw) != DateMeaning::Date)
      return;
    Slots first = last_->slots;
    if (meaning(*last_) != DateMeaning::Date || !first.has(Slot::Month) || has_year(first) ||
        raw.slots.get(Slot::Month, 0) < first[Slot::Month] || !joined(last_->end, raw.start))
      return;
    first.set(Slot::Year, raw.slots[Slot::Year]);
    const auto found = resolve_date(DateMeaning::Date, first, context);
    if (!found) return;
    out_.back().from = found->from;
    out_.back().to = found->to;
    last_->slots = first;
  }

  void push(const RawDate& raw, const ResolvedDate& found, DateCue cue) {
    DateMention m;
    m.start = folded_.original_start(raw.start);
    m.end = folded_.original_end(raw.end);
    m.precision = found.precision;
    m.from = found.from;
    m.to = found.to;
    m.relative = found.relative;
    m.cue = cue;
    out_.push_back(m);
    last_ = raw;
    if (found.precision != DatePrecision::Day) return;
    last_day_ = found.from;
    if (!reference_ || found.from > *reference_) return;
    past_day_ = found.from;
    latest_day_ = latest_day_ ? std::max(*latest_day_, found.from) : found.from;
  }

  // "3 March 2024 ... 5 April": a later date of the sentence shares the year, a bare day the month.
  void inherit(RawDate& raw) const {
    if (!last_ || raw.start - last_->end > kInheritReach) return;
    Slots& s = raw.slots;
    const Slots& before = last_->slots;
    const bool bare_day = s.has(Slot::Day) && !s.has(Slot::Month) && !s.has(Slot::RelMonth) &&
                          !s.has(Slot::Weekday) && !s.has(Slot::Shift);
    const bool yearless = s.has(Slot::Month) && !s.has(Slot::Year) && !s.has(Slot::RelYear) &&
                          !s.has(Slot::Shift) && !s.has(Slot::Weekday) && !s.has(Slot::Era) &&
                          !s.has(Slot::ShortYear);
    if (!bare_day && !yearless) return;
    if (date_sentence_breaks(text_.substr(last_->end, raw.start - last_->end))) return;
    if (bare_day && before.has(Slot::RelMonth) && !before.has(Slot::Day) &&
        raw.start - last_->end <= kCloseBy) {
      s.set(Slot::RelMonth, before[Slot::RelMonth]);
    } else if (bare_day && before.has(Slot::RelMonth) && before.has(Slot::Day) &&
               s[Slot::Day] > before[Slot::Day] && style_ == DateStyle::News) {
      s.set(Slot::RelMonth, before[Slot::RelMonth]);  // "on the 10th of last month ... on the 16th"
    } else if (bare_day && before.has(Slot::Month) && before.has(Slot::Day) &&
               s[Slot::Day] > before[Slot::Day] && lends_month(raw)) {
      s.set(Slot::Month, before[Slot::Month]);
      copy_year(before, s);
    } else if (yearless && before.has(Slot::Month) && s[Slot::Month] >= before[Slot::Month]) {
      copy_year(before, s);
      if (!has_year(s) && !s.has(Slot::RelDay)) follow_on(s);
    }
  }

  // In news a bare day is one of these days: when something will begin does not lend it a month,
  // unless the two stand side by side.
  bool lends_month(const RawDate& raw) const {
    return style_ == DateStyle::Query || !reference_ || out_.back().from <= *reference_ ||
           raw.start - last_->end <= kListed;
  }

  // "On July 3 it said ... from August 1": where no year is said, the later month is of the year
  // the earlier one came out at, as long as that is no far future.
  void follow_on(Slots& s) const {
    const auto year = PartialDate::of(out_.back().from).year;
    const PartialDate then{year, static_cast<unsigned>(s[Slot::Month]), 0};
    if (!reference_) return;
    const auto from = std::max(out_.back().from, *reference_);
    if (then.first_day() > from + std::chrono::days{kFollowsWithin}) return;
    s.set(Slot::Year, year);
  }

  static void copy_year(const Slots& from, Slots& to) {
    for (const Slot y : {Slot::Year, Slot::RelYear, Slot::Era, Slot::EraYear, Slot::ShortYear})
      if (from.has(y)) to.set(y, from[y]);
  }

  // "10 August - 12 September 2013": two dates with nothing but a joiner between them are one
  // range.
  bool merge(const RawDate& raw, const DateContext& context) {
    if (!last_ || out_.empty() || meaning(*last_) != DateMeaning::Date ||
        meaning(raw) != DateMeaning::Date)
      return false;
    if (out_.back().precision == DatePrecision::Range || !joined(last_->end, raw.start))
      return false;
    RawDate first = *last_, second = raw;
    if (!first.slots.has(Slot::RelDay) && !has_year(first.slots))
      copy_year(second.slots, first.slots);
    if (!second.slots.has(Slot::RelDay) && !has_year(second.slots))
      copy_year(first.slots, second.slots);
    const auto a = resolve_date(DateMeaning::Date, first.slots, context);
    DateContext later = context;
    if (a && !has_year(second.slots) && !second.slots.has(Slot::RelDay) &&
        !second.slots.has(Slot::RelWeek)) {
      later.reference = a->from;
      later.lean = Lean::Future;
      if (second.slots.has(Slot::Month) && !second.slots.has(Slot::Day)) later.reference = a->from;
    }
    auto b = resolve_date(DateMeaning::Date, second.slots, later);
    if (!a || !b || b->to < a->from) return false;
    out_.pop_back();
    second.start = last_->start;
    push(second, {DatePrecision::Range, a->from, b->to, a->relative || b->relative}, DateCue::None);
    return true;
  }

  static bool has_year(const Slots& s) {
    return s.has(Slot::Year) || s.has(Slot::RelYear) || s.has(Slot::Era) || s.has(Slot::ShortYear);
  }

  bool joined(std::size_t from, std::size_t to) const {
    if (to < from || to - from > 20) return false;
    auto between = text_.substr(from, to - from);
    while (!between.empty() && between.front() == ' ') between.remove_prefix(1);
    while (!between.empty() && between.back() == ' ') between.remove_suffix(1);
    return std::find(lang_.joiners.begin(), lang_.joiners.end(), between) != lang_.joiners.end();
  }

  const LanguageDates& lang_;
  const Folded& folded_;
  std::string_view text_;
  std::optional<Day> reference_;
  Lean lean_;
  DateStyle style_;
  int clock_;
  std::string_view original_;
  DateScan scan_;
  std::size_t cue_ = 0;
  std::optional<RawDate> last_;
  std::optional<Day> last_day_, past_day_;  // the last day told, and the last that was
  std::optional<Day> latest_day_;           // of those that were, nearest to the reference
  std::vector<DateMention> out_;
};

}  // namespace

std::vector<DateMention> find_dates(const DateGrammar& grammar, const Folded& folded,
                                    std::string_view lang, std::optional<Day> reference, Lean lean,
                                    DateStyle style, int clock, std::string_view original) {
  return Reader(grammar.rules().language(lang), folded, reference, lean, style, clock, original)
      .read();
}

std::string date_value(const DateMention& mention) {
  const std::string day = format_day(mention.from);
  switch (mention.precision) {
    case DatePrecision::Day:
      return day;
    case DatePrecision::Month:
      return day.substr(0, 7);
    case DatePrecision::Year:
      return day.substr(0, 4);
    case DatePrecision::Quarter: {
      const unsigned month = PartialDate::of(mention.from).month;
      return day.substr(0, 4) + "-Q" + std::to_string((month - 1) / 3 + 1);
    }
    case DatePrecision::Week: {
      // The ISO week belongs to the year of its Thursday.
      const PartialDate thursday = PartialDate::of(mention.from + std::chrono::days{3});
      const Day first = PartialDate{thursday.year, 1, 1}.first_day();
      const auto week = (mention.from + std::chrono::days{3} - first).count() / 7 + 1;
      std::array<char, 16> out{};
      std::snprintf(out.data(), out.size(), "%04d-W%02d", thursday.year, static_cast<int>(week));
      return out.data();
    }
    case DatePrecision::Range:
      return {};
  }
  return {};
}

}  // namespace chokepoint
