// Strays: what one article alone tells, with the parties mistaken, of a move that several tell.
#include <algorithm>

#include "pipeline/link.h"
#include "pipeline/link_group.h"

namespace chokepoint {
namespace {

constexpr std::int64_t kEarly = 2, kLate = 14;  // days before and after those the host was told of
constexpr std::int64_t kLateMirrored = 30;

bool is_known_party(const std::string& party) {
  return !party.empty() && party != "*";
}

enum class Slip { None, Swapped, Target, Actor };

Slip slip_of(const Shape& stray, const Shape& host) {
  const bool actor = stray.actor == host.actor, target = stray.target == host.target;
  if (is_known_party(host.target) && stray.actor == host.target &&
      (stray.target == host.actor || !is_known_party(stray.target)))
    return Slip::Swapped;
  if (actor && !target) return Slip::Target;
  if (target && !actor && is_known_party(host.target)) return Slip::Actor;
  return Slip::None;
}

}  // namespace

std::optional<double> stray_fit(const LinkKnowledge& knowledge, const Shape& stray,
                                const Shape& host, bool shares_document) {
  if (stray.days.first < host.days.first - kEarly) return std::nullopt;
  if (stray.days.first - host.days.first > kStrayReach) return std::nullopt;
  const auto slip = slip_of(stray, host);
  if (slip == Slip::None) return std::nullopt;
  const auto& type = knowledge.type(stray.type);
  if (knowledge.family_of(stray.type) != knowledge.family_of(host.type)) return std::nullopt;
  // Who tells the right pair, and another one beside it, tells two moves; a pair and its mirror
  // image are one.
  const bool loosely = slip == Slip::Target && stray.target == "*" && is_known_party(host.target);
  if (slip != Slip::Swapped && (shares_document || !(stray.unsure || loosely))) return std::nullopt;
  const auto items = item_fit(knowledge, stray.items, host.items);
  const bool near = stray.days.first - host.days.last <= kEarly;
  // Both sides protest, and both call for talks: only the goods tell such moves apart.
  const bool same_kind = slip == Slip::Swapped && type.escalates && stray.type == host.type && near;
  if (items == ItemFit::Disjoint || (items == ItemFit::Unknown && !same_kind)) return std::nullopt;
  const auto apart = std::max<std::int64_t>(0, stray.days.first - host.days.last);
  // The same goods withheld by either side are a misreading for as long as the move is told.
  const bool mirrored = slip == Slip::Swapped && items == ItemFit::Overlap;
  if (apart > (mirrored ? kLateMirrored : kLate)) return std::nullopt;
  return (stray.type == host.type ? 40.0 : 0.0) + (slip == Slip::Swapped ? 20.0 : 0.0) +
         (items == ItemFit::Overlap ? 20.0 : 0.0) - static_cast<double>(apart);
}

}  // namespace chokepoint
