// chokepoint pairs: how tense each pair of countries is, and why.
#include <algorithm>
#include <cmath>
#include <cstdio>
#include <iostream>
#include <map>
#include <memory>

#include <CLI/CLI.hpp>
#include <nlohmann/json.hpp>

#include "storage/pairs.h"
#include "tools/chokepoint/ask_options.h"
#include "tools/chokepoint/not_negative.h"
#include "tools/chokepoint/setup.h"
#include "tools/chokepoint/sheet.h"
#include "tools/chokepoint/vocabulary.h"
#include "tools/chokepoint/when.h"

namespace chokepoint::cli {
namespace {

struct PairsOptions {
  std::string pair, format = "table", at, since, until, as_of;
  std::int64_t limit = -1;
};

// Days since 1970-01-01.
struct Range {
  std::int64_t today = 0, first = 0, last = 0;
  std::optional<Instant> as_of;
};

std::string day_text(std::int64_t day) {
  return format_day(Day{std::chrono::days{day}});
}

double rounded(double level) {
  return std::round(level * 100) / 100;
}

double level_on(Database& db, const Pair& pair, const Range& range) {
  if (!range.as_of) return pair_level(db, pair, range.today);
  const auto all = pair_weights(db, pair, range.as_of);
  const auto series = levels_of(all);
  return series.empty() ? 0 : level_after(series, range.today);
}

void list(Database& db, const Range& range, const PairsOptions& options) {
  std::vector<std::pair<double, Pair>> levels;
  for (const auto& pair : known_pairs(db, range.as_of))
    levels.emplace_back(level_on(db, pair, range), pair);
  std::ranges::stable_sort(levels, std::greater<>{}, [](const auto& l) { return l.first; });
  Sheet sheet({"actor", "target", "level"});
  for (const auto& [level, pair] : levels) {
    if (options.limit >= 0 && sheet.rows() >= options.limit) break;
    sheet.add({pair.actor, pair.target, rounded(level)});
  }
  sheet.write(std::cout, options.format);
}

// Every weight behind the level, and the level after each day with a change.
void explain(Database& db, const Pair& pair, const Range& range, const PairsOptions& options) {
  const auto all = pair_weights(db, pair, range.as_of);
  std::map<std::int64_t, double> levels;
  for (const auto& l : levels_of(all)) levels[l.day] = l.level;
  Sheet sheet({"day", "weight", "level", "event", "transition"});
  for (const auto& w : all) {
    if (w.day < range.first || w.day > range.last) continue;
    if (options.limit >= 0 && sheet.rows() >= options.limit) break;
    sheet.add({day_text(w.day), rounded(w.weight), rounded(levels[w.day]), w.event, w.transition});
  }
  sheet.write(std::cout, options.format);
  if (options.format == "table")
    std::printf("on %s: %.2f (weights halve every %.0f days)\n", day_text(range.today).c_str(),
                level_on(db, pair, range), kPairHalfLife);
}

// Puts a day people write into `day`; empty leaves it. False, and one line, where it is none.
bool take_day(const std::string& text, const char* option, bool end, std::int64_t& day,
              Globals& globals) {
  if (text.empty()) return true;
  const auto when = read_when(text, std::chrono::floor<std::chrono::days>(system_clock()()));
  if (when) {
    day = (end ? when->to : when->from).time_since_epoch().count();
    return true;
  }
  complain(std::string(option) + " " + text + ": not a day; write it as 2026-01-06");
  globals.status = kUsage;
  return false;
}

void run(const PairsOptions& options, Globals& globals) {
  Range range{std::chrono::floor<std::chrono::days>(system_clock()()).time_since_epoch().count(),
              -1'000'000,
              1'000'000,
              {}};
  std::int64_t known_by = 1'000'000;
  if (!take_day(options.as_of, "--as-of", true, known_by, globals)) return;
  if (!options.as_of.empty()) {
    range.today = known_by;
    range.as_of = Instant(Day{std::chrono::days{known_by + 1}}) - std::chrono::seconds{1};
  }
  if (!take_day(options.at, "--at", true, range.today, globals) ||
      !take_day(options.since, "--since", false, range.first, globals) ||
      !take_day(options.until, "--until", true, range.last, globals))
    return;
  const auto colon = options.pair.find(':');
  if (!options.pair.empty() && colon == std::string::npos) {
    complain("--pair " + options.pair + ": write it as CN:JP");
    globals.status = kUsage;
    return;
  }
  Question question;
  if (!options.pair.empty())
    if (auto asked = ask(question, "pair", {options.pair}); !asked) {
      complain(asked.error().line());
      globals.status = kUsage;
      return;
    }
  auto db = store_for(question, globals);
  if (!db) return;
  if (options.pair.empty()) return list(*db, range, options);
  const auto& pair = question.asked.front().values.front();  // in capitals
  explain(*db, {pair.substr(0, colon), pair.substr(colon + 1)}, range, options);
}

}  // namespace

void add_pairs(CLI::App& app, Globals& globals) {
  auto* command = app.add_subcommand(
      "pairs", "How tense each pair of countries is; with --pair, which events make it so");
  auto options = std::make_shared<PairsOptions>();
  command->add_option("--pair", options->pair, "ACTOR:TARGET, as CN:JP");
  command->add_option("--at", options->at, "On this day instead of today");
  command->add_option("--since", options->since, "With --pair: only from this day on");
  command->add_option("--until", options->until, "With --pair: only to this day");
  command->add_option("--as-of", options->as_of,
                      "As it stood at the end of this day, from what had been seen by then");
  command->add_option("--limit", options->limit, "At most so many")->check(not_negative);
  add_format(*command, options->format, kSheetFormats);
  command->callback([options, &globals] { run(*options, globals); });
}

}  // namespace chokepoint::cli
