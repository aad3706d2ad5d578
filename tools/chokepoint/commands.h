// What the subcommands share: global options, exit statuses, and one registration function each.
#pragma once

#include <optional>
#include <string>
#include <vector>

namespace CLI {
class App;
}

namespace chokepoint::cli {

// Exit statuses, documented in --help and in docs/cli.md.
inline constexpr int kOk = 0;
inline constexpr int kPartly = 1;  // some input was bad; the rest was done
inline constexpr int kUsage = 2;   // unknown flag, bad argument, bad configuration
inline constexpr int kBroken = 3;  // the machine: disk, database, network as a whole

struct Globals {
  std::string config_path;
  std::vector<std::string> model_overlays;
  std::optional<std::string> model_cache;  // as given; see models_option.h
  int status = kOk;                        // set by the subcommand's callback
};

// Each adds its subcommand (with help and a callback that sets globals.status) to the app.
void add_alerts(CLI::App& app, Globals& globals);
void add_explain(CLI::App& app, Globals& globals);
void add_extract(CLI::App& app, Globals& globals);
void add_classify(CLI::App& app, Globals& globals);
void add_dates(CLI::App& app, Globals& globals);
void add_feeds(CLI::App& app, Globals& globals);
void add_ingest(CLI::App& app, Globals& globals);
void add_init(CLI::App& app, Globals& globals);
void add_inspect(CLI::App& app, Globals& globals);
void add_metrics(CLI::App& app, Globals& globals);
void add_model(CLI::App& app, Globals& globals);
void add_read_feed(CLI::App& app, Globals& globals);
void add_events(CLI::App& app, Globals& globals);
void add_event(CLI::App& app, Globals& globals);
void add_articles(CLI::App& app, Globals& globals);  // articles, timeline, sources
void add_export(CLI::App& app, Globals& globals);
void add_sql(CLI::App& app, Globals& globals);
void add_pairs(CLI::App& app, Globals& globals);
void add_run(CLI::App& app, Globals& globals);
void add_status(CLI::App& app, Globals& globals);
void add_doctor(CLI::App& app, Globals& globals);
void add_replay(CLI::App& app, Globals& globals);
void add_db(CLI::App& app, Globals& globals);

// Parts of a subcommand in files of their own.
void add_alerts_check(CLI::App& alerts, Globals& globals);
// Subjects of `inspect` and `model` in files of their own.
void add_inspect_robots(CLI::App& inspect, Globals& globals);
void add_model_test(CLI::App& model, Globals& globals);
void add_model_list(CLI::App& model, Globals& globals);
void add_model_new(CLI::App& model, Globals& globals);

}  // namespace chokepoint::cli
