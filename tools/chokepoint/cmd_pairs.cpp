// chokepoint pairs: how tense each pair of countries is, and why.
#include <algorithm>
#include <cstdio>
#include <iostream>
#include <memory>

#include <CLI/CLI.hpp>
#include <nlohmann/json.hpp>

#include "models/core/json.h"
#include "storage/pairs.h"
#include "tools/chokepoint/store_option.h"

namespace chokepoint::cli {
namespace {

struct Options {
  std::string pair, format = "table", at;
};

std::string day_text(std::int64_t day) {
  return format_day(Day{std::chrono::days{day}});
}

void list(Database& db, std::int64_t today, const std::string& format) {
  std::vector<std::pair<double, Pair>> levels;
  for (const auto& pair : known_pairs(db)) levels.emplace_back(pair_level(db, pair, today), pair);
  std::ranges::stable_sort(levels, std::greater<>{}, [](const auto& l) { return l.first; });
  if (format == "table") std::printf("%-6s %-6s %8s\n", "actor", "target", "level");
  for (const auto& [level, pair] : levels) {
    if (format == "table")
      std::printf("%-6s %-6s %8.2f\n", pair.actor.c_str(), pair.target.c_str(), level);
    else
      std::cout << json_line({{"actor", pair.actor}, {"target", pair.target}, {"level", level}})
                << '\n';
  }
}

// Every weight behind the level, and the level after each day with a change.
void explain(Database& db, const Pair& pair, std::int64_t today, const std::string& format) {
  std::map<std::int64_t, double> levels;
  for (const auto& l : pair_series(db, pair)) levels[l.day] = l.level;
  if (format == "table") std::printf("%-10s %8s %8s  %s\n", "day", "weight", "level", "event");
  for (const auto& w : pair_weights(db, pair, -1'000'000, 1'000'000)) {
    if (format == "table")
      std::printf("%-10s %+8.2f %8.2f  %s\n", day_text(w.day).c_str(), w.weight, levels[w.day],
                  w.event.c_str());
    else
      std::cout << json_line({{"day", day_text(w.day)},
                              {"weight", w.weight},
                              {"level", levels[w.day]},
                              {"event", w.event},
                              {"transition", w.transition}})
                << '\n';
  }
  if (format == "table")
    std::printf("on %s: %.2f (weights halve every %.0f days)\n", day_text(today).c_str(),
                pair_level(db, pair, today), kPairHalfLife);
}

void run(const Options& options, Globals& globals) {
  const auto day = options.at.empty() ? std::chrono::floor<std::chrono::days>(system_clock()())
                                      : parse_day(options.at).value_or(Day{});
  const auto colon = options.pair.find(':');
  if (!options.pair.empty() && colon == std::string::npos) {
    std::fprintf(stderr, "chokepoint: --pair %s: write it as CN:JP\n", options.pair.c_str());
    globals.status = kUsage;
    return;
  }
  auto db = open_store(globals, OpenMode::Read);
  if (!db) return;
  const auto today = day.time_since_epoch().count();
  if (options.pair.empty())
    list(*db, today, options.format);
  else
    explain(*db, {options.pair.substr(0, colon), options.pair.substr(colon + 1)}, today,
            options.format);
}

}  // namespace

void add_pairs(CLI::App& app, Globals& globals) {
  auto* command = app.add_subcommand(
      "pairs", "How tense each pair of countries is; with --pair, which events make it so");
  auto options = std::make_shared<Options>();
  command->add_option("--pair", options->pair, "ACTOR:TARGET, as CN:JP");
  command->add_option("--at", options->at, "On this day (2026-01-06) instead of today");
  command->add_option("--format", options->format, "table or jsonl")
      ->check(CLI::IsMember({"table", "jsonl"}));
  command->callback([options, &globals] { run(*options, globals); });
}

}  // namespace chokepoint::cli
