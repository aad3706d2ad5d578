#include "tools/chokepoint/alerts_plan.h"

#include <cstdio>
#include <set>
#include <string>
#include <vector>

#include "pipeline/notice_template.h"
#include "storage/alerts_store.h"
#include "storage/database.h"

namespace chokepoint::cli {
namespace {

// What the sender would do with one message of a subscription.
struct MessagePlan {
  std::int64_t delivery = 0;
  std::vector<DeliveryTarget> now;    // would be tried
  std::vector<DeliveryTarget> later;  // not due yet, or behind one that must go first
};

// A later message to a target waits for an earlier one, as in deliver_pending.
std::vector<MessagePlan> plan_of(Database& db, const Subscription& s, bool now_too, Instant now) {
  std::vector<MessagePlan> out;
  std::set<std::string> held;
  for (const auto& t : pending_targets(db, s.name)) {
    if (out.empty() || out.back().delivery != t.delivery) out.push_back({t.delivery, {}, {}});
    const bool due = now_too || t.next_attempt <= now;
    const bool goes = due && !held.contains(t.target);
    if (!goes) held.insert(t.target);
    (goes ? out.back().now : out.back().later).push_back(t);
  }
  return out;
}

void print_message(Database& db, const Subscription& s, const MessagePlan& plan,
                   const std::string& page, Instant now) {
  const auto notice = with_subject(notice_of(db, *read_delivery(db, plan.delivery)), s, page);
  if (!plan.now.empty()) {
    std::printf("%s: %s\n", s.name.c_str(), notice.subject.c_str());
    for (const auto& a : alerts_of_delivery(db, plan.delivery))
      std::printf("  %-24s %-14s %s\n", a.reason.c_str(), a.event.c_str(), a.subject.c_str());
    for (const auto& t : plan.now)
      std::printf("  to %s%s%s\n", t.target.c_str(),
                  t.last_error.empty() ? "" : ", again after: ", t.last_error.c_str());
    std::printf("\n%s\n", text_for(notice, s, page).c_str());
  }
  for (const auto& t : plan.later)
    std::printf("later, %s: %s: %s (to %s%s%s)\n",
                t.next_attempt > now ? format_rfc3339(t.next_attempt).c_str()
                                     : "after the message before it",
                s.name.c_str(), notice.subject.c_str(), t.target.c_str(),
                t.last_error.empty() ? "" : ", again after: ", t.last_error.c_str());
}

}  // namespace

void print_plan(Database& db, const Config& config, bool now_too, Instant now) {
  bool any = false;
  for (const auto& s : config.alerts.subscriptions)
    for (const auto& plan : plan_of(db, s, now_too, now)) {
      print_message(db, s, plan, config.alerts.mail.page, now);
      any = any || !plan.now.empty();
    }
  AlertFilter queued;
  queued.state = "queued";
  for (const auto& a : list_alerts(db, queued))
    if (a.due > now && !a.delivery)
      std::printf("later, %s: %s: %s (%s)\n", format_rfc3339(a.due).c_str(), a.subscription.c_str(),
                  a.subject.c_str(), a.reason.c_str());
  if (!any) std::puts("nothing would go out now");
}

}  // namespace chokepoint::cli
