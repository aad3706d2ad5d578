// chokepoint: the command line. Each subcommand is one file; this one only lists them and maps
// failures to statuses.
#include <cstdio>
#include <exception>
#include <initializer_list>
#include <iostream>

#include <CLI/CLI.hpp>

#include "tools/chokepoint/commands.h"

namespace chokepoint::cli {
namespace {

// One row a subcommand, in the order of --help.
using AddCommand = void (*)(CLI::App&, Globals&);
const std::initializer_list<AddCommand> kCommands = {
    add_init,  add_feeds,   add_ingest, add_extract,   add_classify, add_explain,
    add_dates, add_inspect, add_model,  add_read_feed, add_events,   add_alerts,
    add_run,   add_status,  add_doctor, add_metrics,   add_event,    add_articles,
    add_pairs, add_sql,     add_export, add_replay,    add_db,
};

}  // namespace

int run(int argc, char** argv) {
  CLI::App app{"Chokepoint reads the world's news for trade-control moves and says each one once."};
  app.set_version_flag("--version", "chokepoint " CHOKEPOINT_VERSION);
  app.require_subcommand(1);
  Globals globals;
  app.add_option("-c,--config", globals.config_path,
                 "Configuration file (default: ./chokepoint.toml)");
  app.add_option("--models", globals.model_overlays,
                 "Folder laid over the bundled models; may be repeated");
  app.add_option("--model-cache", globals.model_cache,
                 "Folder that keeps the model as loaded for the next start; '' keeps none "
                 "(default: the user's cache)");
  for (const auto& add : kCommands) add(app, globals);
  try {
    app.parse(argc, argv);
  } catch (const CLI::RequiredError& e) {
    if (app.get_subcommands().empty() &&
        !app.remaining().empty()) {  // CLI11 would ask for a command
      std::fprintf(stderr, "chokepoint: no command '%s'; 'chokepoint --help' lists them\n",
                   app.remaining().front().c_str());
      return kUsage;
    }
    return app.exit(e) == 0 ? kOk : kUsage;
  } catch (const CLI::ParseError& e) {
    return app.exit(e) == 0 ? kOk : kUsage;
  }
  return globals.status;
}

}  // namespace chokepoint::cli

namespace {

// A script must not take half an answer for the whole.
bool all_written() {
  std::cout.flush();
  return std::cout.good() && std::fflush(stdout) == 0 && std::ferror(stdout) == 0;
}

}  // namespace

int main(int argc, char** argv) {
  try {
    const int status = chokepoint::cli::run(argc, argv);
    if (all_written()) return status;
    std::fprintf(stderr, "chokepoint: the output could not be written in full\n");
    return chokepoint::cli::kBroken;
  } catch (const std::exception& e) {
    std::fprintf(stderr, "chokepoint: %s\n", e.what());
    return chokepoint::cli::kBroken;
  }
}
