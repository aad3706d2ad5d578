// What easings are of, what they do to their measures, and when they are told by them.
#include <algorithm>

#include "pipeline/ledger_answers.h"
#include "pipeline/link_group.h"
#include "storage/database.h"
#include "storage/mentions.h"

namespace chokepoint {
namespace {

constexpr std::int64_t kEasedWithin = 1830;  // days in which a measure may be eased

constexpr double kExactItem = 100, kExactTarget = 50, kPerDay = 0.1;
constexpr double kAllItems = 20;  // every good of the measure is one of the easing's
// A measure first heard of with its easing is mostly another one, misread.
constexpr double kHeardWithEasing = 80;
constexpr double kOnlyRecalled = 60;  // and so is one that nobody told as news
constexpr double kRecalledHere = 30;  // the easing's own articles tell what was before

bool are_sides(const std::string& a, const std::string& b) {
  return targets_fit(a, b) || a == "*" || b == "*";
}

ItemFit goods_fit(const LinkKnowledge& knowledge, const std::vector<std::string>& a,
                  const std::vector<std::string>& b) {
  const auto counted = [](const std::vector<std::string>& items) {
    std::map<std::string, int> out;
    for (const auto& item : items) out[item] = 1;
    return out;
  };
  return item_fit(knowledge, counted(a), counted(b));
}

// What an easing of `items` lifts: any measure aimed at the same side, on goods that meet; where
// either names none, one that its own articles tell of.
std::optional<double> easing_fit(const LinkKnowledge& knowledge, const Lifting& easing,
                                 const Outline& measure, bool beside) {
  if (measure.vague || measure.actor != easing.actor || measure.days.first > easing.day ||
      measure.event == easing.event)
    return std::nullopt;
  if (!are_sides(easing.target, measure.target)) return std::nullopt;
  const auto goods = goods_fit(knowledge, easing.items, measure.items);
  if (goods == ItemFit::Disjoint || (goods == ItemFit::Unknown && !beside)) return std::nullopt;
  const auto exact = std::ranges::count_if(measure.items, [&](const auto& i) {
    return std::ranges::find(easing.items, i) != easing.items.end();
  });
  const auto age = easing.day - measure.days.first;
  return (exact > 0 ? kExactItem : 0) + (easing.target == measure.target ? kExactTarget : 0) +
         kAllItems * static_cast<double>(exact) /
             static_cast<double>(std::max<std::size_t>(1, measure.items.size())) -
         (age <= 1 ? kHeardWithEasing : 0) + (beside && age > 1 ? kRecalledHere : 0) -
         (measure.background ? kOnlyRecalled : 0) - static_cast<double>(age) * kPerDay;
}

// An easing may lift what either side of a truce did.
Lifting lifting_of(const Outline& easing, bool by_target) {
  return {easing.event, by_target ? easing.target : easing.actor,
          by_target ? easing.actor : easing.target, easing.items, easing.days.first};
}

// Some article tells it as news of its own, and not faintly nor on trial.
bool is_told(Database& db, const StoredEvent& event) {
  constexpr double kLikely = 0.6;
  return std::ranges::any_of(reports_by_row(db, event.mentions), [](const Report& r) {
    return r.current && !r.mention.background && !r.mention.faint && !r.mention.trial &&
           r.mention.score >= kLikely;
  });
}

}  // namespace

bool is_measure(const LinkKnowledge::Type& type) {
  return type.measure && type.escalates;
}

Outline outline_of(const StoredEvent& event) {
  const Event& e = event.event;
  return {e.id,        e.type,     e.actor,      e.target,   e.items,     event.days,
          event.vague, event.lone, event.unsure, event.weak, e.background};
}

// The measure that the easing fits best. Later ones fit better, so that the search ends where no
// earlier one can beat what was found.
std::string EventWriter::measure_eased(const Lifting& easing, const Beside& beside) const {
  std::string out;
  double best = -1e9;
  std::int64_t back = -1;
  const auto target = easing.target == "*" ? std::string() : easing.target;
  for (const std::int64_t upto : {std::int64_t{60}, std::int64_t{365}, kEasedWithin}) {
    constexpr double kMost = kExactItem + kExactTarget + kAllItems + kRecalledHere;
    if (best > kMost - static_cast<double>(back + 1) * kPerDay) break;
    const DayRange days{easing.day - upto, easing.day - back - 1};
    for (const auto& measure : outlines_of_pair(db_, "", easing.actor, target, days)) {
      if (!is_measure(knowledge_.type(measure.type)) || measure.weak) continue;
      const auto fit = easing_fit(knowledge_, easing, measure, beside.contains(measure.event));
      if (!fit || *fit < best || (*fit == best && measure.event > out)) continue;
      best = *fit;
      out = measure.event;
    }
    back = upto;
  }
  return out;
}

// "Lifts the travel warning" may be read as a warning of that day: what is lifted is the one
// before.
void EventWriter::add_earlier(const Outline& easing, const ToldBeside& fresh,
                              Beside& beside) const {
  const auto of_the_day = [&](const Outline& o) {
    return o.actor == easing.actor && o.items.empty() && o.days.first + 1 >= easing.days.first;
  };
  if (!easing.items.empty()) return;
  const auto stored = load_event(db_, fresh.event);
  if (!stored || !of_the_day(outline_of(*stored))) return;
  const DayRange earlier{easing.days.first - kEasedWithin, easing.days.first - 2};
  for (const auto& o : outlines_of_pair(db_, fresh.type, easing.actor, easing.target, earlier))
    if (o.items.empty()) beside.emplace(o.event, fresh.documents);
}

void EventWriter::resolve_easing(StoredEvent& event) {
  const auto before = measures_eased(db_, event);
  std::vector<std::string> also;
  event.eases.clear();
  event.eases_too.clear();
  const auto& e = event.event;
  const auto& type = knowledge_.type(e.type);
  if (type.eases && !e.actor.empty() && !event.vague) {
    const auto easing = outline_of(event);
    Beside beside;
    for (auto& other : events_beside(db_, event.mentions)) {
      if (!is_measure(knowledge_.type(other.type))) continue;
      beside.emplace(other.event, other.documents);
      add_earlier(easing, other, beside);
    }
    event.eases = measure_eased(lifting_of(easing, false), beside);
    if (type.mutual && !e.target.empty() && e.target != "*")
      event.eases_too = measure_eased(lifting_of(easing, true), beside);
    if (event.eases.empty()) std::swap(event.eases, event.eases_too);
    also = also_eased(event, beside);
  }
  set_also_eased(db_, e.id, also);
  const auto after = measures_eased(db_, event);
  // The measure tells of its easing: anew when that is another, or says something else.
  if (before == after && !saved_.contains(event.event.id)) return;
  to_retell_.insert(before.begin(), before.end());
  to_retell_.insert(after.begin(), after.end());
}

// A probe that has ended in a duty.
bool EventWriter::has_led_on(const Outline& probe, const std::vector<Outline>& measures) const {
  const auto& type = knowledge_.type(probe.type);
  return type.remedy && std::ranges::any_of(measures, [&](const Outline& duty) {
           const auto& then = knowledge_.type(duty.type);
           return then.remedy && then.severity > type.severity &&
                  goods_fit(knowledge_, duty.items, probe.items) == ItemFit::Overlap;
         });
}

// Measures that most of the easing's articles recall, on its goods or on all, and for a truce those
// on goods that it names.
bool EventWriter::is_eased_too(const StoredEvent& easing, const Outline& measure,
                               bool recalled) const {
  const auto& e = easing.event;
  if (measure.weak || measure.background || measure.event == easing.eases ||
      measure.event == easing.eases_too)
    return false;
  const bool mutual = knowledge_.type(e.type).mutual;
  const bool named = mutual && std::ranges::any_of(measure.items, [&](const auto& item) {
                       return std::ranges::find(e.items, item) != e.items.end();
                     });
  const auto goods = goods_fit(knowledge_, e.items, measure.items);
  const bool all_goods = measure.items.empty() && (mutual || e.items.empty());
  const bool meant = goods == ItemFit::Overlap || (goods == ItemFit::Unknown && all_goods);
  if (!named && !(recalled && meant)) return false;
  const auto stored = load_event(db_, measure.event);
  return stored && !stored->dismissed;
}

// What else it eases of what stands between the same sides.
std::vector<std::string> EventWriter::also_eased(const StoredEvent& easing,
                                                 const Beside& beside) const {
  constexpr std::int64_t kOneQuarrel = 180;
  const bool mutual = knowledge_.type(easing.event.type).mutual;
  if (!mutual && beside.size() < (easing.eases.empty() ? 1U : 2U)) return {};
  const auto most = static_cast<int>(easing.event.documents.size() + 1) / 2;
  std::set<std::string> out;
  for (const bool by_target : {false, true}) {
    const auto lifting = lifting_of(outline_of(easing), by_target);
    if (by_target && (!mutual || lifting.actor.empty() || lifting.actor == "*")) break;
    const DayRange days{lifting.day - kOneQuarrel, lifting.day - 2};
    const auto all = outlines_of_pair(db_, "", lifting.actor, lifting.target, days);
    for (const auto& measure : all) {
      if (!is_measure(knowledge_.type(measure.type)) || has_led_on(measure, all)) continue;
      const auto told = beside.find(measure.event);
      if (is_eased_too(easing, measure, told != beside.end() && told->second >= most))
        out.insert(measure.event);
    }
  }
  return {out.begin(), out.end()};
}

// It is said to be over by a third of those who tell it, for all that it was on and aimed at.
bool EventWriter::ends(const StoredEvent& easing, const std::string& measure) const {
  const auto& e = easing.event;
  const auto said = count_evidence(db_, easing.mentions, ending_rule(e.type));
  if (said == 0 || e.expires || 3 * said < static_cast<int>(e.documents.size())) return false;
  const auto stored = load_event(db_, measure);
  if (!stored) return false;
  const auto& m = stored->event;
  const bool all_sides = e.target.empty() || e.target == "*" || e.target == m.target;
  return all_sides && (e.items.empty() || std::ranges::all_of(m.items, [&](const auto& item) {
                         return std::ranges::any_of(e.items, [&](const auto& freed) {
                           return knowledge_.related(freed, item);
                         });
                       }));
}

// The measure tells the new day: the easing is that change, and no event beside it.
bool EventWriter::is_put_off(const StoredEvent& easing) const {
  constexpr auto kSameNews = std::chrono::days{14};
  const auto& to = easing.event.effective;
  if (!knowledge_.type(easing.event.type).eases || easing.confirmed || !to) return false;
  const auto told = transitions_of(db_, easing.event.id);
  if (told.empty() || easing.eases.empty()) return false;
  const auto since = told.front().transition.published;
  return std::ranges::any_of(transitions_of(db_, easing.eases), [&](const auto& stored) {
    const auto& t = stored.transition;
    return t.change == Change::Date && t.date == to && t.published && since &&
           std::chrono::abs(*t.published - *since) <= kSameNews;
  });
}

void EventWriter::absorb(const std::string& name) {
  const auto event = load_event(db_, name);
  if (!event || event->event.id != name || (!event->event.effective && !event->event.background))
    return;
  const auto& type = knowledge_.type(event->event.type);
  if (!type.eases || type.mutual) return;
  const bool put_off = is_put_off(*event);
  if (put_off == event->event.background || (!put_off && !is_told(db_, *event))) return;
  std::erase_if(fresh_, [&](const Transition& t) { return t.event == name; });
  rewrite(*event, put_off);
  if (!put_off) retell(event->eases);
}

void EventWriter::absorb_easings() {
  std::set<std::string> measures = to_retell_, easings;
  for (const auto& [name, saved] : saved_) {
    const auto& type = knowledge_.type(saved.event.event.type);
    if (type.eases)
      easings.insert(name);
    else if (is_measure(type))
      measures.insert(name);
  }
  for (const auto& name : measures)
    for (const auto& easing : events_easing(db_, name)) easings.insert(easing);
  for (const auto& name : easings) absorb(name);
}

std::vector<EasedBy> EventWriter::easings_of(const std::string& event) const {
  std::vector<EasedBy> out;
  for (const auto& name : events_easing(db_, event)) {
    const auto easing = load_event(db_, name);
    if (name == event || !easing || easing->dismissed) continue;
    const bool aside = easing->weak || easing->event.background;
    const bool truce = knowledge_.type(easing->event.type).mutual;
    if (aside && (truce || !easing->event.effective || !is_told(db_, *easing))) continue;
    auto told = transitions_of(db_, name);
    const auto first = std::ranges::find_if(told, [](const StoredTransition& t) {
      return t.transition.stage != Stage::Considered && t.transition.stage != Stage::Ended;
    });
    if (first == told.end()) continue;
    if (aside) first->transition.alertable = true;
    // A truce begins on a day of its own.
    out.push_back({name, *first, truce ? std::nullopt : easing->event.effective, aside,
                   !aside && ends(*easing, event)});
  }
  std::ranges::sort(
      out, {}, [](const EasedBy& e) { return std::pair(e.first.transition.published, e.event); });
  return out;
}

// Easings since that may be of this measure.
void EventWriter::tie_easings(const Outline& measure) {
  if (!is_measure(knowledge_.type(measure.type)) || measure.actor.empty()) return;
  const DayRange after{measure.days.first, measure.days.first + kEasedWithin};
  for (const auto& [id, type] : knowledge_.types) {
    if (!type.eases) continue;
    for (const auto& easing : outlines_of_type(db_, id, measure.actor, after))
      if (easing_fit(knowledge_, lifting_of(easing, false), measure, true))
        to_tie_.insert(easing.event);
    if (!type.mutual) continue;
    for (const auto& truce : outlines_of_type(db_, id, "", after))
      if (easing_fit(knowledge_, lifting_of(truce, true), measure, true))
        to_tie_.insert(truce.event);
  }
}

}  // namespace chokepoint
