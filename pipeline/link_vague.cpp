// Vague mentions: no actor, or no day to hold on to. They join what the others founded and never
// shape it.
#include <algorithm>

#include "pipeline/link.h"
#include "pipeline/link_group.h"

namespace chokepoint {
namespace {

constexpr std::int64_t kNewsReach = 60;  // an undated report means a move of the last weeks
constexpr std::int64_t kHistoryReach =
    730;  // undated background may mean one of the last two years

bool parties_fit(bool mutual, const Mention& m, const Shape& shape) {
  const bool known = !m.actor.empty() && m.actor != shape.actor;
  if (mutual && m.target.empty())
    return m.actor.empty() || m.actor == shape.actor || m.actor == shape.target;
  return !known && targets_fit(m.target, shape.target);
}

// Days between what the report says and the event; nothing when they cannot be the same.
std::optional<std::int64_t> distance(const Report& report, const Shape& shape) {
  const auto& date = report.mention.date;
  if (date) {
    const auto first = day_number(date->first_day()) - (date->day == 0 ? 0 : 1);
    const auto last = day_number(date->last_day()) + (date->day == 0 ? 0 : 1);
    if (shape.days.first > last || shape.days.last < first) return std::nullopt;
    return date->day == 0 ? std::abs(report.where.day - shape.days.first) : 0;
  }
  const auto told = day_number(report.published);
  if (shape.days.first > told + 1) return std::nullopt;
  const auto gap = std::max<std::int64_t>(0, told - shape.days.last);
  const auto reach = report.mention.background ? kHistoryReach : kNewsReach;
  return gap > reach ? std::nullopt : std::optional(gap);
}

}  // namespace

DayRange vague_window(const Report& report) {
  const auto told = day_number(report.published);
  if (const auto& date = report.mention.date)
    return {day_number(date->first_day()) - kNewsReach, day_number(date->last_day()) + 1};
  return {told - (report.mention.background ? kHistoryReach : kNewsReach), told + 1};
}

std::optional<double> vague_fit(const LinkKnowledge& knowledge, const Report& report,
                                const Shape& shape) {
  const auto& m = report.mention;
  const auto& type = knowledge.type(m.type);
  if (m.type != shape.type || !parties_fit(type.mutual, m, shape)) return std::nullopt;
  const auto window = vague_window(report);
  if (shape.days.first < window.first || shape.days.first > window.last) return std::nullopt;
  const auto items = item_fit(knowledge, m.items, shape.items);
  if (items == ItemFit::Disjoint) return std::nullopt;
  // Neither actor nor target nor goods in common: any move of the kind would do, so none does.
  const bool same_target = !m.target.empty() && m.target == shape.target;
  if (m.actor.empty() && !same_target && items != ItemFit::Overlap) return std::nullopt;
  const auto apart = distance(report, shape);
  if (!apart) return std::nullopt;
  return (items == ItemFit::Overlap ? 100.0 : 0.0) + (same_target ? 50.0 : 0.0) -
         static_cast<double>(*apart) / 10;
}

}  // namespace chokepoint
