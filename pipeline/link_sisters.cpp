#include "pipeline/link_sisters.h"

#include <algorithm>
#include <cmath>
#include <optional>
#include <tuple>

namespace chokepoint {
namespace {

struct NamedMove {
  std::string type;
  Group group;
};

constexpr std::int64_t kSameDays = 2;   // days by which two tellings of one move may differ
constexpr std::int64_t kStillTold = 7;  // and for how long after the others it is still told
constexpr std::int64_t kRumoured = 45;  // a rumour of one kind may be of a move of its sister's

constexpr double kAsGrave = 1;            // difference of severity
constexpr double kBelievedTelling = 0.7;  // mean score from which a telling is no slip

std::size_t shared(const Group& a, const Group& b) {
  return static_cast<std::size_t>(
      std::ranges::count_if(a.documents, [&](const auto& d) { return b.documents.contains(d); }));
}

double mean_score(const Group& g) {
  return g.weight / static_cast<double>(g.members.size());
}

bool is_lone(const Group& g) {
  return g.documents.size() == 1;
}

// The better told one; by first day and first member where that does not tell, so that it is one
// order whatever the order of arrival.
auto strength(const NamedMove& n) {
  return std::tuple(-static_cast<std::int64_t>(n.group.documents.size()), -n.group.weight,
                    n.group.first_day, n.type, n.group.members.front());
}

// Days on which the host was said to happen, or is still told.
bool of_one_time(const Group& s, const Group& host) {
  const bool told_then =
      s.last_told >= host.first_told - 1 && s.first_told <= host.last_told + kStillTold;
  for (const auto& given : s.days)
    for (const auto& [day, n] : given)
      for (const auto& other : host.days) {
        const auto from = other.lower_bound(day - kSameDays);
        if (from != other.end() && from->first <= day + kSameDays) return true;
      }
  const bool undated = std::ranges::all_of(s.days, [](const auto& d) { return d.empty(); });
  return undated && told_then;
}

bool is_rumour_beside(const Group& s, const Group& host) {
  return s.only(Stage::Considered) && !host.only(Stage::Considered) &&
         s.first_told <= host.first_told && host.first_told - s.first_told <= kRumoured;
}

// What a group is mostly about: an article on one move names the goods of others too.
std::map<std::string, int> chief_items(const Group& g) {
  std::map<std::string, int> out;
  int most = 0;
  for (const auto& [item, n] : g.items) most = std::max(most, n);
  for (const auto& [item, n] : g.items)
    if (n == most) out.emplace(item, n);
  return out;
}

// How well a group fits under another name; nothing when it is a move of its own.
std::optional<double> sister_fit(const LinkKnowledge& knowledge, const NamedMove& stray,
                                 const NamedMove& host) {
  const auto &s = stray.group, &h = host.group;
  if (acts_differ(s, h)) return std::nullopt;
  if (!is_lone(s) && (is_plan_beside(s, h) || is_plan_beside(h, s))) return std::nullopt;
  const bool same_target = targets_fit(s.target, h.target);
  const bool loosely = is_lone(s) && (s.target == "*" || h.target == "*");
  if (!same_target && !loosely) return std::nullopt;
  const auto items = item_fit(knowledge, s.items, h.items);
  if (items == ItemFit::Disjoint) return std::nullopt;
  const bool rumour = items == ItemFit::Overlap && s.target == h.target && is_rumour_beside(s, h);
  if (!of_one_time(s, h) && !rumour) return std::nullopt;
  const auto together = shared(s, h);
  const bool told_together = 2 * together >= s.documents.size();
  const bool few = 3 * s.documents.size() <= h.documents.size() ||
                   (is_lone(s) && (h.documents.size() >= 2 || told_together));
  // Bans and stricter licences of one day are two moves where they are of other goods; of the same
  // goods and the same side, one is the other, whatever it is called.
  const bool same = item_fit(knowledge, chief_items(s), chief_items(h)) == ItemFit::Overlap &&
                    s.target == h.target && of_one_time(s, h) &&
                    !knowledge.type(stray.type).by_item;
  const bool as_grave = std::abs(knowledge.type(stray.type).severity -
                                 knowledge.type(host.type).severity) <= kAsGrave;
  if (!as_grave && !same && together > 0 && mean_score(s) >= kBelievedTelling) return std::nullopt;
  if (!few && !(told_together && as_grave) && !rumour && !same) return std::nullopt;
  return (items == ItemFit::Overlap ? 20.0 : 0.0) + (s.target == h.target ? 10.0 : 0.0) +
         static_cast<double>(together) + static_cast<double>(h.documents.size()) / 100;
}

}  // namespace

void join_sisters(const LinkKnowledge& knowledge,
                  std::map<std::string, std::vector<Group>>& by_type) {
  if (by_type.size() < 2) return;
  std::vector<NamedMove> all;
  for (auto& [type, groups] : by_type)
    for (auto& group : groups) all.push_back({type, std::move(group)});
  std::ranges::sort(all, {}, strength);
  std::vector<NamedMove> kept;
  for (auto& one : all) {
    NamedMove* best = nullptr;
    double best_fit = -1;
    for (auto& host : kept) {
      if (host.type == one.type) continue;
      const auto fit = sister_fit(knowledge, one, host);
      if (fit && *fit > best_fit) {
        best = &host;
        best_fit = *fit;
      }
    }
    if (best != nullptr)
      best->group.add(one.group);
    else
      kept.push_back(std::move(one));
  }
  by_type.clear();
  for (auto& one : kept) by_type[one.type].push_back(std::move(one.group));
}

}  // namespace chokepoint
