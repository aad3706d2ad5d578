// Faint mentions: what the coder holds likelier wrong than right. Alone they tell nothing; of a
// move that others tell clearly they are one more article.
#include <algorithm>

#include "pipeline/link.h"
#include "pipeline/link_group.h"

namespace chokepoint {
namespace {

constexpr std::int64_t kFaintBefore = 45;  // days before the move was told by others
constexpr std::int64_t kFaintEarly = 2;
constexpr std::int64_t kAfter = 21;     // and after they last did
constexpr std::int64_t kLongest = 150;  // from its first day
constexpr std::int64_t kNear = 7;       // where nothing but kind and parties agrees

bool kinds_fit(const LinkKnowledge& knowledge, const std::string& a, const std::string& b) {
  return a == b || (knowledge.family_of(a) == knowledge.family_of(b) && !knowledge.type(a).by_item);
}

}  // namespace

DayRange faint_window(const Report& report) {
  return {report.where.day - kLongest, report.where.day + kFaintBefore};
}

DayRange faint_reach(const Shape& shape) {
  return {shape.days.first - kFaintBefore,
          std::min(shape.days.last + kAfter, shape.days.first + kLongest)};
}

std::optional<double> faint_fit(const LinkKnowledge& knowledge, const Report& report,
                                const Shape& shape) {
  const auto& m = report.mention;
  if (!kinds_fit(knowledge, m.type, shape.type) || m.actor != shape.actor || m.actor.empty())
    return std::nullopt;
  const auto items = item_fit(knowledge, m.items, shape.items);
  const bool same_target = m.target == shape.target;
  if (items == ItemFit::Disjoint || !targets_fit(m.target, shape.target)) return std::nullopt;
  if (items != ItemFit::Overlap && !(same_target && m.type == shape.type)) return std::nullopt;
  const auto day = report.where.day;
  const auto reach = faint_reach(shape);
  const auto first = m.stage == Stage::Considered ? reach.first : shape.days.first - kFaintEarly;
  if (day < first || day > reach.last) return std::nullopt;
  const auto apart = std::max<std::int64_t>({0, shape.days.first - day, day - shape.days.last});
  if (m.background && apart > 1) return std::nullopt;
  if (items != ItemFit::Overlap && apart > kNear) return std::nullopt;
  return (items == ItemFit::Overlap ? 40.0 : 0.0) + (same_target ? 20.0 : 0.0) +
         (m.type == shape.type ? 10.0 : 0.0) - static_cast<double>(apart);
}

}  // namespace chokepoint
