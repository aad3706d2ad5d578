// One document's mentions as the linker takes them: in their canonical form, and each move told
// once.
#include <algorithm>
#include <chrono>
#include <map>

#include "pipeline/link.h"
#include "pipeline/link_group.h"

namespace chokepoint {
namespace {

bool items_meet(const LinkKnowledge& knowledge, const Mention& a, const Mention& b) {
  const auto counted = [](const Mention& m) {
    std::map<std::string, int> out;
    for (const auto& item : m.items) out[item] = 1;
    return out;
  };
  return item_fit(knowledge, counted(a), counted(b)) != ItemFit::Disjoint;
}

// Every probe may end in a duty. Whoever tells the probe and says so tells one move, not two.
bool is_end_of_probe(const LinkKnowledge& knowledge, const Mention& duty, const Mention& probe) {
  const auto &d = knowledge.type(duty.type), &p = knowledge.type(probe.type);
  return d.remedy && p.remedy && d.severity > p.severity && duty.stage == Stage::Considered &&
         (probe.stage == Stage::Announced || probe.stage == Stage::InForce) && !probe.background &&
         duty.score < probe.score && duty.actor == probe.actor &&
         targets_fit(duty.target, probe.target) && items_meet(knowledge, duty, probe);
}

// A truce names two sides, an easing often only one that matters.
bool eases(const LinkKnowledge& knowledge, const Mention& easing, const Mention& measure) {
  const auto fits = [](const std::string& a, const std::string& b) {
    return targets_fit(a, b) || a == "*" || b == "*";
  };
  const bool aimed = easing.actor == measure.actor && fits(easing.target, measure.target);
  const bool mutual = knowledge.type(easing.type).mutual && easing.target == measure.actor &&
                      fits(easing.actor, measure.target);
  return (aimed || mutual) && items_meet(knowledge, easing, measure);
}

// A truce is often told as the easings it consists of, and an easing as a truce: the surer is news.
void keep_surest_easing(const LinkKnowledge& knowledge, std::vector<Mention>& mentions) {
  for (auto& m : mentions)
    for (const auto& other : mentions) {
      const bool both = knowledge.type(m.type).eases && knowledge.type(other.type).eases &&
                        !m.background && !other.background && !other.faint;
      if (!both || m.type == other.type || m.score >= other.score) continue;
      const auto& truce = knowledge.type(m.type).mutual ? m : other;
      const auto& easing = knowledge.type(m.type).mutual ? other : m;
      if (knowledge.type(truce.type).mutual && eases(knowledge, truce, easing)) m.background = true;
    }
}

bool says_over(const Mention& easing) {
  return std::ranges::any_of(easing.evidence,
                             [&](const Evidence& e) { return e.rule == ending_rule(easing.type); });
}

// A plan to ease what was only planned gives the plan up; where the plan is told more surely, that
// easing is a misreading of it, and where far less surely, the plan is one of the easing.
void give_up_plans(const LinkKnowledge& knowledge, std::vector<Mention>& mentions) {
  constexpr double kLessSure = 0.1;
  constexpr double kFarLess = 0.25;
  const auto is_plan = [](const Mention& m) {
    return m.stage == Stage::Considered && !m.background && !m.faint;
  };
  for (auto& easing : mentions)
    for (auto& m : mentions) {
      const auto& type = knowledge.type(m.type);
      if (!is_plan(easing) || !is_plan(m) || !knowledge.type(easing.type).eases) continue;
      if (!type.escalates || !type.measure || !eases(knowledge, easing, m)) continue;
      const bool over = says_over(easing);
      if (!over && m.score < easing.score - kFarLess) {
        m.background = true;
        continue;
      }
      if (easing.score >= m.score - (over ? kFarLess : kLessSure)) m.stage = Stage::Ended;
      easing.background = true;
    }
}

}  // namespace

std::vector<Mention> canonical_reading(const LinkKnowledge& knowledge,
                                       std::vector<Mention> mentions, Day published) {
  constexpr auto kHistory = std::chrono::days{180};
  constexpr double kFarLess = 0.3;  // an exemption beside a measure is no easing of it
  for (auto& m : mentions) {
    m = canonical_mention(knowledge, std::move(m));
    if (m.date && published - m.date->last_day() > kHistory) m.background = true;
    std::ranges::sort(m.agencies);  // as the store gives them back
  }
  keep_surest_easing(knowledge, mentions);
  give_up_plans(knowledge, mentions);
  for (auto& m : mentions) {
    const auto& type = knowledge.type(m.type);
    if (m.background || !type.escalates || !type.measure) continue;
    m.background = std::ranges::any_of(mentions, [&](const Mention& other) {
      if (other.faint) return false;
      const bool eased = knowledge.type(other.type).eases && other.score >= m.score - kFarLess &&
                         !other.background && eases(knowledge, other, m);
      return eased || is_end_of_probe(knowledge, m, other);
    });
  }
  return mentions;
}

std::vector<Mention> canonical_reading(const LinkKnowledge& knowledge, const Reading& reading,
                                       Day published) {
  auto mentions = reading.events;
  mentions.insert(mentions.end(), reading.faint.begin(), reading.faint.end());
  return canonical_reading(knowledge, std::move(mentions), published);
}

Mention canonical_mention(const LinkKnowledge& knowledge, Mention mention) {
  const bool swap = knowledge.type(mention.type).mutual && !mention.target.empty() &&
                    mention.target != "*" &&
                    (mention.actor.empty() || mention.target < mention.actor);
  if (swap) std::swap(mention.actor, mention.target);
  return mention;
}

}  // namespace chokepoint
