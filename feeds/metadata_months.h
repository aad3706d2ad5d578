// The months and eras of the dates that pages show, in some thirty languages. What a date looks
// like is metadata_dates'.
#pragma once

#include <string_view>

namespace chokepoint {

// 1 to 12; 0 where the word begins like no month. Folded.
unsigned month_of(std::string_view word);

// 令和8年1月6日, 民國115年1月6日: the year before the first of the era the word ends with; 0 for
// none.
int era_before(std::string_view word);

}  // namespace chokepoint
