#include "pipeline/notify.h"

#include <algorithm>
#include <map>

#include "models/core/country.h"
#include "storage/alert_sources.h"
#include "storage/alerts_store.h"
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
      auto verdict = decide(s, c, {config_.silences, items_, at, recent, company_});
      if (!is_kept(verdict.reason)) continue;
      if (const auto lead = told.find(verdict.lead); lead != told.end()) {
        verdict.due = lead->second.due;
        verdict.digest = lead->second.digest;
      }
      save_alert(db_, alert_of(s, c, verdict, at));
      told.insert_or_assign(c.event.id, verdict);
    }
  }

  Database& db_;
  const AlertConfig& config_;
  ItemMatch items_;
  Instant now_;
  std::vector<NewsCase> company_;
};

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
  NewsCase c{transition, event.event, event.dismissed, {}};
  for (const auto& source : sources_of_event(db, event.event.id))
    c.sources.push_back({source.document, source.outlet, source.lang, source.tier});
  return c;
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
