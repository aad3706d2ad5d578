// chokepoint replay: what another model would have made of the documents in the store.
#include <cstdio>
#include <memory>

#include <CLI/CLI.hpp>

#include "pipeline/link_knowledge.h"
#include "pipeline/notify.h"
#include "pipeline/replay.h"
#include "tools/chokepoint/models_option.h"
#include "tools/chokepoint/setup.h"

namespace chokepoint::cli {
namespace {

void print(const char* what, const Difference& d, std::size_t limit) {
  std::printf("%-9s %d gained, %d lost, %d changed\n", what, d.gained, d.lost, d.changed);
  for (std::size_t i = 0; i < d.lines.size() && i < limit; ++i)
    std::printf("  %s\n", d.lines[i].c_str());
  if (d.lines.size() > limit)
    std::printf("  ... %zu more; --limit shows more\n", d.lines.size() - limit);
}

struct ReplayOptions {
  std::string since, now;
  bool apply = false;
  std::size_t limit = 40;
};

void run(const ReplayOptions& options, Globals& globals) {
  std::optional<Day> since;
  if (!options.since.empty() && !(since = parse_day(options.since))) {
    std::fprintf(stderr, "chokepoint: --since %s: not a day; write it as 2026-01-06\n",
                 options.since.c_str());
    globals.status = kUsage;
    return;
  }
  const auto config = config_or_default(globals);
  if (!config) return;
  const auto model = model_or_complain(globals);
  if (!model) return;
  const auto clock = clock_or_complain(options.now, globals);
  if (!clock) return;
  auto db = store_or_complain(globals, *config, OpenMode::Write);
  if (!db) return;
  const auto r = replay(*db, *model, since, options.apply,
                        notify_hook(config->alerts, link_knowledge(*model), *clock), (*clock)());
  std::printf("%d documents read again with model %s%s\n", r.documents,
              model_version(*model).c_str(),
              options.apply ? "; applied" : "; nothing is changed without --apply");
  if (r.pruned > 0)
    std::printf("%d documents have no text any more; their reading stands\n", r.pruned);
  print("mentions", r.mentions, options.limit);
  print("events", r.events, options.limit);
  print("alerts", r.alerts, options.limit);
}

}  // namespace

void add_replay(CLI::App& app, Globals& globals) {
  auto* command = app.add_subcommand(
      "replay",
      "Read the stored documents again, with this or another --models, and show the difference");
  auto options = std::make_shared<ReplayOptions>();
  command->add_option("--since", options->since, "Only documents published this day or later");
  command->add_flag("--apply", options->apply,
                    "Make it so, in one transaction; the old reading is kept");
  command->add_option("--now", options->now, "Take this (RFC 3339) for the present")->group("");
  command->add_option("--limit", options->limit, "Lines of detail for each kind of change");
  command->callback([options, &globals] { run(*options, globals); });
}

}  // namespace chokepoint::cli
