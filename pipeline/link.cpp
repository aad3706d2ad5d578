#include "pipeline/link.h"

#include <algorithm>
#include <numeric>
#include <tuple>

#include "pipeline/link_group.h"
#include "pipeline/link_sisters.h"

namespace chokepoint {
namespace {

using Reports = std::span<const Report* const>;

// Days within which the stages of one move follow each other, and within which reports of it keep
// coming.
constexpr std::int64_t kAdvance = 90;
constexpr std::int64_t kTakesEffect = 120;
constexpr std::int64_t kOngoing = 30;
constexpr std::int64_t kEcho =
    60;  // an undated report this long after the last one still means the same move
constexpr std::int64_t kNoise =
    14;  // a lone date this near a well-reported one is taken for a misreading

bool near(const Group& group, std::int64_t day, std::int64_t within) {
  return std::ranges::any_of(group.days, [&](const auto& given) {
    const auto from = given.lower_bound(day - within);
    return from != given.end() && from->first <= day + within;
  });
}

bool effects_meet(const Group& n, const Group& c) {
  const auto hits = [](const Group& a, const Group& b) {
    return std::ranges::any_of(
        a.effective, [&](auto day) { return b.effective.contains(day) || near(b, day, 0); });
  };
  return hits(n, c) || hits(c, n);
}

// A report that names no day is dated by its own: days later, the same news seems to be of another
// day.
bool looks_like_echo(const Group& n, const Group& c) {
  constexpr std::int64_t kEchoes = 4;
  const bool dated_by_itself = n.first_told >= n.first_day && n.last_told - n.first_day <= 1;
  return dated_by_itself && n.documents.size() <= c.documents.size() &&
         n.first_day >= c.first_day && n.first_day - c.last_day <= kEchoes;
}

// A few reports with a date of their own beside many that agree.
bool looks_misread(const Group& n, const Group& c) {
  const bool few = 3 * n.documents.size() <= c.documents.size() ||
                   (n.documents.size() == 1 && c.documents.size() >= 2) || looks_like_echo(n, c);
  return few && !n.shares_document(c) && n.first_told >= c.first_told - 1 &&
         n.first_told <= c.last_told + 7;
}

// "All countries" in one report, one country in the many others: said loosely.
bool is_loosely_aimed(const Group& n, const Group& c) {
  return (n.target == "*") != (c.target == "*") && looks_misread(n, c);
}

// The same goods and parties some weeks before the decision, told by few or by some as a plan only:
// the rumour of it, whatever the others made of it.
bool is_rumour_of(const Group& early, const Group& late) {
  constexpr std::int64_t kRumoured = 45;
  constexpr std::size_t kFew = 2;
  constexpr std::int64_t kGuessed = 21;  // where nobody took it for a plan
  const bool planned = early.stages[static_cast<std::size_t>(Stage::Considered)] > 0;
  const bool unsure = early.documents.size() <= kFew || planned;
  const auto decided = late.first(Stage::Announced).value_or(late.first_day);
  return unsure && early.last_day < decided &&
         decided - early.first_day <= (planned ? kRumoured : kGuessed);
}

std::optional<double> announced_fit(const Group& n, const Group& c, std::int64_t day) {
  const auto announced = c.first(Stage::Announced);
  if (announced) {
    const auto apart = std::abs(*announced - day);
    const bool both_strong = n.documents.size() >= 3 && c.documents.size() >= 3;
    if (apart <= 3 && !both_strong && !n.shares_document(c)) return 70;
    if (apart <= kNoise && looks_misread(n, c)) return 40;
    return std::nullopt;
  }
  if (const auto rumour = c.first(Stage::Considered);
      rumour && *rumour <= day && day - *rumour <= kAdvance)
    return 60;
  if (const auto start = c.first(Stage::InForce);
      start && day <= *start && *start - day <= kTakesEffect)
    return 60;
  if (const auto start = c.first(Stage::InForce);
      start && day > *start && day - *start <= kNoise && looks_misread(n, c))
    return 40;
  return std::nullopt;
}

std::optional<double> in_force_fit(const Group& n, const Group& c, std::int64_t day) {
  const auto last = std::max(c.last_day, c.last_told);
  if (c.first_day <= day && day - last <= kOngoing) return 55;
  if (const auto announced = c.first(Stage::Announced); announced && *announced <= day &&
                                                        day - *announced <= kTakesEffect &&
                                                        !c.first(Stage::InForce))
    return 60;
  if (const auto rumour = c.first(Stage::Considered);
      rumour && *rumour <= day && day - *rumour <= kAdvance)
    return 50;
  if (std::abs(c.first_day - day) <= kNoise && looks_misread(n, c)) return 40;
  return std::nullopt;
}

std::optional<double> considered_fit(const Group& n, const Group& c, std::int64_t day) {
  if (c.only(Stage::Considered) && std::abs(c.first_day - day) <= kAdvance / 2) return 60;
  for (const auto stage : {Stage::Announced, Stage::InForce})
    if (const auto first = c.first(stage)) {
      if (day <= *first && *first - day <= kAdvance) return 60;
      if (day > *first && day - *first <= kNoise && looks_misread(n, c)) return 35;
    }
  return std::nullopt;
}

// Told on the day the others said it would start, or in those after.
bool is_start_of(const Group& n, const Group& c) {
  constexpr std::int64_t kSoon = 5;
  const auto due = c.effective.lower_bound(n.first_day - kSoon);
  return n.documents.size() <= c.documents.size() && due != c.effective.end() &&
         *due <= n.first_day + 1;
}

// History of a measure, told on the day of its easing and dated by that.
bool is_recalled(const Group& n) {
  return n.stages_in.empty() && n.first_told >= n.first_day && n.last_told - n.first_day <= 1;
}

// A decision on the same goods and parties, told before the day on which the first was to begin:
// that decision put off, widened or told again.
bool is_update_of(const Group& late, const Group& early) {
  constexpr std::int64_t kPreparing = 60;
  return late.first_day > early.first_day && late.first_day - early.first_day <= kPreparing &&
         !early.effective.empty() && *early.effective.rbegin() >= late.first_day;
}

std::optional<double> stage_fit(const Group& n, const Group& c, std::int64_t day) {
  switch (n.stage()) {
    case Stage::Announced:
      return announced_fit(n, c, day);
    case Stage::InForce:
      return in_force_fit(n, c, day);
    case Stage::Considered:
      return considered_fit(n, c, day);
    case Stage::Ended:
      return c.first_day <= day ? std::optional<double>(50) : std::nullopt;
  }
  return std::nullopt;
}

// How well the day of a nucleus agrees with a group of the same type.
std::optional<double> day_fit(const Group& n, const Group& c, bool alike) {
  if (n.month) {
    const auto from = day_number(n.month->first_day());
    const auto to = day_number(n.month->last_day());
    if (c.month && *c.month == *n.month) return 80;
    const bool within = std::ranges::any_of(c.days, [&](const auto& given) {
      const auto first = given.lower_bound(from);
      return first != given.end() && first->first <= to;
    });
    if (within) return 75;
  }
  const auto day = n.first_day;
  if (!n.month && near(c, day, 1)) return 100;
  if (effects_meet(n, c)) return 90;
  if (alike && is_start_of(n, c)) return 65;
  const auto fit = stage_fit(n, c, day);
  if (!fit && alike && is_recalled(n) && n.first_day > c.first_day) return 55;
  if (!fit && alike && (is_update_of(n, c) || is_update_of(c, n))) return 80;
  if (!fit && alike && (is_rumour_of(n, c) || is_rumour_of(c, n))) return 45;
  return fit;
}

// An easing that was to begin long before is not the one that begins now.
bool is_past_easing(const LinkKnowledge::Type& type, const Group& early, const Group& late) {
  constexpr std::int64_t kSameStart = 7;
  return type.eases && early.first_day < late.first_day && !early.effective.empty() &&
         *early.effective.rbegin() + kSameStart < late.first_day;
}

std::optional<double> nucleus_fit(const LinkKnowledge& knowledge, const LinkKnowledge::Type& type,
                                  const Group& n, const Group& c) {
  if (acts_differ(n, c)) return std::nullopt;
  const auto items = item_fit(knowledge, n.items, c.items);
  if (!targets_fit(n.target, c.target)) {
    if (!is_loosely_aimed(n, c) || items == ItemFit::Disjoint) return std::nullopt;
    return near(c, n.first_day, 1) && !n.month ? std::optional(30.0) : std::nullopt;
  }
  if (acts_meet(n, c)) return 1000;
  if (items == ItemFit::Disjoint && type.by_item) return std::nullopt;
  if (is_past_easing(type, n, c) || is_past_easing(type, c, n)) return std::nullopt;
  auto fit = day_fit(n, c, items == ItemFit::Overlap && n.target == c.target);
  if (!fit) return std::nullopt;
  if (items == ItemFit::Overlap) *fit += 10;
  if (items == ItemFit::Disjoint) *fit -= 15;
  // Other goods and another day: another move, unless the days are the same.
  if (items == ItemFit::Disjoint && *fit < 60) return std::nullopt;
  if (n.target == c.target) *fit += 5;
  return *fit - static_cast<double>(std::abs(n.first_day - c.first_day)) / 100;
}

// An undated report beside a group: by when it was told.
std::optional<double> undated_fit(const LinkKnowledge& knowledge, const LinkKnowledge::Type& type,
                                  const Group& n, const Group& c) {
  if (acts_differ(n, c)) return std::nullopt;
  const auto items = item_fit(knowledge, n.items, c.items);
  const bool aimed = targets_fit(n.target, c.target);
  if (!aimed && (!is_loosely_aimed(n, c) || items != ItemFit::Overlap)) return std::nullopt;
  if (aimed && acts_meet(n, c)) return 1000;
  if (items == ItemFit::Disjoint && type.by_item) return std::nullopt;
  if (effects_meet(n, c)) return 150;
  const auto told = n.first_told;
  const auto begin = std::min(c.first_day, c.first_told);
  const auto end = std::max(c.last_day, c.last_told);
  const bool early_word =
      n.stage() == Stage::Considered && told < begin && begin - told <= kAdvance;
  if (told + 1 < begin && !early_word) return std::nullopt;
  const auto gap = std::max<std::int64_t>({0, told - end, begin - told});
  if (gap > kEcho && !early_word) return std::nullopt;
  if (items == ItemFit::Disjoint && gap > 7) return std::nullopt;
  if (n.stage() == Stage::Considered)
    if (const auto decided = c.first(Stage::Announced); decided && told - *decided > kNoise)
      return std::nullopt;
  double fit = 100 - static_cast<double>(gap);
  fit += items == ItemFit::Overlap ? 20 : items == ItemFit::Disjoint ? -40 : 0;
  if (n.target == c.target) fit += 5;
  if (n.shares_document(c)) fit -= 15;
  return fit;
}

template <class Fit>
std::optional<std::size_t> best_of(std::span<const Group> groups, const Fit& fit) {
  std::optional<std::size_t> best;
  double best_fit = 0;
  for (std::size_t i = 0; i < groups.size(); ++i) {
    const auto f = fit(groups[i]);
    if (!f || (best && *f <= best_fit)) continue;
    best = i;
    best_fit = *f;
  }
  return best;
}

// Reports of one type that give the same target and the same day (or month), parted by goods where
// goods matter.
std::vector<Group> nuclei_of(const LinkKnowledge& knowledge, const LinkKnowledge::Type& type,
                             Reports reports, const std::vector<std::size_t>& dated) {
  std::map<std::tuple<std::string, std::string, std::string>, std::vector<Group>> founded;
  const auto place = [&](std::size_t i, bool with_items) {
    const auto& r = *reports[i];
    if (r.mention.items.empty() == with_items) return;
    auto& groups = founded[{r.mention.target, r.mention.date->string(), r.mention.document}];
    Group one;
    one.add(i, r);
    if (r.mention.date->day == 0) one.month = r.mention.date;
    for (auto& group : groups) {
      if (type.by_item && item_fit(knowledge, one.items, group.items) == ItemFit::Disjoint)
        continue;
      group.add(one);
      return;
    }
    groups.push_back(std::move(one));
  };
  for (const auto i : dated) place(i, true);
  for (const auto i : dated) place(i, false);
  std::vector<Group> out;
  for (auto& [key, groups] : founded)
    for (auto& group : groups) out.push_back(std::move(group));
  return out;
}

// Exact days before months, known targets before unknown, well-reported before lone: the sure ones
// found the events.
void sort_by_certainty(std::vector<Group>& nuclei, Reports reports) {
  const auto rank = [&](const Group& g) {
    return std::tuple(g.month.has_value(), g.target.empty(), g.acts.empty(), g.items.empty(),
                      -static_cast<std::int64_t>(g.documents.size()), g.first_day);
  };
  std::ranges::stable_sort(nuclei, [&](const Group& a, const Group& b) {
    if (rank(a) != rank(b)) return rank(a) < rank(b);
    return comes_before(*reports[a.members.front()], *reports[b.members.front()]);
  });
}

// A third of those who told it first say that an earlier measure covers more now.
bool widens(const Group& g, Reports reports) {
  constexpr auto kFirst = std::chrono::days{1};
  std::optional<Day> begun;
  for (const auto i : g.members)
    if (const auto& r = *reports[i]; !r.mention.background)
      begun = std::min(begun.value_or(r.published), r.published);
  int say = 0, tell = 0;
  for (const auto i : g.members) {
    const auto& r = *reports[i];
    if (r.mention.background || r.published > *begun + kFirst) continue;
    ++tell;
    say += r.widens ? 1 : 0;
  }
  return say > 0 && 3 * say >= tell;
}

// The same side's measure that such a telling is of: the last one before it.
bool is_widened_by(const Group& measure, const Group& wider) {
  constexpr std::int64_t kStands = 365;
  const auto age = wider.first_day - measure.first_day;
  return age > 0 && age <= kStands && measure.target == wider.target && !measure.month;
}

// What covers more goods now is the measure of before: other goods make it no other move.
void join_widened(std::vector<Group>& groups, Reports reports) {
  if (groups.size() < 2) return;
  std::ranges::stable_sort(groups, {}, &Group::first_day);
  for (auto later = groups.size(); later-- > 1;) {
    if (!widens(groups[later], reports)) continue;
    for (auto earlier = later; earlier-- > 0;) {
      if (!is_widened_by(groups[earlier], groups[later])) continue;
      groups[earlier].add(groups[later]);
      groups.erase(groups.begin() + static_cast<std::ptrdiff_t>(later));
      break;
    }
  }
}

std::vector<Group> link_type(const LinkKnowledge& knowledge, const std::string& id, Reports reports,
                             const std::vector<std::size_t>& members) {
  const auto& type = knowledge.type(id);
  std::vector<std::size_t> dated, undated;
  for (const auto i : members) {
    const auto& m = reports[i]->mention;
    const bool holds =
        m.date && !is_stale(m, reports[i]->published) && !is_ahead(m, reports[i]->published);
    (holds ? dated : undated).push_back(i);
  }
  auto nuclei = nuclei_of(knowledge, type, reports, dated);
  sort_by_certainty(nuclei, reports);
  std::vector<Group> groups;
  for (auto& nucleus : nuclei) {
    const auto best =
        best_of(groups, [&](const Group& c) { return nucleus_fit(knowledge, type, nucleus, c); });
    if (best)
      groups[*best].add(nucleus);
    else
      groups.push_back(std::move(nucleus));
  }
  // Undated reports are fitted to the groups as the dated ones made them, so that they cannot
  // string events together.
  const auto frozen = groups;
  for (const bool targeted : {true, false})
    for (const auto i : undated) {
      if (reports[i]->mention.target.empty() == targeted) continue;
      Group one;
      one.add(i, *reports[i]);
      const auto fit = [&](const Group& c) { return undated_fit(knowledge, type, one, c); };
      if (const auto best = best_of(frozen, fit)) {
        groups[*best].add(one);
        continue;
      }
      const auto others = std::span<const Group>(groups).subspan(frozen.size());
      if (const auto best = best_of(others, fit))
        groups[frozen.size() + *best].add(one);
      else
        groups.push_back(std::move(one));
    }
  join_widened(groups, reports);
  return groups;
}

}  // namespace

bool comes_before(const Report& a, const Report& b) {
  return std::tie(a.published, a.document, a.ordinal) <
         std::tie(b.published, b.document, b.ordinal);
}

std::vector<Cluster> link_run(const LinkKnowledge& knowledge,
                              std::span<const Report* const> reports) {
  std::vector<std::size_t> order(reports.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  std::ranges::sort(order, [&](auto a, auto b) { return comes_before(*reports[a], *reports[b]); });
  std::map<std::string, std::vector<std::size_t>> members;
  for (const auto i : order) members[reports[i]->mention.type].push_back(i);
  std::map<std::string, std::vector<Group>> by_type;
  for (const auto& [type, indices] : members)
    by_type[type] = link_type(knowledge, type, reports, indices);
  join_sisters(knowledge, by_type);
  std::vector<Cluster> out;
  for (auto& [type, groups] : by_type)
    for (auto& group : groups) {
      std::ranges::sort(group.members,
                        [&](auto a, auto b) { return comes_before(*reports[a], *reports[b]); });
      out.push_back(std::move(group.members));
    }
  return out;
}

}  // namespace chokepoint
