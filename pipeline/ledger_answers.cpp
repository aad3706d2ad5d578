#include "pipeline/ledger_answers.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <tuple>

#include "pipeline/link.h"
#include "pipeline/link_group.h"
#include "storage/database.h"
#include "storage/mentions.h"
#include "storage/pairs.h"

namespace chokepoint {
namespace {

constexpr std::int64_t kAnswerWithin = 180;  // days in which a move is answered
constexpr std::int64_t kEasedWithin = 1830;  // and in which a measure may be eased

constexpr double kExactItem = 100, kExactTarget = 50, kPerDay = 0.1;
constexpr double kAllItems = 20;  // every good of the measure is one of the easing's
// A measure first heard of with its easing is mostly another one, misread.
constexpr double kHeardWithEasing = 80;
constexpr double kOnlyRecalled = 60;  // and so is one that nobody told as news

bool is_measure(const LinkKnowledge::Type& type) {
  return type.measure && type.escalates;
}

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
         (age <= 1 ? kHeardWithEasing : 0) - (measure.background ? kOnlyRecalled : 0) -
         static_cast<double>(age) * kPerDay;
}

// An easing may lift what either side of a truce did.
Lifting lifting_of(const Outline& easing, bool by_target) {
  return {easing.event, by_target ? easing.target : easing.actor,
          by_target ? easing.actor : easing.target, easing.items, easing.days.first};
}

Outline outline_of(const StoredEvent& event) {
  const Event& e = event.event;
  return {e.id,        e.type,     e.actor,      e.target,   e.items,     event.days,
          event.vague, event.lone, event.unsure, event.weak, e.background};
}

// What ties an event to others reads nothing but this.
bool same_ties(const StoredEvent& a, const StoredEvent& b) {
  const auto slots = [](const StoredEvent& e) {
    return std::tie(e.event.type, e.event.actor, e.event.target, e.event.items, e.days.first,
                    e.vague, e.weak, e.event.background);
  };
  const auto answered = [](const StoredEvent& e) {
    const MoveRef ref = e.answers.value_or(MoveRef{});
    return std::tuple(e.answers.has_value(), ref.type, ref.actor, ref.target);
  };
  return slots(a) == slots(b) && answered(a) == answered(b);
}

// Some article tells it as news of its own, and not faintly nor on trial.
bool is_told(Database& db, const StoredEvent& event) {
  constexpr double kLikely = 0.6;
  return std::ranges::any_of(reports_by_row(db, event.mentions), [](const Report& r) {
    return r.current && !r.mention.background && !r.mention.faint && !r.mention.trial &&
           r.mention.score >= kLikely;
  });
}

std::vector<std::string> names_where(Database& db, const char* sql, const std::string& value) {
  std::vector<std::string> out;
  auto s = db.prepare(sql);
  s.bind(1, value);
  while (s.step()) out.push_back(s.text(0));
  return out;
}

}  // namespace

void EventWriter::remove(const std::string& event, const std::string& heir) {
  for (auto& name : names_where(
           db_,
           "SELECT name FROM events WHERE responds_to = ?1 OR eases = ?1 OR eases_too = ?1 UNION "
           "SELECT easing FROM easings WHERE measure = ?1",
           event))
    to_tie_.insert(name);
  if (const auto gone = load_event(db_, event)) {
    for (const auto& measure : {gone->eases, gone->eases_too})
      if (!measure.empty()) to_retell_.insert(measure);
    for (const auto& measure : also_eased_by(db_, event)) to_retell_.insert(measure);
  }
  save_pair_weights(db_, event, {}, {});
  remove_event(db_, event, heir);
}

void EventWriter::save(std::vector<Report> reports, bool dismissed, bool confirmed) {
  const auto id = event_id(reports);
  auto before = load_event(db_, id);
  if (before && before->event.id != id) before.reset();
  // Still put aside, until its measure has been asked.
  const bool absorbed = before && before->event.background && !before->eases.empty();
  auto told = tell_event(knowledge_, std::move(reports), easings_of(id), absorbed);
  auto& event = told.event;
  event.dismissed = dismissed;
  event.confirmed = confirmed;
  if (before) {
    event.eases = before->eases;
    event.eases_too = before->eases_too;
    event.event.responds_to = before->event.responds_to;
  }
  std::vector<std::int64_t> changed;
  const std::vector<std::int64_t> none;
  std::ranges::set_symmetric_difference(before ? before->mentions : none, event.mentions,
                                        std::back_inserter(changed));
  saved_.insert_or_assign(event.event.id,
                          Saved{event, !before || !same_ties(*before, event), std::move(changed)});
  write(std::move(told), before ? &*before : nullptr);
}

// Ties run both ways: what this event answers or eases, and who answers or eases it.
void EventWriter::tie(const std::string& name) {
  auto event = load_event(db_, name);
  if (!event || event->event.id != name)
    return;  // gone: its heir has been saved, and is tied by its own name
  const auto before = digest_of(*event);
  resolve_answer(*event);
  resolve_easing(*event);
  if (digest_of(*event) == before) return;
  event->digest = digest_of(*event);
  db_.prepare(
         "UPDATE events SET responds_to = nullif(?, ''), eases = nullif(?, ''), eases_too = "
         "nullif(?, ''), digest = ? WHERE name = ?")
      .with(event->event.responds_to, event->eases, event->eases_too, event->digest, name)
      .run();
}

void EventWriter::resolve_answer(StoredEvent& event) const {
  event.event.responds_to.clear();
  if (!event.answers) return;
  const auto& ref = *event.answers;
  const auto& actor = ref.actor.empty() ? event.event.target : ref.actor;
  if (actor.empty() || actor == "*") return;
  const DayRange days{event.days.first - kAnswerWithin, event.days.first};
  std::int64_t nearest = -1;
  std::set<std::string> types{ref.type};
  if (ref.type.empty()) {
    types.clear();
    for (const auto& [id, type] : knowledge_.types)
      if (type.escalates) types.insert(id);
  }
  for (const auto& type : types)
    for (const auto& other : outlines_of_type(db_, type, actor, days)) {
      const auto& target = ref.target.empty() ? event.event.actor : ref.target;
      if (other.event == event.event.id ||
          !(targets_fit(other.target, target) || other.target == "*"))
        continue;
      // The nearest before it; of one day, the first by id.
      const bool closer = other.days.first > nearest ||
                          (other.days.first == nearest && other.event < event.event.responds_to);
      if (!closer) continue;
      nearest = other.days.first;
      event.event.responds_to = other.event;
    }
}

// The measure that the easing fits best. Later ones fit better, so that the search ends where no
// earlier one can beat what was found.
std::string EventWriter::measure_eased(const Lifting& easing, const Beside& beside) const {
  std::string out;
  double best = -1e9;
  std::int64_t back = -1;
  const auto target = easing.target == "*" ? std::string() : easing.target;
  for (const std::int64_t upto : {std::int64_t{60}, std::int64_t{365}, kEasedWithin}) {
    if (best > kExactItem + kExactTarget + kAllItems - static_cast<double>(back + 1) * kPerDay)
      break;
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

void EventWriter::resolve_easing(StoredEvent& event) {
  auto before = also_eased_by(db_, event.event.id);
  std::vector<std::string> also;
  before.insert(before.end(), {event.eases, event.eases_too});
  event.eases.clear();
  event.eases_too.clear();
  const auto& e = event.event;
  const auto& type = knowledge_.type(e.type);
  if (type.eases && !e.actor.empty() && !event.vague) {
    const auto easing = outline_of(event);
    Beside beside;
    for (auto& other : events_beside(db_, e.id))
      if (is_measure(knowledge_.type(other.type))) beside.emplace(other.event, other.documents);
    event.eases = measure_eased(lifting_of(easing, false), beside);
    if (type.mutual && !e.target.empty() && e.target != "*")
      event.eases_too = measure_eased(lifting_of(easing, true), beside);
    if (event.eases.empty()) std::swap(event.eases, event.eases_too);
    also = also_eased(event, beside);
  }
  set_also_eased(db_, e.id, also);
  also.insert(also.end(), {event.eases, event.eases_too});
  // The measure tells of its easing: anew when that is another, or says something else.
  if (before == also && !saved_.contains(event.event.id)) return;
  for (const auto* names : {&before, &also})
    for (const auto& name : *names)
      if (!name.empty()) to_retell_.insert(name);
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

// What else it eases of what stands between the same sides: measures that most of its articles
// recall, on its goods or on all, and for a truce those on goods that it names.
std::vector<std::string> EventWriter::also_eased(const StoredEvent& easing,
                                                 const Beside& beside) const {
  constexpr std::int64_t kOneQuarrel = 180;
  const auto& e = easing.event;
  const bool mutual = knowledge_.type(e.type).mutual;
  std::set<std::string> out;
  if (!mutual && beside.size() < (easing.eases.empty() ? 1U : 2U)) return {};
  const auto stands = [&](const StoredEvent& measure) {
    const auto& m = measure.event;
    const bool own = m.actor == e.actor && are_sides(e.target, m.target);
    const bool others = mutual && m.actor == e.target && are_sides(e.actor, m.target);
    return (own || others) && measure.days.first + 1 < easing.days.first && !measure.weak &&
           !m.background && !measure.dismissed && m.id != easing.eases && m.id != easing.eases_too;
  };
  for (const bool by_target : {false, true}) {
    const auto lifting = lifting_of(outline_of(easing), by_target);
    if (by_target && (!mutual || lifting.actor.empty() || lifting.actor == "*")) break;
    const DayRange days{lifting.day - kOneQuarrel, lifting.day - 2};
    const auto all = outlines_of_pair(db_, "", lifting.actor, lifting.target, days);
    for (const auto& measure : all) {
      if (!is_measure(knowledge_.type(measure.type)) || has_led_on(measure, all)) continue;
      const auto told = beside.find(measure.event);
      const bool recalled =
          told != beside.end() && 2 * told->second >= static_cast<int>(e.documents.size());
      const bool named = mutual && std::ranges::any_of(measure.items, [&](const auto& item) {
                           return std::ranges::find(e.items, item) != e.items.end();
                         });
      const auto goods = goods_fit(knowledge_, e.items, measure.items);
      const bool all_goods = measure.items.empty() && (mutual || e.items.empty());
      const bool meant = goods == ItemFit::Overlap || (goods == ItemFit::Unknown && all_goods);
      if (!named && !(recalled && meant)) continue;
      if (const auto stored = load_event(db_, measure.event); stored && stands(*stored))
        out.insert(measure.event);
    }
  }
  return {out.begin(), out.end()};
}

// It is said to be over by a third of those who tell it, for all that it was on and aimed at.
bool EventWriter::ends(const StoredEvent& easing, const std::string& measure) const {
  const auto& e = easing.event;
  const auto said = count_evidence(db_, easing.mentions, e.type + ".ends");
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

void EventWriter::retell(const std::string& name) {
  auto event = load_event(db_, name);
  if (!event || event->event.id != name)
    return;  // gone: its heir has been saved, and is tied by its own name
  rewrite(*event, false);
}

void EventWriter::rewrite(const StoredEvent& event, bool absorbed) {
  const auto& name = event.event.id;
  auto told =
      tell_event(knowledge_, reports_by_row(db_, event.mentions), easings_of(name), absorbed);
  told.event.dismissed = event.dismissed;
  told.event.confirmed = event.confirmed;
  told.event.eases = event.eases;
  told.event.eases_too = event.eases_too;
  told.event.event.responds_to = event.event.responds_to;
  write(std::move(told), &event);
}

void EventWriter::write(ToldEvent told, const StoredEvent* before) {
  auto& event = told.event;
  event.digest = digest_of(event);
  if (before == nullptr || before->digest != event.digest) save_event(db_, event);
  const Pair pair{event.event.actor, event.event.target};
  for (auto& stored : told.transitions) {
    auto& t = stored.transition;
    if (event.dismissed) t.alertable = false;
    // A pair already tense makes one more step weigh up to a point more.
    if (!pair.actor.empty() && !pair.target.empty() && t.published)
      t.severity = std::min(
          10.0, t.severity + std::min(1.0, pair_level(db_, pair, day_number(*t.published)) / 50));
    t.severity = std::round(t.severity * 100) / 100;
  }
  auto fresh = save_transitions(db_, event.event.id, told.transitions);
  fresh_.insert(fresh_.end(), fresh.begin(), fresh.end());
  weigh(told);
}

void EventWriter::weigh(const ToldEvent& told) const {
  const auto& e = told.event.event;
  const auto& type = knowledge_.type(e.type);
  std::vector<PairWeight> weights;
  double stood = 0;
  for (const auto& stored : told.transitions) {
    const auto& t = stored.transition;
    if (told.event.dismissed || told.event.weak || (!type.escalates && !type.eases)) break;
    const auto day = t.date ? t.date->last_day() : t.published.value_or(Day{});
    const double now = type.severity * (t.stage == Stage::Considered ? 0.5
                                        : t.stage == Stage::Ended    ? 0.0
                                                                     : 1.0);
    const bool lifts = t.change == Change::Eased || t.change == Change::Ended;
    const double step = type.eases ? -now : lifts ? -stood / 2 : now - stood;
    if (!type.eases && !lifts) stood = now;
    if (step != 0) weights.push_back({t.id, e.id, day_number(day), step});
    if (type.eases) break;
  }
  save_pair_weights(db_, e.id, {e.actor, e.target}, weights);
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

void EventWriter::note_ties(const Saved& saved) {
  const auto& [event, moved, changed] = saved;
  const auto& name = event.event.id;
  const auto& type = knowledge_.type(event.event.type);
  if (type.eases && (moved || !changed.empty())) to_tie_.insert(name);
  if (is_measure(type))
    for (const auto& other : events_beside(db_, changed))
      if (knowledge_.type(other.type).eases) to_tie_.insert(other.event);
  if (!moved) {
    for (const auto& measure : {event.eases, event.eases_too})
      if (!measure.empty()) to_retell_.insert(measure);
    for (const auto& measure : also_eased_by(db_, name)) to_retell_.insert(measure);
    return;
  }
  if (!event.event.responds_to.empty() || event.answers) to_tie_.insert(name);
  for (auto& other : names_where(
           db_,
           "SELECT name FROM events WHERE responds_to = ?1 OR eases = ?1 OR eases_too = ?1 UNION "
           "SELECT easing FROM easings WHERE measure = ?1",
           name))
    to_tie_.insert(other);
  const DayRange after{event.days.first, event.days.first + kAnswerWithin};
  for (const auto& other : events_answering(db_, event.event.actor, after)) to_tie_.insert(other);
  tie_easings(outline_of(event));
}

std::vector<Transition> EventWriter::finish() {
  for (const auto& [name, saved] : saved_) note_ties(saved);
  for (const auto& name : to_tie_) tie(name);
  for (const auto& name : to_retell_) retell(name);
  absorb_easings();
  return std::move(fresh_);
}

}  // namespace chokepoint
