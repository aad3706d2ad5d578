#include "models/engine/dates.h"

#include <algorithm>
#include <array>
#include <cstdio>

#include "models/core/utf8.h"
#include "models/engine/dates_grammar.h"
#include "models/engine/dates_tense.h"
#include "models/engine/dates_told.h"

namespace chokepoint {
namespace {

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
        original_(original),
        told_(text_, reference, style) {}

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
    told_.count_from(full.slots);
    if (meaning(raw) == DateMeaning::Date) told_.lend(full);
    if (style_ == DateStyle::Query && merge(full, context)) return;
    const auto found = resolve_date(meaning(full), full.slots, context);
    if (!found || found->to < found->from) return;  // "the last 0 days"
    push(full, *found, around);
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
    told_.give(raw, context);
    return context;
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
    if (!told_.last() || !raw.slots.has(Slot::Year) || meaning(raw) != DateMeaning::Date) return;
    RawDate last = *told_.last();
    Slots& first = last.slots;
    if (meaning(last) != DateMeaning::Date || !first.has(Slot::Month) || has_year(first) ||
        raw.slots.get(Slot::Month, 0) < first[Slot::Month] || !joined(last.end, raw.start))
      return;
    first.set(Slot::Year, raw.slots[Slot::Year]);
    const auto found = resolve_date(DateMeaning::Date, first, context);
    if (!found) return;
    out_.back().from = found->from;
    out_.back().to = found->to;
    told_.remember(last, *found);
  }

  void push(const RawDate& raw, const ResolvedDate& found, const DateSurroundings& around) {
    DateMention m;
    m.start = folded_.original_start(raw.start);
    m.end = folded_.original_end(raw.end);
    m.precision = found.precision;
    m.from = found.from;
    m.to = found.to;
    m.relative = found.relative;
    m.cue = around.cue;
    m.moved = around.moved;
    out_.push_back(m);
    told_.remember(raw, found);
  }

  // "10 August - 12 September 2013": two dates with nothing but a joiner between them are one
  // range.
  bool merge(const RawDate& raw, const DateContext& context) {
    const auto& last = told_.last();
    if (!last || meaning(*last) != DateMeaning::Date || meaning(raw) != DateMeaning::Date)
      return false;
    if (out_.back().precision == DatePrecision::Range || !joined(last->end, raw.start))
      return false;
    RawDate first = *last, second = raw;
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
    second.start = first.start;
    push(second, {DatePrecision::Range, a->from, b->to, a->relative || b->relative},
         DateSurroundings{});
    return true;
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
  DatesTold told_;
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
