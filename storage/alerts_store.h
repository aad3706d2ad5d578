// The outbox: who is to be told of what, which message tells it, and how each attempt to deliver
// went. An alert is written in the transaction of the change it tells and is never deleted; what is
// worth telling to whom is decided in pipeline/notify_decide.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "models/core/time.h"

namespace chokepoint {

class Database;

enum class AlertState { Queued, Sent, Failed, Silenced, Inhibited, Withdrawn };
std::string_view name_of(AlertState state);
std::optional<AlertState> parse_alert_state(std::string_view name);

struct StoredAlert {
  std::int64_t row = 0;
  std::string subscription;
  std::string transition;  // its id, or the name of a reminder, confirmation, correction
  std::string kind;        // change, reminder, confirmation, correction, health
  std::string event;       // id as it was then
  AlertState state = AlertState::Queued;
  std::string reason;
  std::string subject;
  double severity = 0;
  std::string type, actor, target, stage;  // as told
  bool official = false;                   // an official source stood behind it then
  bool digest = false;
  std::string lead;  // event whose message tells this one too
  Instant made{}, due{};
  std::vector<std::string> documents;
  std::optional<std::int64_t> delivery;
  std::optional<Instant> sent;  // filled in by list_alerts
  std::optional<Instant> held;  // since when the quiet hours alone hold it back
};

struct Delivery {
  std::int64_t row = 0;
  std::string subscription, message_id, answers, thread, subject;
  bool digest = false;
  Instant made{};
};

struct DeliveryTarget {
  std::int64_t delivery = 0;
  std::string target;
  std::string state;  // pending, sent, failed
  int attempts = 0;
  Instant next_attempt{};
  std::string last_error;
};

// False where the subscription has this alert already.
bool save_alert(Database& db, const StoredAlert& alert);
void set_alert_state(Database& db, std::int64_t row, AlertState state, std::string_view reason);
// What is still to be told, in the words that are right by now: subject, slots, stage, documents.
void reword_alert(Database& db, const StoredAlert& alert);
// The message that told it listed an official source.
void note_official(Database& db, std::int64_t row);
// Sends it at `due` instead.
void reschedule_alert(Database& db, std::int64_t row, Instant due, std::string_view reason);
// The quiet hours hold it since `since`; nothing: they do not.
void hold_alert(Database& db, std::int64_t row, std::optional<Instant> since);
// What the subscription was told of an event, under whatever id: changes and corrections, the last
// one first.
std::vector<StoredAlert> told_of_event(Database& db, std::string_view subscription,
                                       std::string_view event);
// Changes that were withdrawn for `reason`, made after `since`.
std::vector<StoredAlert> withdrawn_alerts(Database& db, std::string_view subscription,
                                          std::string_view reason, Instant since);
// Changes that wait and are in no message yet.
std::vector<StoredAlert> waiting_alerts(Database& db, std::string_view subscription);
// Events this subscription was to be told of at once, from `after` up to `until`.
int events_told_between(Database& db, std::string_view subscription, Instant after, Instant until);

struct AlertFilter {
  std::string subscription, event, state, kind;
  bool not_told = false;  // silenced, inhibited and withdrawn ones too
  std::int64_t limit = -1;
};
// In the order they were made. An event's earlier ids find its alerts too.
std::vector<StoredAlert> list_alerts(Database& db, const AlertFilter& filter);
// Ids of events with a day of effect or expiry from `from` to `to`.
std::vector<std::string> events_falling_due(Database& db, Day from, Day to);
// Whether an alert of this name was written for the subscription, told or not.
bool has_alert(Database& db, std::string_view subscription, std::string_view transition);
// Due and in no message yet, in the order they were made.
std::vector<StoredAlert> due_alerts(Database& db, std::string_view subscription, Instant now);
std::vector<StoredAlert> alerts_of_delivery(Database& db, std::int64_t delivery);

// Message ids of the first and the last delivery of the subscription that told the event.
struct Thread {
  std::string first, last;
};
Thread thread_of(Database& db, std::string_view subscription, std::string_view event);

// Writes the message and its targets, and puts the alerts into it. Answers its row.
std::int64_t save_delivery(Database& db, const Delivery& delivery,
                           const std::vector<StoredAlert>& alerts,
                           const std::vector<std::string>& targets);
std::optional<Delivery> read_delivery(Database& db, std::int64_t row);
// Those somebody has, the newest first.
std::vector<Delivery> sent_deliveries(Database& db, std::string_view subscription,
                                      std::int64_t limit);
// Of one subscription, in the order of delivery.
std::vector<DeliveryTarget> pending_targets(Database& db, std::string_view subscription);
std::vector<DeliveryTarget> targets_of(Database& db, std::int64_t delivery);
std::vector<std::string> subscriptions_with_pending(Database& db);
// An address that has refused for good all it was sent since a message last got through.
struct Refusal {
  std::string subscription, target;
  std::int64_t messages = 0;
  std::string last_error;
};
std::vector<Refusal> refusals(Database& db);

enum class Outcome { Sent, Retry, Refused };
std::string_view name_of(Outcome outcome);
// Notes one attempt. `next` is when to try again. The alerts are sent once every target is done
// and one of them has it, failed where none has.
void note_attempt(Database& db, const DeliveryTarget& target, Instant now, Outcome outcome,
                  std::string_view detail, Instant next);
// Failed targets of the subscription ("" for all) become pending again; answers how many.
std::int64_t requeue_failed(Database& db, std::string_view subscription, Instant now);

}  // namespace chokepoint
