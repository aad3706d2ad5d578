#include "pipeline/link_group.h"

#include <algorithm>

namespace chokepoint {
namespace {

constexpr double kLikelyTelling = 0.5;  // score from which a telling is likelier right than wrong

std::size_t rung(Stage stage) {
  return static_cast<std::size_t>(stage);
}

unsigned bit(Stage stage) {
  return 1U << rung(stage);
}

std::string issuer(const std::string& act) {
  return act.substr(0, act.find(' '));
}

}  // namespace

std::int64_t day_number(Day day) {
  return day.time_since_epoch().count();
}

bool is_stale(const Mention& mention, Day published) {
  constexpr auto kNews = std::chrono::days{60};
  return !mention.background && mention.date && mention.date->day != 0 &&
         published - mention.date->first_day() > kNews;
}

bool is_ahead(const Mention& mention, Day published) {
  return mention.date && mention.date->day != 0 &&
         mention.date->first_day() > published + std::chrono::days{1};
}

std::optional<std::int64_t> exact_day(const std::optional<PartialDate>& date) {
  if (!date || date->day == 0) return std::nullopt;
  return day_number(date->first_day());
}

void Group::add(std::size_t index, const Report& report) {
  const auto& m = report.mention;
  const auto told = day_number(report.published);
  const auto day = report.where.day;
  if (members.empty()) {
    first_told = last_told = told;
    first_day = last_day = day;
  }
  first_told = std::min(first_told, told);
  last_told = std::max(last_told, told);
  first_day = std::min(first_day, day);
  last_day = std::max(last_day, day);
  members.push_back(index);
  weight += m.score * (m.background ? 0.5 : 1);
  documents.insert(report.document);
  if (target.empty()) target = m.target;
  for (const auto& item : m.items) ++items[item];
  if (!m.document.empty()) ++acts[m.document];
  ++stages[rung(m.stage)];
  stage_weights[rung(m.stage)] += m.score * (m.background ? 0.5 : 1);
  if (!m.background && m.score >= kLikelyTelling) stages_in[report.document] |= bit(m.stage);
  const bool ahead = is_ahead(m, report.published);
  if (const auto exact = exact_day(m.date); exact && ahead)
    effective.insert(*exact);
  else if (exact && !is_stale(m, report.published))
    ++days[rung(m.stage)][*exact];
  if (const auto starts = exact_day(m.effective)) effective.insert(*starts);
}

void Group::add(const Group& other) {
  members.insert(members.end(), other.members.begin(), other.members.end());
  documents.insert(other.documents.begin(), other.documents.end());
  if (target.empty()) target = other.target;
  for (const auto& [item, n] : other.items) items[item] += n;
  for (const auto& [act, n] : other.acts) acts[act] += n;
  for (std::size_t s = 0; s < days.size(); ++s) {
    for (const auto& [day, n] : other.days[s]) days[s][day] += n;
    stages[s] += other.stages[s];
    stage_weights[s] += other.stage_weights[s];
  }
  for (const auto& [document, told] : other.stages_in) stages_in[document] |= told;
  effective.insert(other.effective.begin(), other.effective.end());
  weight += other.weight;
  first_day = std::min(first_day, other.first_day);
  last_day = std::max(last_day, other.last_day);
  first_told = std::min(first_told, other.first_told);
  last_told = std::max(last_told, other.last_told);
}

Stage Group::stage() const {
  return static_cast<Stage>(
      std::distance(stage_weights.begin(), std::ranges::max_element(stage_weights)));
}

std::optional<std::int64_t> Group::first(Stage stage) const {
  for (const auto& [day, n] : days[rung(stage)]) {
    // A day belongs to the stage that most reports of it give.
    const bool outvoted = std::ranges::any_of(days, [&, day = day, n = n](const auto& other) {
      const auto found = other.find(day);
      return found != other.end() && found->second > n;
    });
    if (!outvoted) return day;
  }
  return std::nullopt;
}

bool Group::only(Stage stage) const {
  return stages[rung(stage)] == static_cast<int>(members.size());
}

bool Group::shares_document(const Group& other) const {
  return std::ranges::any_of(documents, [&](const auto& d) { return other.documents.contains(d); });
}

ItemFit item_fit(const LinkKnowledge& knowledge, const std::map<std::string, int>& a,
                 const std::map<std::string, int>& b) {
  if (a.empty() || b.empty()) return ItemFit::Unknown;
  for (const auto& [one, n] : a)
    for (const auto& [other, m] : b)
      if (knowledge.related(one, other)) return ItemFit::Overlap;
  return ItemFit::Disjoint;
}

bool targets_fit(const std::string& a, const std::string& b) {
  return a.empty() || b.empty() || a == b;
}

bool is_plan_beside(const Group& plan, const Group& deed) {
  return std::ranges::any_of(plan.stages_in, [&](const auto& told) {
    const auto there = deed.stages_in.find(told.first);
    return told.second == bit(Stage::Considered) && there != deed.stages_in.end() &&
           (there->second & bit(Stage::Considered)) == 0;
  });
}

bool acts_meet(const Group& a, const Group& b) {
  return std::ranges::any_of(a.acts, [&](const auto& act) { return b.acts.contains(act.first); });
}

bool acts_differ(const Group& a, const Group& b) {
  if (a.acts.empty() || b.acts.empty() || acts_meet(a, b)) return false;
  return issuer(a.acts.begin()->first) == issuer(b.acts.begin()->first);
}

}  // namespace chokepoint
