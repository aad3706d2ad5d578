#include "pipeline/ledger_answers.h"

#include <algorithm>
#include <cmath>
#include <tuple>

#include "pipeline/link.h"
#include "pipeline/link_group.h"
#include "storage/database.h"
#include "storage/pairs.h"

namespace chokepoint {
namespace {

constexpr std::int64_t kAnswerWithin = 180;  // days in which a move is answered

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

}  // namespace

void EventWriter::remove(const std::string& event, const std::string& heir) {
  for (const auto& name : events_tied_to(db_, event)) to_tie_.insert(name);
  if (const auto gone = load_event(db_, event))
    for (const auto& measure : measures_eased(db_, *gone)) to_retell_.insert(measure);
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

void EventWriter::note_ties(const Saved& saved) {
  const auto& [event, moved, changed] = saved;
  const auto& name = event.event.id;
  const auto& type = knowledge_.type(event.event.type);
  if (type.eases && (moved || !changed.empty())) to_tie_.insert(name);
  if (is_measure(type))
    for (const auto& other : events_beside(db_, changed))
      if (knowledge_.type(other.type).eases) to_tie_.insert(other.event);
  if (!moved) {
    for (const auto& measure : measures_eased(db_, event)) to_retell_.insert(measure);
    return;
  }
  if (!event.event.responds_to.empty() || event.answers) to_tie_.insert(name);
  for (const auto& other : events_tied_to(db_, name)) to_tie_.insert(other);
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
