#include "pipeline/deliver.h"

#include <algorithm>
#include <array>
#include <map>
#include <set>

#include "models/core/hash.h"
#include "pipeline/eased.h"
#include "pipeline/mail_address.h"
#include "pipeline/notice.h"
#include "pipeline/notice_template.h"
#include "pipeline/notify.h"
#include "pipeline/reminder.h"
#include "storage/database.h"
#include "storage/events.h"

namespace chokepoint {
namespace {

constexpr auto kGiveUp = std::chrono::days{5};
constexpr auto kHeldAtMost = std::chrono::hours{24};  // by the quiet hours

using DueGroup = std::vector<StoredAlert>;

// What one message tells: a digest all it has; else one event with what folds into it, or one pair.
std::vector<DueGroup> groups_of(const Subscription& s, const std::vector<StoredAlert>& due) {
  std::map<std::string, DueGroup> groups;
  std::vector<std::string> order;
  std::set<std::string> leads;
  for (const auto& a : due)
    if (a.lead.empty()) leads.insert(a.event);
  for (const auto& a : due) {
    std::string key = "event " + (leads.contains(a.lead) ? a.lead : a.event);
    if (s.by_pair && !a.actor.empty() && !a.target.empty())
      key = "pair " + a.actor + ">" + a.target;
    if (a.event.empty()) key = "health";
    if (a.digest) key = "digest";
    auto& group = groups[key];
    if (group.empty()) order.push_back(key);
    group.push_back(a);
  }
  std::vector<DueGroup> out;
  for (const auto& key : order) {
    auto& group = groups[key];
    // The greatest leads; what it is told with follows.
    std::ranges::stable_sort(group, [](const StoredAlert& a, const StoredAlert& b) {
      return std::pair(!a.lead.empty(), -a.severity) < std::pair(!b.lead.empty(), -b.severity);
    });
    out.push_back(std::move(group));
  }
  return out;
}

std::string subject_of(const DueGroup& group) {
  if (group.size() == 1) return group.front().subject;
  const auto more = std::to_string(group.size() - 1);
  if (group.front().digest)
    return std::to_string(group.size()) + " changes; " + group.front().subject;
  std::set<std::string> events;
  for (const auto& a : group) events.insert(a.event);
  return group.front().subject + (events.size() > 1 ? "; and " + more + " more" : "");
}

// Hangs on what is told and to whom alone: the same in every attempt, and in a store built anew.
std::string message_id(const Subscription& s, const DueGroup& group, const MailSettings& mail) {
  std::vector<std::string> names;
  for (const auto& a : group) names.push_back(a.transition);
  std::ranges::sort(names);
  std::string key = s.name;
  for (const auto& name : names) key += "|" + name;
  const auto domain = mail.from.address.empty() ? "chokepoint.invalid" : domain_of(mail.from);
  return "cp." + sha256_hex(key, 32) + "@" + domain;
}

void reword(Database& db, StoredAlert& alert, const Event& e, std::string subject) {
  alert.subject = std::move(subject);
  alert.type = e.type;
  alert.actor = e.actor;
  alert.target = e.target;
  reword_alert(db, alert);
}

// A reminder says how many days are left when it goes out, and nothing once the day is over.
std::optional<Reason> reword_reminder(Database& db, const Subscription& s, StoredAlert& alert,
                                      const StoredEvent& event, Instant now) {
  const Event& e = event.event;
  const auto reminder = parse_reminder(alert.transition);
  const auto date = reminder ? date_of(e, reminder->due) : std::nullopt;
  if (!date || *date != reminder->date || e.stage == Stage::Ended) return Reason::Retracted;
  const auto today = day_in(s.time_zone, now);
  if (days_left(*reminder, today) < 0) return Reason::DayPast;
  // Those of what was eased as a whole the sweep has withdrawn, which knows what falls under what.
  const auto eased = eased_since(db, event, *reminder, {});
  alert.event = e.id;
  reword(db, alert, e,
         subject_of(*reminder, e, today, eased ? std::optional(eased->told) : std::nullopt));
  return std::nullopt;
}

// What has waited is told by what is known now: an event that is gone is not told of, a change that
// does not stand any more neither. A correction and the monitor's own troubles stand for
// themselves. Answers why it is not told.
std::optional<Reason> untrue(Database& db, const Subscription& s, StoredAlert& alert, Instant now) {
  if (alert.kind == "correction" || alert.kind == "health") return std::nullopt;
  const auto event = load_event(db, alert.event);
  if (event && event->dismissed) return Reason::Dismissed;
  if (!event || event->event.background) return Reason::Retracted;
  if (alert.kind == "reminder") return reword_reminder(db, s, alert, *event, now);
  if (alert.kind != "change") return std::nullopt;
  const auto change = standing_change(db, alert);
  if (!change) return Reason::Retracted;
  alert.documents = change->documents;
  reword(db, alert, event->event, subject_of(event->event, *change));
  return std::nullopt;
}

void withdraw(Database& db, const StoredAlert& alert, Reason reason) {
  set_alert_state(db, alert.row, AlertState::Withdrawn, name_of(reason));
}

// Reminders of one day that have waited together would say the same: the nearest one says it.
void drop_repeated(Database& db, std::vector<StoredAlert>& due) {
  std::set<std::pair<std::string, std::string>> said;
  std::ranges::reverse(due);
  std::erase_if(due, [&](const StoredAlert& a) {
    if (a.kind != "reminder" || said.emplace(a.event, a.subject).second) return false;
    withdraw(db, a, Reason::ToldWithLater);
    return true;
  });
  std::ranges::reverse(due);
}

std::vector<StoredAlert> what_to_tell(Database& db, const Subscription& s, Instant now) {
  auto due = due_alerts(db, s.name, now);
  std::erase_if(due, [&](StoredAlert& a) {
    const auto why = untrue(db, s, a, now);
    if (why) withdraw(db, a, *why);
    return why.has_value();
  });
  drop_repeated(db, due);
  return due;
}

double gravest(const DueGroup& group) {
  return std::ranges::max(group, {}, &StoredAlert::severity).severity;
}

// Where all rounds fall into the quiet hours their end never comes, as far as we can tell.
bool is_overdue(const StoredAlert& a, Instant now) {
  return a.held && now - *a.held >= kHeldAtMost;
}

// What the quiet hours hold now is held from the first round that finds it so, and what they have
// held long enough is due.
void note_held(Database& db, const Subscription& s, Instant now) {
  for (const auto& a : due_alerts(db, s.name, after_quiet(s, 0, now))) {
    if (after_quiet(s, a.severity, now) <= now) continue;
    if (!a.held)
      hold_alert(db, a.row, now);
    else if (is_overdue(a, now) && a.due > now)
      reschedule_alert(db, a.row, now, a.reason);
  }
}

// What fell due before the quiet hours and has not gone out by then waits for their end.
bool is_held(Database& db, const Subscription& s, const DueGroup& group, Instant now) {
  const auto end = after_quiet(s, gravest(group), now);
  if (end <= now) return false;
  if (std::ranges::any_of(group, [&](const auto& a) { return is_overdue(a, now); })) return false;
  for (const auto& a : group) {
    const bool was_free =
        a.reason == name_of(Reason::AtOnce) || a.reason == name_of(Reason::Settling);
    reschedule_alert(db, a.row, end, was_free ? name_of(Reason::HeldForQuietHours) : a.reason);
  }
  return true;
}

class Sender {
 public:
  Sender(Database& db, const std::string& page, const ChannelOf& channel, const Clock& clock,
         const OnAttempt& tell, bool force)
      : db_(db), page_(page), channel_(channel), clock_(clock), tell_(tell), force_(force) {}

  void send(const Subscription& s) {
    std::set<std::string> held;  // targets where an earlier message waits
    for (const auto& target : pending_targets(db_, s.name)) {
      const auto now = clock_();
      // Nothing waits behind it: what is grave enough goes out in the quiet hours.
      if (is_quiet(s, target.delivery, now)) {
        ++report_.waiting;
        continue;
      }
      const bool waits = held.contains(target.target) || down_.contains(s.channel) ||
                         (!force_ && target.next_attempt > now);
      if (waits) {
        held.insert(target.target);
        ++report_.waiting;
        continue;
      }
      if (!attempt(s, target, now)) held.insert(target.target);
    }
  }

  const DeliveryReport& report() const { return report_; }

 private:
  bool is_quiet(const Subscription& s, std::int64_t delivery, Instant now) {
    if (!s.quiet) return false;
    const auto alerts = alerts_of_delivery(db_, delivery);
    const bool quiet = !alerts.empty() && after_quiet(s, gravest(alerts), now) > now;
    // Tried by day: what they hold from here on, they hold anew.
    if (!quiet || std::ranges::any_of(alerts, [&](const auto& a) { return is_overdue(a, now); })) {
      if (!quiet)
        for (const auto& a : alerts) hold_alert(db_, a.row, std::nullopt);
      return false;
    }
    for (const auto& a : alerts)
      if (!a.held) hold_alert(db_, a.row, now);
    return true;
  }

  // False where the message waits for another attempt.
  bool attempt(const Subscription& s, const DeliveryTarget& target, Instant now) {
    const auto delivery = read_delivery(db_, target.delivery);
    if (!delivery) return true;
    auto attempt = carry(s, *delivery, target.target, now);
    if (attempt.outcome == Outcome::Retry && now - delivery->made > kGiveUp &&
        target.attempts > 3) {
      attempt.outcome = Outcome::Refused;
      attempt.detail += "; given up after five days";
    }
    if (attempt.outcome == Outcome::Sent) note_listed(target.delivery);
    note_attempt(db_, target, now, attempt.outcome, attempt.detail,
                 now + back_off(target.attempts + 1));
    if (attempt.whole_channel && attempt.outcome == Outcome::Retry) down_.insert(s.channel);
    if (tell_) tell_(*delivery, target.target, attempt);
    ++(attempt.outcome == Outcome::Sent    ? report_.sent
       : attempt.outcome == Outcome::Retry ? report_.retried
                                           : report_.refused);
    return attempt.outcome != Outcome::Retry;
  }

  // A message lists the sources that there are when it goes out, also those that came while it
  // waited: none of them is news to its reader.
  void note_listed(std::int64_t delivery) {
    for (const auto& t : targets_of(db_, delivery))
      if (t.state == "sent") return;  // that one may have gone without
    for (const auto& a : alerts_of_delivery(db_, delivery)) {
      const auto event = a.official ? std::nullopt : load_event(db_, a.event);
      if (event && official_source(db_, event->event.id)) note_official(db_, a.row);
    }
  }

  Attempt carry(const Subscription& s, const Delivery& delivery, const std::string& target,
                Instant now) {
    const auto channel = channel_(s.channel);
    if (!channel) return {Outcome::Retry, channel.error().line(), true};
    return (*channel)->deliver(with_subject(notice_of(db_, delivery), s, page_), s, target, now);
  }

  Database& db_;
  const std::string& page_;
  const ChannelOf& channel_;
  const Clock& clock_;
  const OnAttempt& tell_;
  bool force_;
  std::set<ChannelKind> down_;
  DeliveryReport report_;
};

}  // namespace

std::vector<std::int64_t> form_deliveries(Database& db, const AlertConfig& config, Instant now) {
  std::vector<std::int64_t> out;
  Transaction transaction(db);
  for (const auto& s : config.subscriptions) {
    if (s.quiet) note_held(db, s, now);
    for (const auto& group : groups_of(s, what_to_tell(db, s, now))) {
      if (is_held(db, s, group, now)) continue;
      Delivery d;
      d.subscription = s.name;
      d.message_id = message_id(s, group, config.mail);
      d.digest = group.front().digest;
      d.subject = subject_of(group);
      d.made = now;
      if (!d.digest && !group.front().event.empty()) {
        const auto thread = thread_of(db, s.name, group.front().event);
        d.answers = thread.last;
        d.thread = thread.first;
      }
      out.push_back(save_delivery(db, d, group, targets_of(s)));
    }
  }
  transaction.commit();
  return out;
}

DeliveryReport deliver_pending(Database& db, const AlertConfig& config, const ChannelOf& channel,
                               const Clock& clock, const OnAttempt& tell, bool force) {
  Sender sender(db, config.mail.page, channel, clock, tell, force);
  for (const auto& s : config.subscriptions) sender.send(s);
  return sender.report();
}

std::chrono::seconds back_off(int attempts) {
  using std::chrono::minutes;
  constexpr std::array<minutes, 5> kWaits{minutes{1}, minutes{5}, minutes{15}, minutes{60},
                                          minutes{240}};
  const auto at = static_cast<std::size_t>(std::clamp(attempts, 1, 5)) - 1;
  return kWaits.at(at);
}

}  // namespace chokepoint
