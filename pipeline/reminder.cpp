#include "pipeline/reminder.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <vector>

#include "models/core/zone.h"
#include "pipeline/notify.h"

namespace chokepoint {
namespace {

constexpr std::array<std::string_view, 2> kDues{"takes effect", "expires"};

std::string_view words_of(Due due) {
  return kDues.at(static_cast<std::size_t>(due));
}

}  // namespace

std::optional<PartialDate> date_of(const Event& event, Due due) {
  return due == Due::Effect ? event.effective : event.expires;
}

std::string name_of(const Reminder& r, std::string_view event) {
  return "R|" + std::string(event) + "|" + std::string(words_of(r.due)) + "|" + r.date.string() +
         "|" + std::to_string(r.step);
}

std::optional<Reminder> parse_reminder(std::string_view name) {
  std::vector<std::string_view> parts;
  for (std::size_t from = 0, to = 0; to != std::string_view::npos; from = to + 1) {
    to = name.find('|', from);
    parts.push_back(name.substr(from, to - from));
  }
  if (parts.size() != 5 || parts[0] != "R") return std::nullopt;
  const auto* const due = std::ranges::find(kDues, parts[2]);
  const auto date = PartialDate::parse(parts[3]);
  Reminder r;
  const auto read = std::from_chars(parts[4].data(), parts[4].data() + parts[4].size(), r.step);
  if (due == kDues.end() || !date || read.ec != std::errc{}) return std::nullopt;
  r.due = static_cast<Due>(due - kDues.begin());
  r.date = *date;
  return r;
}

Day day_in(std::string_view zone, Instant now) {
  return std::chrono::floor<std::chrono::days>(to_local(now, zone).value_or(now));
}

int days_left(const Reminder& r, Day today) {
  return static_cast<int>((r.date.first_day() - today).count());
}

std::string subject_of(const Reminder& r, const Event& e, Day today, std::optional<Day> eased) {
  const int left = days_left(r, today);
  const auto when = left == 0   ? std::string("today")
                    : left == 1 ? std::string("tomorrow")
                                : "in " + std::to_string(left) + " days";
  return pair_name(e) + ": " + type_name(e.type) + " " + std::string(words_of(r.due)) + " " + when +
         " (" + r.date.string() + ")" +
         (eased ? "; eased in part " + format_day(*eased) : std::string());
}

}  // namespace chokepoint
