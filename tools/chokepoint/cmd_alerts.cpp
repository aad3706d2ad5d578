// chokepoint alerts list|send: what was or will be told, and the round that tells it.
#include <algorithm>
#include <cstdio>
#include <memory>
#include <string>

#include <CLI/CLI.hpp>
#include <nlohmann/json.hpp>

#include "models/core/json.h"
#include "pipeline/deliver.h"
#include "pipeline/link_knowledge.h"
#include "pipeline/notify.h"
#include "pipeline/send_round.h"
#include "storage/alerts_store.h"
#include "storage/events.h"
#include "tools/chokepoint/alerts_plan.h"
#include "tools/chokepoint/commands.h"
#include "tools/chokepoint/models_option.h"
#include "tools/chokepoint/not_negative.h"
#include "tools/chokepoint/setup.h"
#include "tools/chokepoint/vocabulary.h"

namespace chokepoint::cli {
namespace {

struct ListOptions {
  AlertFilter filter;
  std::string format = "table";
};

struct SendOptions {
  bool dry_run = false, retry_failed = false, now_too = false;
  std::string now;
};

nlohmann::ordered_json to_json(const StoredAlert& a) {
  nlohmann::ordered_json out{{"subscription", a.subscription},
                             {"event", a.event},
                             {"transition", a.transition},
                             {"state", name_of(a.state)},
                             {"subject", a.subject},
                             {"at", format_rfc3339(a.made)},
                             {"documents", a.documents},
                             {"kind", a.kind},
                             {"reason", a.reason},
                             {"severity", a.severity},
                             {"due", format_rfc3339(a.due)}};
  out["sent"] = a.sent ? nlohmann::ordered_json(format_rfc3339(*a.sent)) : nullptr;
  return out;
}

void print_row(const StoredAlert& a) {
  std::printf("%s  %-9s %-16s %-14s %s\n", format_rfc3339(a.made).c_str(),
              std::string(name_of(a.state)).c_str(), a.subscription.c_str(), a.event.c_str(),
              a.subject.c_str());
  if (a.state != AlertState::Sent) std::printf("%22s%s\n", "", a.reason.c_str());
}

// One of the configuration, or one it had when there was something to tell.
bool is_subscription(Database& db, const Config& config, const std::string& name) {
  const auto& now = config.alerts.subscriptions;
  if (name.empty() || std::ranges::find(now, name, &Subscription::name) != now.end()) return true;
  AlertFilter earlier;
  earlier.subscription = name;
  earlier.not_told = true;
  earlier.limit = 1;
  return !list_alerts(db, earlier).empty();
}

void run_list(const ListOptions& options, Globals& globals) {
  const auto config = config_or_complain(globals);
  if (!config) return;
  auto db = store_or_complain(globals, *config, OpenMode::Read);
  if (!db) return;
  if (!is_subscription(*db, *config, options.filter.subscription)) {
    complain("there is no subscription '" + options.filter.subscription +
             "'; 'chokepoint alerts check' lists them");
    globals.status = kUsage;
    return;
  }
  const auto alerts = list_alerts(*db, options.filter);
  if (const auto& event = options.filter.event;
      alerts.empty() && !event.empty() && !load_event(*db, event)) {
    complain(no_event(event));
    globals.status = kUsage;
    return;
  }
  if (options.format == "json") {
    auto all = nlohmann::ordered_json::array();
    for (const auto& a : alerts) all.push_back(to_json(a));
    std::puts(json_line(all).c_str());
    return;
  }
  for (const auto& a : alerts)
    if (options.format == "jsonl")
      std::puts(json_line(to_json(a)).c_str());
    else
      print_row(a);
  if (alerts.empty() && options.format == "table") std::puts("no alerts");
}

void dry_run(Database& db, const Config& config, const SendOptions& options, const ItemMatch& items,
             Instant now) {
  Transaction undone(db);  // never committed
  if (options.retry_failed) requeue_failed(db, "", now);
  sweep_alerts(db, config.alerts, items, now);
  form_deliveries(db, config.alerts, now);
  print_plan(db, config, options.now_too, now);
}

void run_send(const SendOptions& options, Globals& globals) {
  const auto config = config_or_complain(globals);
  if (!config) return;
  auto db = store_or_complain(globals, *config);
  if (!db) return;
  const auto clock = clock_or_complain(options.now, globals);
  if (!clock) return;
  if (config->alerts.subscriptions.empty()) {
    complain("no [[subscription]] in " + config->file + "; nobody is to be told anything");
    return;
  }
  // Reminders and silences of an item ask what falls under it.
  const auto model = model_or_complain(globals);
  if (!model) return;
  warn_of_unknown_names(*config, *model);
  const auto items = item_match(link_knowledge(*model));
  if (options.dry_run) return dry_run(*db, *config, options, items, (*clock)());
  if (options.retry_failed) requeue_failed(*db, "", (*clock)());
  const auto tell = [](const Delivery& d, const std::string& target, const Attempt& a) {
    if (a.outcome == Outcome::Sent)
      std::printf("sent to %s: %s\n", target.c_str(), d.subject.c_str());
    else
      complain(std::string(a.outcome == Outcome::Retry ? "not sent yet to " : "refused by ") +
               target + ": " + d.subject + ": " + a.detail);
  };
  const auto report = send_round(*db, *config, items, *clock, tell, options.now_too);
  if (!report) {
    complain(report.error().line());
    globals.status = kBroken;
    return;
  }
  std::printf("sent %d, to be tried again %d, refused %d, waiting %d\n", report->sent,
              report->retried, report->refused, report->waiting);
  if (report->retried + report->refused > 0) globals.status = kPartly;
}

void add_list(CLI::App& alerts, Globals& globals) {
  auto options = std::make_shared<ListOptions>();
  auto* sub = alerts.add_subcommand("list", "Show what was or will be told");
  sub->add_option("--format", options->format, "How to print it")
      ->check(CLI::IsMember({"table", "json", "jsonl"}));
  sub->add_option("--subscription", options->filter.subscription, "Only of this subscription");
  sub->add_option("--event", options->filter.event, "Only of this event");
  sub->add_option("--state", options->filter.state, "Only in this state")
      ->check(CLI::IsMember({"queued", "sent", "failed", "silenced", "inhibited", "withdrawn"}));
  sub->add_flag("--all", options->filter.not_told, "Also what was silenced, inhibited, withdrawn");
  sub->add_option("--limit", options->filter.limit, "At most this many")->check(not_negative);
  sub->callback([options, &globals] { run_list(*options, globals); });
}

void add_send(CLI::App& alerts, Globals& globals) {
  auto options = std::make_shared<SendOptions>();
  auto* sub = alerts.add_subcommand("send", "Send what is due");
  sub->add_flag("--dry-run", options->dry_run, "Show what would go out and why; send nothing");
  sub->add_flag("--retry-failed", options->retry_failed, "Also what was refused for good earlier");
  sub->add_flag("--now-too", options->now_too, "Do not wait for the next attempt's time");
  sub->add_option("--now", options->now, "Take this RFC 3339 time for the clock's (for tests)");
  sub->footer("Exit status 1: something was not delivered; it is told on standard error.");
  sub->callback([options, &globals] { run_send(*options, globals); });
}

}  // namespace

void add_alerts(CLI::App& app, Globals& globals) {
  auto* alerts = app.add_subcommand("alerts", "Tell people what changed, once");
  alerts->require_subcommand(1);
  add_list(*alerts, globals);
  add_send(*alerts, globals);
  add_alerts_check(*alerts, globals);
}

}  // namespace chokepoint::cli
