#include "pipeline/notify.h"

#include <algorithm>
#include <map>
#include <set>

#include "models/core/country.h"
#include "pipeline/link_event.h"
#include "storage/database.h"
#include "storage/event_list.h"

namespace chokepoint {
namespace {

StoredAlert alert_of(const Subscription& s, const NewsCase& c, const Verdict& verdict,
                     Instant made) {
  StoredAlert a;
  a.subscription = s.name;
  a.transition = c.transition.id;
  a.kind = "change";
  a.event = c.event.id;
  a.state = verdict.reason == Reason::Silenced    ? AlertState::Silenced
            : verdict.reason == Reason::Inhibited ? AlertState::Inhibited
                                                  : AlertState::Queued;
  a.reason = name_of(verdict.reason);
  if (!verdict.note.empty()) a.reason += ": " + verdict.note;
  a.subject = subject_of(c.event, c.transition);
  a.severity = c.transition.severity;
  a.type = c.event.type;
  a.actor = c.event.actor;
  a.target = c.event.target;
  a.stage = name_of(c.transition.stage);
  a.official =
      std::ranges::any_of(c.sources, [](const SourceFacts& f) { return f.tier == Tier::Official; });
  a.digest = verdict.digest;
  a.lead = verdict.lead;
  a.made = made;
  a.due = verdict.due;
  a.documents = c.transition.documents;
  return a;
}

// What a subscription is not told because it asked for something else leaves no trace; what was
// held back does.
bool is_kept(Reason reason) {
  return is_told(reason) || reason == Reason::Silenced || reason == Reason::Inhibited;
}

class Round {
 public:
  Round(Database& db, const AlertConfig& config, const LinkKnowledge& knowledge, Instant now)
      : db_(db), config_(config), items_(item_match(knowledge)), now_(now) {}

  void tell(std::span<const Transition> transitions) {
    for (const auto& t : transitions)
      if (const auto event = load_event(db_, t.event)) company_.push_back(case_of(db_, t, *event));
    // Time's order; at one time the greatest first, so that what folds into it finds it.
    std::ranges::stable_sort(company_, [](const NewsCase& a, const NewsCase& b) {
      const auto key = [](const NewsCase& c) {
        return std::tuple(c.transition.at, -c.transition.severity, c.transition.id);
      };
      return key(a) < key(b);
    });
    for (const auto& s : config_.subscriptions) tell(s);
  }

 private:
  void tell(const Subscription& s) {
    std::map<std::string, Verdict> told;
    for (const auto& c : company_) {
      const auto at = std::min(c.transition.at.value_or(now_), now_);
      const auto recent = events_told_between(db_, s.name, at - std::chrono::hours{1}, at);
      withdraw_retracted(s, c);
      auto verdict = decide(
          s, c,
          {config_.silences, items_, now_, recent, company_, last_told(db_, s.name, c.event.id)});
      if (!is_kept(verdict.reason)) continue;
      if (const auto lead = told.find(verdict.lead); lead != told.end()) {
        verdict.due = lead->second.due;
        verdict.digest = lead->second.digest;
      }
      save_alert(db_, alert_of(s, c, verdict, at));
      told.insert_or_assign(c.event.id, verdict);
    }
  }

  // What waits to be told of the event and is not so any more makes room for what is.
  void withdraw_retracted(const Subscription& s, const NewsCase& c) {
    for (const auto& a : told_of_event(db_, s.name, c.event.id)) {
      const bool waits = a.state == AlertState::Queued && !a.delivery && a.kind == "change";
      if (waits && !standing_change(db_, a))
        set_alert_state(db_, a.row, AlertState::Withdrawn, name_of(Reason::Retracted));
    }
  }

  Database& db_;
  const AlertConfig& config_;
  ItemMatch items_;
  Instant now_;
  std::vector<NewsCase> company_;
};

constexpr auto kOneStory = std::chrono::days{3};

bool share_items(const std::vector<std::string>& a, const std::vector<std::string>& b) {
  return a.empty() || b.empty() || std::ranges::any_of(a, [&](const auto& item) {
           return std::ranges::find(b, item) != b.end();
         });
}

// The change itself, without what else tells it.
NewsCase bare_case(Database& db, const Transition& transition, const StoredEvent& event) {
  NewsCase c;
  c.transition = transition;
  c.event = event.event;
  c.dismissed = event.dismissed;
  std::vector<Report> told;
  for (const auto& document : transition.documents) told.emplace_back().document = document;
  for (const auto& source : sources_of_event(db, event.event.id)) {
    c.sources.push_back({source.document, source.outlet, source.lang, source.tier});
    const auto report = std::ranges::find(told, source.document, &Report::document);
    if (report != told.end()) report->simhash = source.simhash;
  }
  c.origins = count_origins(told);
  return c;
}

bool is_told_of(const StoredEvent& event) {
  return !event.weak && !event.dismissed && !event.event.background;
}

template <class IsIt>
void add_change(Database& db, const StoredEvent& event, std::vector<NewsCase>& to, IsIt is_it) {
  for (const auto& stored : transitions_of(db, event.event.id))
    if (stored.transition.alertable && is_it(stored.transition))
      return to.push_back(bare_case(db, stored.transition, event));
}

// A truce told just before the easing it consists of.
void add_truce(Database& db, const std::string& other, const StoredEvent& easing,
               const Transition& t, std::vector<NewsCase>& to) {
  const auto truce = load_event(db, other);
  if (!truce || !is_told_of(*truce)) return;
  const auto &e = easing.event, &o = truce->event;
  if (o.id == e.id || o.severity <= e.severity || !share_items(o.items, e.items)) return;
  add_change(db, *truce, to, [&](const Transition& first) {
    return first.at && t.at && *first.at <= *t.at && *t.at - *first.at <= kOneStory;
  });
}

// An easing of what was only planned is told as the end of the plan.
void add_end(Database& db, const std::string& measure, const Transition& t,
             std::vector<NewsCase>& to) {
  const auto plan = load_event(db, measure);
  if (!plan || !is_told_of(*plan)) return;
  add_change(db, *plan, to, [&](const Transition& end) {
    return end.change == Change::Ended && end.published == t.published;
  });
}

std::vector<NewsCase> told_by(Database& db, const StoredEvent& easing, const Transition& t) {
  std::vector<NewsCase> out;
  for (const auto& measure : {easing.eases, easing.eases_too}) {
    if (measure.empty()) continue;
    add_end(db, measure, t, out);
    for (const auto& other : events_easing(db, measure)) add_truce(db, other, easing, t, out);
  }
  return out;
}

bool was_held_back(Database& db, const Transition& t) {
  std::set<std::string> current;
  for (const auto& stored : transitions_of(db, t.event)) current.insert(stored.transition.id);
  return std::ranges::any_of(transitions_of(db, t.event, true), [&](const StoredTransition& old) {
    return !current.contains(old.transition.id) && !old.transition.alertable &&
           old.transition.change == t.change && old.transition.published == t.published;
  });
}

std::string joined(const std::vector<std::string>& words, std::size_t most) {
  std::string out;
  for (std::size_t i = 0; i < std::min(words.size(), most); ++i)
    out += (out.empty() ? "" : ", ") + words[i];
  if (words.size() > most) out += ", ...";
  return out;
}

}  // namespace

TransitionHook notify_hook(const AlertConfig& config, const LinkKnowledge& knowledge, Clock clock) {
  if (config.subscriptions.empty()) return {};
  return [config, knowledge, clock = std::move(clock)](Database& db,
                                                       std::span<const Transition> transitions) {
    Round(db, config, knowledge, clock()).tell(transitions);
  };
}

NewsCase case_of(Database& db, const Transition& transition, const StoredEvent& event) {
  auto c = bare_case(db, transition, event);
  c.told_by = told_by(db, event, transition);
  c.held_back = was_held_back(db, transition);
  return c;
}

std::optional<ToldStage> last_told(Database& db, const std::string& subscription,
                                   const std::string& event) {
  for (const auto& a : told_of_event(db, subscription, event))
    if (const auto stage = parse_stage(a.stage)) return ToldStage{*stage, a.made};
  return std::nullopt;
}

std::optional<Transition> standing_change(Database& db, const StoredAlert& alert) {
  const auto event = load_event(db, alert.event);
  if (!event) return std::nullopt;
  const auto current = transitions_of(db, event->event.id);
  const auto standing = [&](const auto& is_it) -> std::optional<Transition> {
    for (const auto& stored : current)
      if (is_it(stored.transition)) return stored.transition;
    return std::nullopt;
  };
  if (auto same = standing([&](const Transition& t) { return t.id == alert.transition; }))
    return same;
  // An event that goes by another id now has its changes under other ids.
  const auto told = find_transition(db, alert.transition);
  if (!told) return std::nullopt;
  return standing([&](const Transition& t) {
    return t.change == told->change && t.stage == told->stage && t.added == told->added;
  });
}

std::optional<AlertSource> official_source(Database& db, const std::string& event) {
  for (auto& source : sources_of_event(db, event))
    if (source.tier == Tier::Official && !source.background) return std::move(source);
  return std::nullopt;
}

ItemMatch item_match(const LinkKnowledge& knowledge) {
  return [knowledge](const std::string& asked, const std::string& item) {
    return knowledge.related(asked, item);
  };
}

std::string pair_name(const Event& e) {
  const auto actor = e.actor.empty() ? "?" : country_name(e.actor);
  if (e.target.empty()) return actor;
  return actor + " → " + country_name(e.target);
}

std::string type_name(const std::string& type) {
  auto name = type;
  std::ranges::replace(name, '_', ' ');
  for (const std::string_view hyphened : {"dual use", "anti dumping"})
    if (const auto at = name.find(hyphened); at != std::string::npos)
      name[at + hyphened.find(' ')] = '-';
  return name;
}

std::string change_name(const Transition& t) {
  const std::string stage = t.stage == Stage::InForce ? "in force" : std::string(name_of(t.stage));
  switch (t.change) {
    case Change::FirstSeen:
    case Change::Stage:
      return stage;
    case Change::Scope:
      return "widened: " + joined(t.added, 4);
    case Change::Date:
      return t.date ? "date now " + t.date->string() : "date moved";
    case Change::Eased:
      return "eased";
    case Change::Ended:
      return "ended";
    case Change::Corrected:
      return "corrected";
  }
  return stage;
}

std::string subject_of(const Event& e, const Transition& t) {
  auto subject = pair_name(e) + ": " + type_name(e.type) + ", " + change_name(t);
  if (!e.items.empty() && t.change != Change::Scope) subject += " (" + joined(e.items, 3) + ")";
  return subject;
}

}  // namespace chokepoint
