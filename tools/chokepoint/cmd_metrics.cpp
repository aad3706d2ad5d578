// chokepoint metrics: the state of the monitor over HTTP, for a Prometheus that asks.
#include <csignal>
#include <cstdio>
#include <memory>
#include <string>

#include <CLI/CLI.hpp>

#include "pipeline/health.h"
#include "pipeline/metrics_server.h"
#include "storage/database.h"
#include "tools/chokepoint/commands.h"
#include "tools/chokepoint/models_option.h"
#include "tools/chokepoint/setup.h"

namespace chokepoint::cli {
namespace {

struct MetricsOptions {
  std::string listen = "127.0.0.1:9469", now;
};

// Blocked before any thread starts, so that none but sigwait takes them.
sigset_t block_signals() {
  sigset_t stop;
  sigemptyset(&stop);
  sigaddset(&stop, SIGINT);
  sigaddset(&stop, SIGTERM);
  pthread_sigmask(SIG_BLOCK, &stop, nullptr);
  return stop;
}

void serve(const MetricsOptions& options, Globals& globals) {
  const auto config = config_or_complain(globals);
  if (!config) return;
  const auto clock = clock_or_complain(options.now, globals);
  if (!clock) return;
  const auto model = model_or_complain(globals);
  if (!model) return;
  const auto version = model_version(*model);
  const auto stop = block_signals();
  // The store is opened for each request: it may be made, moved or restored in between.
  const auto source = [&]() -> Result<std::string> {
    auto db = Database::open(config->store, OpenMode::Read);
    if (!db) return db.error();
    return metrics_text(check_health(*db, *config, version, (*clock)()));
  };
  const auto server = MetricsServer::start(options.listen, source);
  if (!server) {
    complain(server.error().line());
    globals.status = kUsage;
    return;
  }
  std::printf("listening on %s\n", (*server)->url().c_str());
  std::fflush(stdout);
  int signal = 0;
  sigwait(&stop, &signal);
}

}  // namespace

void add_metrics(CLI::App& app, Globals& globals) {
  auto options = std::make_shared<MetricsOptions>();
  auto* sub = app.add_subcommand("metrics", "Answer a Prometheus over HTTP, until stopped");
  sub->add_option("--listen", options->listen, "Address and port; port 0 takes a free one")
      ->capture_default_str();
  sub->add_option("--now", options->now, "Take this RFC 3339 time for the clock's (for tests)");
  sub->footer("Only GET /metrics, without a password: listen where strangers cannot reach.");
  sub->callback([options, &globals] { serve(*options, globals); });
}

}  // namespace chokepoint::cli
