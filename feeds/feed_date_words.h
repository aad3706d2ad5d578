// The words in feed dates, for feed_date.cpp alone. All take lower case.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace chokepoint {

std::string lower_word(std::string_view s);              // Latin, Greek and Cyrillic
unsigned month_of_word(std::string_view word);           // 1 to 12, 0 for none
std::optional<int> zone_minutes(std::string_view word);  // "est" -> -300
// The half of the day a word names: 'a' before noon, 'p' after it, 0 for neither.
char half_of_day(std::string_view word);

}  // namespace chokepoint
