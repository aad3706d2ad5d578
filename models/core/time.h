// Instants, days and partial dates, and their two written forms (RFC 3339, ISO 8601). Reading dates
// out of prose is models/engine's work; reading the dates feeds write is feeds/'s.
#pragma once

#include <chrono>
#include <compare>
#include <functional>
#include <optional>
#include <string>
#include <string_view>

namespace chokepoint {

using Instant = std::chrono::sys_seconds;  // UTC, whole seconds
using Day = std::chrono::sys_days;
using Clock =
    std::function<Instant()>;  // passed in; nothing below main() asks the machine for the time

Clock system_clock();

std::string format_rfc3339(Instant t);  // 2026-01-06T03:04:05Z
std::string format_day(Day d);          // 2026-01-06

// "2026-01-06", "2026-01-06T03:04:05Z", "2026-01-06 03:04:05.5+09:00"; a bare day is its midnight
// UTC. Strict.
std::optional<Instant> parse_rfc3339(std::string_view s);
// The leading YYYY-MM-DD of `s`, as a calendar day of whatever zone `s` was written in.
std::optional<Day> parse_day(std::string_view s);

// A date as precise as a text gives it: a day, a month or a year.
struct PartialDate {
  int year = 0;
  unsigned month = 0;  // 0: not said
  unsigned day = 0;    // 0: not said

  static PartialDate of(Day d);
  static std::optional<PartialDate> parse(std::string_view s);  // YYYY, YYYY-MM, YYYY-MM-DD

  std::string string() const;
  Day first_day() const;
  Day last_day() const;
  // True where one lies within the other: 2026-01 and 2026-01-06 agree.
  bool agrees_with(const PartialDate& other) const;
  auto operator<=>(const PartialDate&) const = default;
};

}  // namespace chokepoint
