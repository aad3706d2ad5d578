// What a text has told of dates so far, and what later ones take from it: "that year", "four days
// later", the month of "the 16th". Whether an expression counts from the text or from the reference
// day is decided here; how days are counted is dates_resolve.h's affair.
#pragma once

#include <optional>
#include <string_view>

#include "models/engine/dates_grammar.h"
#include "models/engine/dates_resolve.h"

namespace chokepoint {

class DatesTold {
 public:
  // `text` is folded, and outlives this.
  DatesTold(std::string_view text, std::optional<Day> reference, DateStyle style)
      : text_(text), reference_(reference), style_(style) {}

  void remember(const RawDate& raw, const ResolvedDate& found);
  const std::optional<RawDate>& last() const { return last_; }

  // The date before `raw`, where it counts from one.
  void give(const RawDate& raw, DateContext& context) const;
  // "in June of that year", "the month after": of the year and month told before.
  void count_from(Slots& slots) const;
  // "3 March 2024 ... 5 April": a later date of the sentence shares the year, a bare day the month.
  void lend(RawDate& raw) const;

 private:
  bool lends_month(const RawDate& raw) const;
  void follow_on(Slots& s) const;

  std::string_view text_;
  std::optional<Day> reference_;
  DateStyle style_;
  std::optional<RawDate> last_;
  ResolvedDate found_;
  std::optional<Day> last_day_, past_day_;  // the last day told, and the last that was
  std::optional<Day> latest_day_;           // of those that were, nearest to the reference
};

// Of whatever calendar: given, relative or of an era.
bool has_year(const Slots& s);
void copy_year(const Slots& from, Slots& to);

}  // namespace chokepoint
