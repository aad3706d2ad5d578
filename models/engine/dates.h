// Dates in prose: finds the calendar expressions of a folded text and resolves them against a
// reference day. What a language says is data (models/data/dates/*.toml); which date belongs to
// which move is the coder's affair. Bare times of day are no dates and are left out; what
// News leaves to calendars stands at DateStyle.
#pragma once

#include <cstddef>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "models/core/fold.h"
#include "models/core/result.h"
#include "models/core/time.h"

namespace chokepoint {

#pragma GCC diagnostic push
#pragma GCC diagnostic ignored \
    "-Wshadow"  // g++ 12 takes a scoped enumerator for a shadow of the type Day
enum class DatePrecision { Day, Week, Month, Quarter, Year, Range };
#pragma GCC diagnostic pop

// What the words right beside a date make of it: "from Dec. 1", "until 10 November", "since 2010".
enum class DateCue { None, Effective, Expiry, Since };

struct DateMention {
  std::size_t start = 0, end = 0;  // bytes of the original text
  DatePrecision precision = DatePrecision::Day;
  Day from, to;           // inclusive, resolved
  bool relative = false;  // the reference day took part in resolving it
  DateCue cue = DateCue::None;
  bool moved = false;  // something is put off in its sentence: from this day, or to it
};

// Where an incomplete date ("the 6th", "on Monday", "March 3") lies when no tense or cue word near
// it decides.
enum class Lean { Past, Future, Nearest };

// News: as a reader of news (and TimeML) takes it: "three months ago" is a month, "late October" is
// October, the two ends of "from 1 May to 3 June" are two dates. Query: as calendars want it: exact
// days and merged ranges, and "now", "the past two weeks", seasons, decades, centuries as well.
enum class DateStyle { News, Query };

struct DateRules;  // all languages, compiled

class DateGrammar {
 public:
  explicit DateGrammar(std::shared_ptr<const DateRules> rules) : rules_(std::move(rules)) {}
  const DateRules& rules() const { return *rules_; }

 private:
  std::shared_ptr<const DateRules> rules_;
};

// Reads every *.toml of the folder; all problems of all files come back as the lines of one Error
// (kind Config).
Result<DateGrammar> load_date_grammar(const std::string& folder);

// In the order of the text, not overlapping. Without a reference only complete dates are given.
// `lang` is BCP 47; a language without a grammar gets the numeric forms alone. Linear in the length
// of the text. The original tells capitals apart, where it is given. `clock` is how many seconds
// the reference day was old when the text was written.
std::vector<DateMention> find_dates(const DateGrammar& grammar, const Folded& folded,
                                    std::string_view lang, std::optional<Day> reference, Lean lean,
                                    DateStyle style = DateStyle::News, int clock = 0,
                                    std::string_view original = {});

// "2026-01-06", "2026-W02", "2026-01", "2026-Q1", "2026"; empty for a Range.
std::string date_value(const DateMention& mention);

}  // namespace chokepoint
