// chokepoint run|status|doctor: one whole round for a timer, and whether all is well.
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <memory>
#include <string>
#include <vector>

#include <CLI/CLI.hpp>
#include <nlohmann/json.hpp>

#include "models/core/json.h"
#include "pipeline/health.h"
#include "pipeline/ingest.h"
#include "pipeline/link_knowledge.h"
#include "pipeline/notify.h"
#include "pipeline/run_lock.h"
#include "pipeline/send_round.h"
#include "storage/feeds_store.h"
#include "storage/maintenance.h"
#include "storage/migrations.h"
#include "tools/chokepoint/commands.h"
#include "tools/chokepoint/models_option.h"
#include "tools/chokepoint/setup.h"

namespace chokepoint::cli {
namespace {

class Silent : public IngestListener {};

struct StatusOptions {
  std::string metrics, now, format = "text";
};

void tell_failure(const Delivery& d, const std::string& target, const Attempt& a) {
  if (a.outcome != Outcome::Sent)
    complain(std::string(a.outcome == Outcome::Retry ? "not sent yet to " : "refused by ") +
             target + ": " + d.subject + ": " + a.detail);
}

void run_round(const std::string& now, Globals& globals) {
  const auto config = config_or_complain(globals);
  if (!config) return;
  const auto clock = clock_or_complain(now, globals);
  if (!clock) return;
  const auto lock = RunLock::take(config->store + ".round");
  if (!lock) {
    // The last round still runs: that is no fault of this one.
    if (lock.error().kind == Error::Kind::Transient) return;
    complain(lock.error().line());
    globals.status = kBroken;
    return;
  }
  auto db = store_or_complain(globals, *config, OpenMode::Create);
  if (!db) return;
  const auto model = model_or_complain(globals);
  if (!model) return;
  warn_of_unknown_names(*config, *model);
  const auto knowledge = link_knowledge(*model);
  const auto fetcher = make_fetcher(config->fetch);
  Silent listener;
  sync_configured_sources(*db, config->feeds);
  ingest({*db, *model, *fetcher, *config, *clock, notify_hook(config->alerts, knowledge, *clock),
          listener, false});
  const auto health = check_health(*db, *config, model_version(*model), (*clock)());
  tell_health(*db, *config, health, (*clock)());
  const auto sent = send_round(*db, *config, item_match(knowledge), *clock, tell_failure);
  if (!sent) complain(sent.error().line());
  for (const auto& finding : health.findings)
    if (finding.serious) complain(finding.what);
  if (!sent || !health.well() || sent->retried + sent->refused > 0) globals.status = kPartly;
}

bool write_whole(const std::string& path, const std::string& text) {
  {
    std::ofstream out(path + ".new", std::ios::binary | std::ios::trunc);
    out << text;
    out.close();
    if (!out) return false;
  }
  std::error_code fault;
  std::filesystem::rename(path + ".new", path, fault);
  return !fault;
}

void print_status(const HealthReport& r, const std::string& format) {
  if (format == "json") {
    nlohmann::ordered_json out{{"well", r.well()},          {"documents", r.counts.documents},
                               {"events", r.counts.events}, {"feeds", r.feeds},
                               {"alerts", r.counts.alerts}, {"pending", r.counts.pending}};
    out["findings"] = nlohmann::ordered_json::array();
    for (const auto& f : r.findings)
      out["findings"].push_back({{"key", f.key}, {"what", f.what}, {"serious", f.serious}});
    std::puts(json_line(out).c_str());
    return;
  }
  std::printf("documents %lld, events %lld, changes %lld\n",
              static_cast<long long>(r.counts.documents), static_cast<long long>(r.counts.events),
              static_cast<long long>(r.counts.transitions));
  std::string feeds, alerts;
  for (const auto& [name, n] : r.feeds) feeds += " " + name + " " + std::to_string(n);
  for (const auto& [name, n] : r.counts.alerts) alerts += " " + name + " " + std::to_string(n);
  std::printf("feeds:%s\nalerts:%s; waiting for delivery %lld\n",
              feeds.empty() ? " none" : feeds.c_str(), alerts.empty() ? " none" : alerts.c_str(),
              static_cast<long long>(r.counts.pending));
  if (r.last_round) std::printf("last poll %s\n", format_rfc3339(*r.last_round).c_str());
  for (const auto& f : r.findings)
    std::printf("%s: %s\n", f.serious ? "TROUBLE" : "note", f.what.c_str());
  if (r.well()) std::puts("all is well");
}

void run_status(const StatusOptions& options, Globals& globals) {
  const auto config = config_or_complain(globals);
  if (!config) return;
  const auto clock = clock_or_complain(options.now, globals);
  if (!clock) return;
  auto db = store_or_complain(globals, *config, OpenMode::Read);
  if (!db) return;
  const auto model = model_or_complain(globals);
  if (!model) return;
  const auto report = check_health(*db, *config, model_version(*model), (*clock)());
  if (!report.well()) globals.status = kPartly;
  if (options.metrics == "-") {
    std::fputs(metrics_text(report).c_str(), stdout);
    return;
  }
  if (!options.metrics.empty() && !write_whole(options.metrics, metrics_text(report))) {
    complain(options.metrics + ": cannot write here");
    globals.status = kBroken;
  }
  print_status(report, options.format);
}

bool say(bool good, const std::string& what, const std::string& detail) {
  std::printf("%-5s %s%s%s\n", good ? "ok" : "WRONG", what.c_str(), detail.empty() ? "" : ": ",
              detail.c_str());
  return good;
}

bool mail_is_well(const Config& config) {
  const auto& mail = config.alerts.mail;
  if (mail.server.empty()) return say(true, "mail", "no [mail] section; nothing to try");
  const auto password = read_secret(mail.password);
  if (!password) return say(false, "mail", password.error().line());
  const auto login = try_mail_login(mail, *password);
  return say(login.outcome == Outcome::Sent, "mail server " + mail.server,
             login.outcome == Outcome::Sent ? "connected, encrypted and logged in as configured"
                                            : login.detail);
}

// The feeds of the configuration and, where the store can be read, those added to it.
std::vector<FeedSource> feeds_to_try(const Config& config, Database* db) {
  auto out = config.feeds;
  if (db == nullptr) return out;
  for (auto& feed : list_sources(*db))
    if (!feed.configured) out.push_back(std::move(feed));
  return out;
}

bool network_is_well(const Config& config, Database* db) {
  const auto feeds = feeds_to_try(config, db);
  if (feeds.empty())
    return say(true, "network", "no feeds in the configuration or the store to try");
  const auto fetcher = make_fetcher(config.fetch);
  const auto& feed = feeds.front();
  const auto response = fetcher->get({.url = feed.url});
  return say(!response.error, "network, by feed " + feed.id,
             response.error ? response.error->line() : "status " + std::to_string(response.status));
}

void test_mail(const Config& config, const std::string& to, Globals& globals) {
  Subscription s;
  s.name = "doctor";
  const auto password = read_secret(config.alerts.mail.password);
  if (!password) return;
  s.to.push_back({"", to});
  const auto attempt = make_mail_channel(config.alerts.mail, *password)
                           ->deliver(sample_notice(s, config.alerts.mail, system_clock()()), s, to,
                                     system_clock()());
  if (!say(attempt.outcome == Outcome::Sent, "test mail to " + to, attempt.detail))
    globals.status = kPartly;
}

void run_doctor(const std::string& mail_to, Globals& globals) {
  const auto config = config_or_complain(globals);
  if (!config) return;
  say(true, "configuration " + config->file, "");
  auto db = Database::open(config->store, OpenMode::Untouched);
  bool well = say(static_cast<bool>(db), "store " + config->store, db ? "" : db.error().line());
  if (db) {
    const auto faults = check_database(*db);
    well = say(faults.empty(), "store is whole", faults.empty() ? "" : faults.front()) && well;
  }
  const auto model = load_model(model_folders(globals));
  well = say(static_cast<bool>(model), "model",
             model ? "version " + model_version(**model) : model.error().line()) &&
         well;
  const bool readable = db && check_migrations(*db);
  well = network_is_well(*config, readable ? &*db : nullptr) && well;
  well = mail_is_well(*config) && well;
  if (!well) globals.status = kPartly;
  if (!mail_to.empty()) test_mail(*config, mail_to, globals);
}

}  // namespace

void add_run(CLI::App& app, Globals& globals) {
  auto now = std::make_shared<std::string>();
  auto* sub = app.add_subcommand("run", "One whole round: ingest, link, tell. For cron and timers");
  sub->add_option("--now", *now, "Take this RFC 3339 time for the clock's (for tests)");
  sub->footer("Says nothing unless something is wrong. A round that still runs is left alone.");
  sub->callback([now, &globals] { run_round(*now, globals); });
}

void add_status(CLI::App& app, Globals& globals) {
  auto options = std::make_shared<StatusOptions>();
  auto* sub = app.add_subcommand("status", "Tell whether the monitor itself is well");
  sub->add_option("--metrics", options->metrics,
                  "Write Prometheus metrics to this file; '-' prints them instead");
  sub->add_option("--format", options->format, "How to print it")
      ->check(CLI::IsMember({"text", "json"}));
  sub->add_option("--now", options->now, "Take this RFC 3339 time for the clock's (for tests)");
  sub->footer("Exit status 1: somebody must act.");
  sub->callback([options, &globals] { run_status(*options, globals); });
}

void add_doctor(CLI::App& app, Globals& globals) {
  auto to = std::make_shared<std::string>();
  auto* sub = app.add_subcommand("doctor", "Try a set-up end to end");
  sub->add_option("--mail-to", *to, "Send a test mail to this address");
  sub->footer("Tries configuration, store, model, network and mail login, each with one line.");
  sub->callback([to, &globals] { run_doctor(*to, globals); });
}

}  // namespace chokepoint::cli
