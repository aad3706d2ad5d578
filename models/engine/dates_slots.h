// What one matched date expression says, before it is resolved: numbers in slots. Shared by the
// grammar (which fills them), the matcher and the resolver.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string_view>

namespace chokepoint {

#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wshadow"  // see dates.h
enum class Slot : std::uint8_t {
  None,  // matched, and of no further meaning
  Year,
  ShortYear,  // two digits
  Era,        // year before the era's first: Reiwa 2018
  EraYear,
  RelYear,   // last year: -1
  ToldYear,  // of the year told before: 0, the one after it: 1
  Month,
  RelMonth,
  ToldMonth,  // likewise
  Day,
  RelDay,
  Weekday,  // 1 (Monday) to 7
  RelWeek,
  Quarter,
  RelQuarter,
  Half,
  Part,   // 1 early, 2 mid, 3 late
  Shift,  // last -1, this 0, next 1: of the unit, month or weekday beside it
  Unit,
  Count,
  Sign,
  Nth,  // -1: the last
  Holiday,
  Year2,
  Month2,
  Day2,
  Weekday2,
  Season,  // 1 spring to 4 winter
  Count2,
  Unit2,  // "a year and [three months] ago"
  Size
};

enum class DateUnit : int {
  Day,
  Week,
  Month,
  Quarter,
  Year,
  Weekend,
  Half,
  Fortnight,
  Decade,
  Workday,
  Hour,
  Minute,
  Second,
  Century
};
#pragma GCC diagnostic pop

class Slots {
 public:
  bool has(Slot s) const { return ((given_ >> index(s)) & 1U) != 0; }
  int operator[](Slot s) const { return values_[index(s)]; }
  int get(Slot s, int fallback) const { return has(s) ? values_[index(s)] : fallback; }
  void set(Slot s, int value) {
    given_ |= 1U << index(s);
    values_[index(s)] = value;
  }
  void drop(Slot s) { given_ &= ~(1U << index(s)); }
  // Makes one slot what it was in `before`.
  void restore(Slot s, int value, bool was_given) {
    values_[index(s)] = value;
    if (!was_given) drop(s);
  }

 private:
  static std::size_t index(Slot s) { return static_cast<std::size_t>(s); }
  std::uint32_t given_ = 0;
  std::array<int, static_cast<std::size_t>(Slot::Size)> values_{};
};

// "month", "month2", "rel_week" ...; a class name's first part names its slot too: "month_short" is
// a month.
std::optional<Slot> slot_named(std::string_view name);

}  // namespace chokepoint
