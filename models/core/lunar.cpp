#include "models/core/lunar.h"

#include <memory>

#include <unicode/calendar.h>
#include <unicode/locid.h>

namespace chokepoint {

std::optional<Day> lunar_day(int year, int month, int day) {
  if (year < 1901 || year > 2199 || month < 1 || month > 12 || day < 0 || day > 30)
    return std::nullopt;
  UErrorCode status = U_ZERO_ERROR;
  const std::unique_ptr<icu::Calendar> calendar(icu::Calendar::createInstance(
      *icu::TimeZone::getGMT(), icu::Locale("zh@calendar=chinese"), status));
  if (U_FAILURE(status) != 0 || !calendar) return std::nullopt;
  constexpr int kYearsBefore = 2637;  // ICU counts "extended" years from 2637 BC
  calendar->clear();
  calendar->set(UCAL_EXTENDED_YEAR, year + kYearsBefore);
  calendar->set(UCAL_MONTH, month - 1);
  calendar->set(UCAL_IS_LEAP_MONTH, 0);
  calendar->set(UCAL_DATE, day == 0 ? 1 : day);
  const double millis = calendar->getTime(status);
  if (U_FAILURE(status) != 0) return std::nullopt;
  const auto at = Instant{std::chrono::seconds{static_cast<long long>(millis / 1000)}};
  return std::chrono::floor<std::chrono::days>(at) - std::chrono::days{day == 0 ? 1 : 0};
}

}  // namespace chokepoint
