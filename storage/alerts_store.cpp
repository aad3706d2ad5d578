#include "storage/alerts_store.h"

#include <array>

#include <nlohmann/json.hpp>

#include "models/core/json.h"
#include "storage/database.h"
#include "storage/instants.h"

namespace chokepoint {
namespace {

constexpr std::array<std::string_view, 6> kStates{"queued",   "sent",      "failed",
                                                  "silenced", "inhibited", "withdrawn"};

constexpr const char* kSelect =
    "SELECT a.id, a.subscription, a.transition, a.kind, a.event, a.state, a.reason, a.subject, "
    "a.severity, a.type, a.actor, a.target, a.stage, a.official, a.digest, a.lead, a.made, a.due, "
    "a.documents, a.delivery, (SELECT max(t.done) FROM delivery_targets t WHERE t.delivery = "
    "a.delivery AND t.state = 'sent'), a.held FROM alerts a ";

StoredAlert read_alert(const Statement& s) {
  StoredAlert a;
  a.row = s.integer(0);
  a.subscription = s.text(1);
  a.transition = s.text(2);
  a.kind = s.text(3);
  a.event = s.text(4);
  a.state = parse_alert_state(s.text(5)).value_or(AlertState::Failed);
  a.reason = s.text(6);
  a.subject = s.text(7);
  a.severity = s.real(8);
  a.type = s.text(9);
  a.actor = s.text(10);
  a.target = s.text(11);
  a.stage = s.text(12);
  a.official = s.integer(13) != 0;
  a.digest = s.integer(14) != 0;
  a.lead = s.text(15);
  a.made = instant(s.integer(16));
  a.due = instant(s.integer(17));
  a.documents = nlohmann::json::parse(s.text(18)).get<std::vector<std::string>>();
  if (!s.is_null(19)) a.delivery = s.integer(19);
  if (!s.is_null(20)) a.sent = instant(s.integer(20));
  if (!s.is_null(21)) a.held = instant(s.integer(21));
  return a;
}

std::vector<StoredAlert> all(Statement& s) {
  std::vector<StoredAlert> out;
  while (s.step()) out.push_back(read_alert(s));
  return out;
}

std::string select(std::string_view rest) {
  return std::string(kSelect) + std::string(rest);
}

DeliveryTarget read_target(const Statement& s) {
  return {s.integer(0),          s.text(1), s.text(2), static_cast<int>(s.integer(3)),
          instant(s.integer(4)), s.text(5)};
}

void settle(Database& db, std::int64_t delivery) {
  db.prepare(
        "UPDATE alerts SET state = CASE WHEN EXISTS(SELECT 1 FROM delivery_targets WHERE delivery "
        "= ?1 AND state = 'sent') THEN 'sent' ELSE 'failed' END WHERE delivery = ?1 AND NOT "
        "EXISTS(SELECT 1 FROM delivery_targets WHERE delivery = ?1 AND state = 'pending')")
      .with(delivery)
      .run();
}

}  // namespace

std::string_view name_of(AlertState state) {
  return kStates.at(static_cast<std::size_t>(state));
}

std::optional<AlertState> parse_alert_state(std::string_view name) {
  for (std::size_t i = 0; i < kStates.size(); ++i)
    if (kStates.at(i) == name) return static_cast<AlertState>(i);
  return std::nullopt;
}

std::string_view name_of(Outcome outcome) {
  constexpr std::array<std::string_view, 3> kOutcomes{"sent", "retry", "refused"};
  return kOutcomes.at(static_cast<std::size_t>(outcome));
}

bool save_alert(Database& db, const StoredAlert& a) {
  auto s = db.prepare(
      "INSERT INTO alerts(subscription, transition, kind, event, state, reason, subject, severity, "
      "type, actor, target, stage, official, digest, lead, made, due, documents) "
      "VALUES(?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?) ON CONFLICT DO NOTHING");
  s.bind(1, a.subscription).bind(2, a.transition).bind(3, a.kind).bind(4, a.event);
  s.bind(5, name_of(a.state)).bind(6, a.reason).bind(7, a.subject).bind(8, a.severity);
  s.bind_known(9, a.type).bind_known(10, a.actor).bind_known(11, a.target);
  s.bind_known(12, a.stage).bind(13, a.official).bind(14, a.digest).bind_known(15, a.lead);
  s.bind(16, seconds(a.made)).bind(17, seconds(a.due));
  s.bind(18, json_line(nlohmann::ordered_json(a.documents)));
  return s.run() == 1;
}

void set_alert_state(Database& db, std::int64_t row, AlertState state, std::string_view reason) {
  db.prepare("UPDATE alerts SET state = ?, reason = ? WHERE id = ?")
      .with(name_of(state), reason, row)
      .run();
}

void reword_alert(Database& db, const StoredAlert& a) {
  auto s = db.prepare(
      "UPDATE alerts SET event = ?2, subject = ?3, severity = ?4, type = ?5, actor = ?6, target = "
      "?7, stage = ?8, official = ?9, documents = ?10 WHERE id = ?1");
  s.bind(1, a.row).bind(2, a.event).bind(3, a.subject).bind(4, a.severity);
  s.bind_known(5, a.type).bind_known(6, a.actor).bind_known(7, a.target).bind_known(8, a.stage);
  s.bind(9, a.official).bind(10, json_line(nlohmann::ordered_json(a.documents)));
  s.run();
}

void note_official(Database& db, std::int64_t row) {
  db.prepare("UPDATE alerts SET official = 1 WHERE id = ?").with(row).run();
}

void reschedule_alert(Database& db, std::int64_t row, Instant due, std::string_view reason) {
  db.prepare("UPDATE alerts SET state = 'queued', due = ?2, reason = ?3 WHERE id = ?1")
      .with(row, seconds(due), reason)
      .run();
}

void hold_alert(Database& db, std::int64_t row, std::optional<Instant> since) {
  auto s = db.prepare("UPDATE alerts SET held = ?2 WHERE id = ?1");
  s.bind(1, row).bind(2, seconds(since)).run();
}

std::vector<StoredAlert> told_of_event(Database& db, std::string_view subscription,
                                       std::string_view event) {
  auto s = db.prepare(
      select("WHERE a.subscription = ?1 AND a.event IN (SELECT ?2 UNION ALL SELECT old FROM "
             "event_aliases WHERE name = ?2) AND a.kind IN ('change', 'correction') AND a.state IN "
             "('queued', 'sent', 'failed') ORDER BY a.id DESC"));
  s.with(subscription, event);
  return all(s);
}

std::vector<StoredAlert> withdrawn_alerts(Database& db, std::string_view subscription,
                                          std::string_view reason, Instant since) {
  auto s = db.prepare(select(
      "WHERE a.subscription = ? AND a.state = 'withdrawn' AND a.reason = ? AND a.kind = 'change' "
      "AND a.made > ? ORDER BY a.id"));
  s.with(subscription, reason, seconds(since));
  return all(s);
}

std::vector<StoredAlert> waiting_alerts(Database& db, std::string_view subscription) {
  auto s = db.prepare(
      select("WHERE a.subscription = ? AND a.state = 'queued' AND a.delivery IS NULL AND a.kind = "
             "'change' ORDER BY a.id"));
  s.with(subscription);
  return all(s);
}

int events_told_between(Database& db, std::string_view subscription, Instant after, Instant until) {
  auto s = db.prepare(
      "SELECT count(DISTINCT event) FROM alerts WHERE subscription = ? AND made > ? AND made <= "
      "? AND digest = 0 AND lead IS NULL AND state IN ('queued', 'sent', 'failed')");
  s.with(subscription, seconds(after), seconds(until));
  s.step();
  return static_cast<int>(s.integer(0));
}

std::vector<StoredAlert> list_alerts(Database& db, const AlertFilter& filter) {
  auto s = db.prepare(select(
      "WHERE (?1 = '' OR a.subscription = ?1) AND (?2 = '' OR a.event = ?2 OR a.event IN (SELECT "
      "old FROM event_aliases WHERE name = ?2)) AND (?3 = '' OR a.state = ?3) AND (?4 = '' OR "
      "a.kind = ?4) AND (?5 OR ?3 != '' OR a.state IN ('queued', 'sent', 'failed')) ORDER BY "
      "a.made, a.id LIMIT ?6"));
  s.with(filter.subscription, filter.event, filter.state, filter.kind, filter.not_told,
         filter.limit);
  return all(s);
}

std::vector<std::string> events_falling_due(Database& db, Day from, Day to) {
  auto s = db.prepare(
      "SELECT name FROM events WHERE background = 0 AND dismissed = 0 AND (effective BETWEEN ?1 "
      "AND ?2 OR expires BETWEEN ?1 AND ?2) ORDER BY name");
  s.with(format_day(from), format_day(to));
  std::vector<std::string> out;
  while (s.step()) out.push_back(s.text(0));
  return out;
}

bool has_alert(Database& db, std::string_view subscription, std::string_view transition) {
  auto s = db.prepare("SELECT 1 FROM alerts WHERE subscription = ? AND transition = ?");
  return s.with(subscription, transition).step();
}

std::vector<StoredAlert> due_alerts(Database& db, std::string_view subscription, Instant now) {
  auto s = db.prepare(select(
      "WHERE a.subscription = ? AND a.state = 'queued' AND a.delivery IS NULL AND a.due <= ? ORDER "
      "BY a.id"));
  s.with(subscription, seconds(now));
  return all(s);
}

std::vector<StoredAlert> alerts_of_delivery(Database& db, std::int64_t delivery) {
  auto s = db.prepare(select("WHERE a.delivery = ? ORDER BY a.id"));
  s.bind(1, delivery);
  return all(s);
}

Thread thread_of(Database& db, std::string_view subscription, std::string_view event) {
  auto s = db.prepare(
      "SELECT d.message_id FROM alerts a JOIN deliveries d ON d.id = a.delivery WHERE "
      "a.subscription = ?1 AND d.digest = 0 AND (a.event = ?2 OR a.event IN (SELECT old FROM "
      "event_aliases WHERE name = ?2)) ORDER BY d.id");
  s.with(subscription, event);
  Thread out;
  while (s.step()) {
    out.last = s.text(0);
    if (out.first.empty()) out.first = out.last;
  }
  return out;
}

std::int64_t save_delivery(Database& db, const Delivery& d, const std::vector<StoredAlert>& alerts,
                           const std::vector<std::string>& targets) {
  auto s = db.prepare(
      "INSERT INTO deliveries(subscription, message_id, answers, thread, subject, digest, made) "
      "VALUES(?,?,?,?,?,?,?)");
  s.bind(1, d.subscription).bind(2, d.message_id).bind_known(3, d.answers);
  s.bind_known(4, d.thread).bind(5, d.subject).bind(6, d.digest).bind(7, seconds(d.made));
  s.run();
  const auto row = db.last_row();
  for (const auto& alert : alerts)
    db.prepare("UPDATE alerts SET delivery = ? WHERE id = ?").with(row, alert.row).run();
  for (const auto& target : targets)
    db.prepare(
          "INSERT INTO delivery_targets(delivery, target, state, next_attempt) VALUES(?, ?, "
          "'pending', ?) ON CONFLICT DO NOTHING")
        .with(row, target, seconds(d.made))
        .run();
  return row;
}

std::optional<Delivery> read_delivery(Database& db, std::int64_t row) {
  auto s = db.prepare(
      "SELECT id, subscription, message_id, answers, thread, subject, digest, made FROM deliveries "
      "WHERE id = ?");
  if (!s.bind(1, row).step()) return std::nullopt;
  return Delivery{s.integer(0), s.text(1), s.text(2),         s.text(3),
                  s.text(4),    s.text(5), s.integer(6) != 0, instant(s.integer(7))};
}

std::vector<Delivery> sent_deliveries(Database& db, std::string_view subscription,
                                      std::int64_t limit) {
  auto s = db.prepare(
      "SELECT id FROM deliveries WHERE subscription = ? AND id IN (SELECT delivery FROM "
      "delivery_targets WHERE state = 'sent') ORDER BY id DESC LIMIT ?");
  s.with(subscription, limit);
  std::vector<Delivery> out;
  while (s.step())
    if (auto delivery = read_delivery(db, s.integer(0))) out.push_back(*std::move(delivery));
  return out;
}

std::vector<DeliveryTarget> pending_targets(Database& db, std::string_view subscription) {
  auto s = db.prepare(
      "SELECT t.delivery, t.target, t.state, t.attempts, t.next_attempt, t.last_error FROM "
      "delivery_targets t JOIN deliveries d ON d.id = t.delivery WHERE t.state = 'pending' AND "
      "d.subscription = ? ORDER BY t.delivery, t.target");
  s.bind(1, subscription);
  std::vector<DeliveryTarget> out;
  while (s.step()) out.push_back(read_target(s));
  return out;
}

std::vector<DeliveryTarget> targets_of(Database& db, std::int64_t delivery) {
  auto s = db.prepare(
      "SELECT delivery, target, state, attempts, next_attempt, last_error FROM delivery_targets "
      "WHERE delivery = ? ORDER BY target");
  s.bind(1, delivery);
  std::vector<DeliveryTarget> out;
  while (s.step()) out.push_back(read_target(s));
  return out;
}

std::vector<std::string> subscriptions_with_pending(Database& db) {
  auto s = db.prepare(
      "SELECT DISTINCT d.subscription FROM delivery_targets t JOIN deliveries d ON d.id = "
      "t.delivery WHERE t.state = 'pending' ORDER BY 1");
  std::vector<std::string> out;
  while (s.step()) out.push_back(s.text(0));
  return out;
}

std::vector<Refusal> refusals(Database& db) {
  auto s = db.prepare(R"sql(
    WITH ends AS (SELECT d.subscription, t.target, t.state, t.done, t.last_error
                  FROM delivery_targets t JOIN deliveries d ON d.id = t.delivery),
    good AS (SELECT subscription, target, max(done) AS last FROM ends WHERE state = 'sent' GROUP BY 1, 2)
    SELECT e.subscription, e.target, count(*), e.last_error, max(e.done)
    FROM ends e LEFT JOIN good g ON g.subscription = e.subscription AND g.target = e.target
    WHERE e.state = 'failed' AND (g.last IS NULL OR e.done > g.last)
    GROUP BY 1, 2 ORDER BY 1, 2)sql");
  std::vector<Refusal> out;
  while (s.step()) out.push_back({s.text(0), s.text(1), s.integer(2), s.text(3)});
  return out;
}

void note_attempt(Database& db, const DeliveryTarget& target, Instant now, Outcome outcome,
                  std::string_view detail, Instant next) {
  Transaction transaction(db);
  db.prepare(
        "INSERT INTO delivery_attempts(delivery, target, at, outcome, detail) VALUES(?,?,?,?,?)")
      .with(target.delivery, target.target, seconds(now), name_of(outcome), detail)
      .run();
  const std::string_view state = outcome == Outcome::Sent      ? "sent"
                                 : outcome == Outcome::Refused ? "failed"
                                                               : "pending";
  auto s = db.prepare(
      "UPDATE delivery_targets SET state = ?3, attempts = attempts + 1, next_attempt = ?4, "
      "last_error = ?5, done = ?6 WHERE delivery = ?1 AND target = ?2");
  s.bind(1, target.delivery).bind(2, target.target).bind(3, state).bind(4, seconds(next));
  s.bind_known(5, outcome == Outcome::Sent ? "" : detail);
  if (outcome == Outcome::Retry)
    s.bind_null(6);
  else
    s.bind(6, seconds(now));
  s.run();
  settle(db, target.delivery);
  transaction.commit();
}

std::int64_t requeue_failed(Database& db, std::string_view subscription, Instant now) {
  Transaction transaction(db);
  db.prepare(
        "UPDATE alerts SET state = 'queued' WHERE state IN ('failed', 'sent') AND (?1 = '' OR "
        "subscription = ?1) AND delivery IN (SELECT delivery FROM delivery_targets WHERE state = "
        "'failed')")
      .with(subscription)
      .run();
  const auto changed =
      db.prepare(
            "UPDATE delivery_targets SET state = 'pending', attempts = 0, next_attempt = ?2, done "
            "= NULL WHERE state = 'failed' AND (?1 = '' OR delivery IN (SELECT id FROM deliveries "
            "WHERE subscription = ?1))")
          .with(subscription, seconds(now))
          .run();
  transaction.commit();
  return changed;
}

}  // namespace chokepoint
