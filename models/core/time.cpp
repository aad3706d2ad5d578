#include "models/core/time.h"

#include <array>
#include <cstdio>

namespace chokepoint {
namespace {

using std::chrono::year_month_day;

// Reads exactly `n` digits at `pos` and moves past them.
std::optional<int> digits(std::string_view s, std::size_t& pos, std::size_t n) {
  if (pos + n > s.size()) return std::nullopt;
  int value = 0;
  for (std::size_t i = 0; i < n; ++i) {
    const char c = s[pos + i];
    if (c < '0' || c > '9') return std::nullopt;
    value = value * 10 + (c - '0');
  }
  pos += n;
  return value;
}

bool skip(std::string_view s, std::size_t& pos, std::string_view any_of) {
  if (pos >= s.size() || any_of.find(s[pos]) == std::string_view::npos) return false;
  ++pos;
  return true;
}

std::optional<Day> read_day(std::string_view s, std::size_t& pos) {
  const auto y = digits(s, pos, 4);
  if (!y || !skip(s, pos, "-")) return std::nullopt;
  const auto m = digits(s, pos, 2);
  if (!m || !skip(s, pos, "-")) return std::nullopt;
  const auto d = digits(s, pos, 2);
  if (!d) return std::nullopt;
  const year_month_day ymd{std::chrono::year{*y}, std::chrono::month{static_cast<unsigned>(*m)},
                           std::chrono::day{static_cast<unsigned>(*d)}};
  if (!ymd.ok()) return std::nullopt;
  return Day{ymd};
}

// "Z", "+09:00", "+0900" or nothing, in seconds east of UTC.
std::optional<int> read_offset(std::string_view s, std::size_t& pos) {
  if (pos == s.size()) return 0;
  if (skip(s, pos, "Zz")) return 0;
  const int sign = s[pos] == '-' ? -1 : 1;
  if (!skip(s, pos, "+-")) return std::nullopt;
  const auto h = digits(s, pos, 2);
  skip(s, pos, ":");
  const auto m = digits(s, pos, 2);
  if (!h || !m || *h > 23 || *m > 59) return std::nullopt;
  return sign * (*h * 3600 + *m * 60);
}

}  // namespace

Clock system_clock() {
  return [] {
    return std::chrono::time_point_cast<std::chrono::seconds>(std::chrono::system_clock::now());
  };
}

std::string format_day(Day d) {
  const year_month_day ymd{d};
  std::array<char, 32> out{};
  std::snprintf(out.data(), out.size(), "%04d-%02u-%02u", static_cast<int>(ymd.year()),
                static_cast<unsigned>(ymd.month()), static_cast<unsigned>(ymd.day()));
  return out.data();
}

std::string format_rfc3339(Instant t) {
  const Day d = std::chrono::floor<std::chrono::days>(t);
  const auto s = (t - d).count();
  std::array<char, 16> out{};
  std::snprintf(out.data(), out.size(), "T%02d:%02d:%02dZ", static_cast<int>(s / 3600),
                static_cast<int>(s / 60 % 60), static_cast<int>(s % 60));
  return format_day(d) + out.data();
}

std::optional<Day> parse_day(std::string_view s) {
  std::size_t pos = 0;
  return read_day(s, pos);
}

std::optional<Instant> parse_rfc3339(std::string_view s) {
  std::size_t pos = 0;
  const auto d = read_day(s, pos);
  if (!d) return std::nullopt;
  if (pos == s.size()) return Instant{*d};
  if (!skip(s, pos, "Tt ")) return std::nullopt;
  const auto h = digits(s, pos, 2);
  if (!h || !skip(s, pos, ":")) return std::nullopt;
  const auto m = digits(s, pos, 2);
  if (!m) return std::nullopt;
  std::optional<int> sec = 0;
  if (skip(s, pos, ":")) sec = digits(s, pos, 2);
  if (!sec || *h > 24 || *m > 59 || *sec > 60) return std::nullopt;
  if (skip(s, pos, ".,")) {
    while (pos < s.size() && s[pos] >= '0' && s[pos] <= '9') ++pos;
  }
  const auto offset = read_offset(s, pos);
  if (!offset || pos != s.size()) return std::nullopt;
  return Instant{*d} + std::chrono::seconds{*h * 3600 + *m * 60 + *sec - *offset};
}

PartialDate PartialDate::of(Day d) {
  const year_month_day ymd{d};
  return {static_cast<int>(ymd.year()), static_cast<unsigned>(ymd.month()),
          static_cast<unsigned>(ymd.day())};
}

std::optional<PartialDate> PartialDate::parse(std::string_view s) {
  std::size_t pos = 0;
  PartialDate out;
  const auto y = digits(s, pos, 4);
  if (!y) return std::nullopt;
  out.year = *y;
  if (pos == s.size()) return out;
  const auto m = skip(s, pos, "-") ? digits(s, pos, 2) : std::nullopt;
  if (!m || *m < 1 || *m > 12) return std::nullopt;
  out.month = static_cast<unsigned>(*m);
  if (pos == s.size()) return out;
  const auto d = parse_day(s);
  if (!d || s.size() != 10) return std::nullopt;
  return of(*d);
}

std::string PartialDate::string() const {
  std::array<char, 32> out{};
  if (day != 0)
    std::snprintf(out.data(), out.size(), "%04d-%02u-%02u", year, month, day);
  else if (month != 0)
    std::snprintf(out.data(), out.size(), "%04d-%02u", year, month);
  else
    std::snprintf(out.data(), out.size(), "%04d", year);
  return out.data();
}

Day PartialDate::first_day() const {
  return Day{year_month_day{std::chrono::year{year}, std::chrono::month{month == 0 ? 1 : month},
                            std::chrono::day{day == 0 ? 1 : day}}};
}

Day PartialDate::last_day() const {
  if (day != 0) return first_day();
  const auto y = std::chrono::year{year};
  return Day{std::chrono::year_month_day_last{
      y, std::chrono::month_day_last{std::chrono::month{month == 0 ? 12 : month}}}};
}

bool PartialDate::agrees_with(const PartialDate& other) const {
  if (year != other.year) return false;
  if (month == 0 || other.month == 0) return true;
  if (month != other.month) return false;
  return day == 0 || other.day == 0 || day == other.day;
}

}  // namespace chokepoint
