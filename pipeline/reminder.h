// A date that comes near, as the outbox knows it: its name says what falls due and when, its words
// are found when it goes out, since how many days are left is another number by then. Which dates
// are reminded of is the sweep's.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "models/core/event.h"
#include "models/core/time.h"

namespace chokepoint {

enum class Due { Effect, Expiry };

struct Reminder {
  Due due = Due::Effect;
  PartialDate date;
  int step = 0;  // so many days before, as the subscription asks

  bool operator==(const Reminder&) const = default;
};

std::optional<PartialDate> date_of(const Event& event, Due due);
// In the outbox: "R|E1a2b|takes effect|2026-02-01|7".
std::string name_of(const Reminder& reminder, std::string_view event);
std::optional<Reminder> parse_reminder(std::string_view name);

// The day that clocks of the zone show: a reader's "tomorrow" begins at the reader's midnight.
Day day_in(std::string_view zone, Instant now);
int days_left(const Reminder& reminder, Day today);
// "China → Japan: export ban takes effect tomorrow (2026-02-01)", and "; eased in part 2026-01-20"
// where it was since.
std::string subject_of(const Reminder& reminder, const Event& event, Day today,
                       std::optional<Day> eased);

}  // namespace chokepoint
