// Names that CLDR keeps for every language, through ICU: months, weekdays, numbers in words. Only
// names: what a date looks like in prose is models/data/dates.
#pragma once

#include <string>
#include <vector>

namespace chokepoint {

struct NamedValue {
  std::string name;  // as CLDR writes it, not folded; a trailing full stop is cut off
  int value = 0;
};

// Format and stand-alone, wide and abbreviated. Months are 1 to 12, weekdays 1 (Monday) to 7.
std::vector<NamedValue> cldr_month_names(const std::string& locale);
std::vector<NamedValue> cldr_weekday_names(const std::string& locale);

// 1 to `last` spelled out, in every gender and case the locale has rules for.
std::vector<NamedValue> cldr_cardinals(const std::string& locale, int last);
std::vector<NamedValue> cldr_ordinals(const std::string& locale, int last);
// The years `first` to `last` spelled out, round hundreds left out: "twenty nineteen".
std::vector<NamedValue> cldr_years(const std::string& locale, int first, int last);

}  // namespace chokepoint
