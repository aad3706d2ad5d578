// What is told though no article changed it today: a date that comes near, a rumour confirmed, a
// notice that turned out wrong. Each has a name of its own in the outbox, so that it is told once.
#include <algorithm>
#include <map>

#include "pipeline/eased.h"
#include "pipeline/notice.h"
#include "pipeline/notify.h"
#include "pipeline/reminder.h"
#include "storage/alerts_store.h"
#include "storage/database.h"
#include "storage/event_list.h"

namespace chokepoint {
namespace {

using std::chrono::days;

constexpr auto kMemory = days{90};  // how long after a notice it may be confirmed or corrected
constexpr auto kDoubt = days{7};    // and how long what was withdrawn unsent may come back

class Sweep {
 public:
  Sweep(Database& db, const AlertConfig& config, const ItemMatch& items, Instant now)
      : db_(db), config_(config), items_(items), now_(now) {}

  void run() {
    for (const auto& s : config_.subscriptions) {
      settle(s);
      revive(s);
      remind(s);
      if (!s.confirmations && !s.corrections) continue;
      look_back(s);
    }
  }

 private:
  // What waited for a second article and has one waits no longer, or over the cap for the hour
  // alone.
  void settle(const Subscription& s) {
    for (const auto& a : waiting_alerts(db_, s.name)) {
      const bool capped = a.reason == name_of(Reason::OverCap);
      if (!capped && a.reason != name_of(Reason::Settling)) continue;
      const auto due =
          capped ? next_over_cap(s, a.severity, now_) : after_quiet(s, a.severity, now_);
      if (a.due <= now_ || a.due <= due) continue;
      const auto change = standing_change(db_, a);
      const auto event = change ? load_event(db_, change->event) : std::nullopt;
      if (event && is_settled(case_of(db_, *change, *event)))
        reschedule_alert(db_, a.row, due, name_of(capped ? Reason::OverCap : Reason::AtOnce));
    }
  }

  // What was withdrawn as not so, by the articles or by a person, and is so after all.
  void revive(const Subscription& s) {
    for (const auto reason : {Reason::Retracted, Reason::Dismissed}) revive(s, reason);
  }
  void revive(const Subscription& s, Reason reason) {
    for (const auto& a : withdrawn_alerts(db_, s.name, name_of(reason), now_ - kDoubt)) {
      const auto change = standing_change(db_, a);
      const auto event = change ? load_event(db_, change->event) : std::nullopt;
      if (!event) continue;
      const auto verdict =
          decide(s, case_of(db_, *change, *event),
                 {config_.silences, items_, now_, 0, {}, last_told(db_, s.name, change->event)});
      if (is_told(verdict.reason))
        reschedule_alert(db_, a.row, verdict.due, name_of(verdict.reason));
    }
  }

  // What a subscription asks of an event, whatever kind of change it asks for.
  std::optional<NewsCase> wanted(const Subscription& s, const StoredEvent& stored) {
    const auto told = transitions_of(db_, stored.event.id);
    if (told.empty() || stored.dismissed || stored.event.background) return std::nullopt;
    auto c = case_of(db_, told.back().transition, stored);
    auto scope = s.scope;
    scope.changes.clear();
    if (out_of_scope(scope, c, items_) ||
        silence_over(s, c, config_.silences, items_, now_) != nullptr)
      return std::nullopt;
    return c;
  }

  void save(const Subscription& s, const NewsCase& c, const std::string& name,
            const std::string& kind, Reason reason, const std::string& subject) {
    StoredAlert a;
    a.subscription = s.name;
    a.transition = name;
    a.kind = kind;
    a.event = c.event.id;
    a.reason = name_of(reason);
    a.subject = subject;
    a.severity = c.transition.severity;
    a.type = c.event.type;
    a.actor = c.event.actor;
    a.target = c.event.target;
    a.stage = name_of(c.event.stage);
    a.official = true;
    a.digest = s.when != Rhythm::AtOnce;
    a.made = now_;
    a.due = next_message(s, c.transition.severity, now_);
    a.documents = c.event.documents;
    save_alert(db_, a);
  }

  // What waits to remind of a measure that was lifted meanwhile reminds of nothing.
  void forget_lifted(const Subscription& s) {
    AlertFilter waiting;
    waiting.subscription = s.name;
    waiting.kind = "reminder";
    waiting.state = name_of(AlertState::Queued);
    for (const auto& a : list_alerts(db_, waiting)) {
      const auto reminder = parse_reminder(a.transition);
      const auto event = load_event(db_, a.event);
      if (a.delivery || !reminder || !event) continue;
      const auto eased = eased_since(db_, *event, *reminder, items_);
      if (eased && eased->whole)
        set_alert_state(db_, a.row, AlertState::Withdrawn, name_of(Reason::Retracted));
    }
  }

  void remind(const Subscription& s) {
    if (s.remind_days.empty()) return;
    forget_lifted(s);
    const auto farthest = *std::ranges::max_element(s.remind_days);
    const auto today = day_in(s.time_zone, now_);
    for (const auto& id : events_falling_due(db_, today, today + days{farthest})) {
      const auto event = load_event(db_, id);
      if (!event || event->event.stage == Stage::Ended) continue;
      for (const auto due : {Due::Effect, Due::Expiry}) remind(s, *event, due, today);
    }
  }

  void remind(const Subscription& s, const StoredEvent& event, Due due, Day today) {
    const auto date = date_of(event.event, due);
    if (!date || date->day == 0) return;
    Reminder r{due, *date, 0};
    const int left = days_left(r, today);
    if (left < 0) return;
    std::optional<int> step;  // the nearest one that is reached
    for (const int n : s.remind_days)
      if (n >= left && (!step || n < *step)) step = n;
    if (!step) return;
    r.step = *step;
    // News of that very stretch has just said so itself.
    const auto first = day_in(s.time_zone, event.event.first_seen.value_or(now_));
    if (first >= date->first_day() - days{r.step}) return;
    if (was_reminded(s, event.event.id, r)) return;
    const auto eased = eased_since(db_, event, r, items_);
    if (eased && eased->whole) return;
    if (const auto c = wanted(s, event))
      save(s, *c, name_of(r, event.event.id), "reminder", Reason::Reminder,
           subject_of(r, c->event, today, eased ? std::optional(eased->told) : std::nullopt));
  }

  // Under whatever id the event went then.
  bool was_reminded(const Subscription& s, const std::string& event, const Reminder& r) {
    if (has_alert(db_, s.name, name_of(r, event))) return true;
    AlertFilter earlier;
    earlier.subscription = s.name;
    earlier.event = event;
    earlier.kind = "reminder";
    earlier.not_told = true;
    return std::ranges::any_of(list_alerts(db_, earlier), [&](const StoredAlert& a) {
      return parse_reminder(a.transition) == r;
    });
  }

  void look_back(const Subscription& s) {
    std::map<std::string, std::vector<StoredAlert>> by_event;
    AlertFilter told;
    told.subscription = s.name;
    told.kind = "change";
    for (auto& a : list_alerts(db_, told))
      if (a.made > now_ - kMemory) by_event[current_id(db_, a.event)].push_back(std::move(a));
    for (const auto& [id, alerts] : by_event) {
      const auto event = load_event(db_, id);
      if (event && s.confirmations) confirm(s, *event, alerts);
      if (s.corrections) correct(s, id, event, alerts);
    }
  }

  // Told on one article's word, and an official source says so now without moving it on. What has
  // not gone out yet will list that source itself.
  void confirm(const Subscription& s, const StoredEvent& event,
               const std::vector<StoredAlert>& alerts) {
    const auto first = std::ranges::find(alerts, AlertState::Sent, &StoredAlert::state);
    const bool rumour =
        first != alerts.end() && first->documents.size() == 1 &&
        std::ranges::none_of(alerts, [](const StoredAlert& a) { return a.official; });
    if (!rumour) return;
    const auto name = "C|" + first->transition;
    const auto official = official_source(db_, event.event.id);
    if (!official || has_alert(db_, s.name, name)) return;
    if (const auto c = wanted(s, event))
      save(s, *c, name, "confirmation", Reason::ConfirmedByOfficial,
           pair_name(c->event) + ": " + type_name(c->event.type) + ", confirmed by " +
               (official->outlet.empty() ? "an official source" : official->outlet));
  }

  // What an event turned out to be instead of what was told; empty: it stands.
  std::string wrong_about(const std::optional<StoredEvent>& event, const StoredAlert& told) {
    if (!event) return "no report of it stands any more";
    if (event->dismissed) return "dismissed as no such event";
    if (event->event.background) return "it is history, not news";
    const auto differs = [](const std::string& before, const std::string& now) {
      return !before.empty() && !now.empty() && before != now;
    };
    if (differs(told.type, event->event.type)) return "it is " + type_name(event->event.type);
    if (differs(told.actor, event->event.actor) || differs(told.target, event->event.target))
      return "it is " + pair_name(event->event);
    // Reports that came later may have moved the change on; if not, it was told too early.
    const auto stage = parse_stage(told.stage);
    const bool early = stage && told.kind == "change" && event->event.stage < *stage &&
                       event->event.stage != Stage::Ended && !standing_change(db_, told);
    return early ? "so far it is only " + stage_name(event->event.stage) : "";
  }

  // One correction of an event says it all, whatever its id was then: only what is told after it,
  // or turns out wrong in another way, is corrected again.
  void correct(const Subscription& s, const std::string& id,
               const std::optional<StoredEvent>& event, const std::vector<StoredAlert>& alerts) {
    AlertFilter earlier;
    earlier.subscription = s.name;
    earlier.event = id;
    earlier.kind = "correction";
    const auto said = list_alerts(db_, earlier);
    for (const auto& told : alerts) {
      if (told.state != AlertState::Sent) continue;
      const auto why = wrong_about(event, told);
      const auto name = "X|" + told.transition;
      const bool covered = std::ranges::any_of(said, [&](const StoredAlert& c) {
        return c.made >= told.made && c.subject.ends_with(": " + why);
      });
      if (why.empty() || covered || has_alert(db_, s.name, name)) continue;
      NewsCase c;
      if (event) c.event = event->event;
      c.event.id = told.event;
      c.event.documents = told.documents;
      c.transition.severity = told.severity;
      save(s, c, name, "correction", Reason::Correction,
           "Correction: " + told.subject + ": " + why);
      return;
    }
  }

  Database& db_;
  const AlertConfig& config_;
  const ItemMatch& items_;
  Instant now_;
};

}  // namespace

void sweep_alerts(Database& db, const AlertConfig& config, const ItemMatch& items, Instant now) {
  Transaction transaction(db);
  Sweep(db, config, items, now).run();
  transaction.commit();
}

}  // namespace chokepoint
