#include "pipeline/eased.h"

#include <algorithm>

#include "storage/database.h"
#include "storage/reports.h"

namespace chokepoint {
namespace {

Day day_of(Instant t) {
  return std::chrono::floor<std::chrono::days>(t);
}

// The last day on which an article told, as news, that this is the day.
std::optional<Day> last_told(Database& db, const StoredEvent& measure, const Reminder& r) {
  std::optional<Day> out;
  for (const auto& report : reports_by_row(db, measure.mentions)) {
    const auto& m = report.mention;
    const auto& date = r.due == Due::Effect ? m.effective : m.expires;
    if (m.background || date != r.date) continue;
    out = std::max(out.value_or(day_of(report.told)), day_of(report.told));
  }
  return out;
}

// When it was first told as decided. Nothing: it was only planned, or is over.
std::optional<Day> decided(Database& db, const StoredEvent& easing) {
  if (easing.event.stage == Stage::Ended) return std::nullopt;
  for (const auto& stored : transitions_of(db, easing.event.id))
    if (stored.transition.stage != Stage::Considered) return stored.transition.published;
  return std::nullopt;
}

// An easing of no goods by name is of all. A truce eases what either side did.
bool is_whole(const Event& easing, const Event& measure, const ItemMatch& items) {
  const auto& of = easing.items;
  const bool all_goods =
      of.empty() || (!measure.items.empty() && std::ranges::all_of(measure.items, [&](auto& item) {
        return std::ranges::any_of(
            of, [&](const auto& eased) { return eased == item || (items && items(eased, item)); });
      }));
  const auto is_for = [&](const std::string& side) {
    return side.empty() || side == "*" || side == measure.target;
  };
  const bool mutual = easing.actor == measure.target && easing.target == measure.actor;
  return all_goods && (is_for(easing.target) || mutual);
}

}  // namespace

std::optional<EasedSince> eased_since(Database& db, const StoredEvent& measure, const Reminder& r,
                                      const ItemMatch& items) {
  const auto known = last_told(db, measure, r);
  std::optional<EasedSince> out;
  for (const auto& name : events_easing(db, measure.event.id)) {
    const auto easing = load_event(db, name);
    if (!easing || easing->weak || easing->dismissed || easing->event.background) continue;
    // By then it is over, and the measure back.
    const auto until = easing->event.expires;
    if (until && until->last_day() < r.date.first_day()) continue;
    const auto told = decided(db, *easing);
    if (!told || (known && *known > *told)) continue;
    const EasedSince one{*told, is_whole(easing->event, measure.event, items)};
    if (!out || std::pair(one.whole, one.told) > std::pair(out->whole, out->told)) out = one;
  }
  return out;
}

}  // namespace chokepoint
