// chokepoint ingest: polls what is due, reads what is new, codes and stores it. With --jsonl,
// documents already extracted.
#include <chrono>
#include <cstdio>
#include <filesystem>
#include <iostream>
#include <memory>
#include <string>

#include <CLI/CLI.hpp>
#include <nlohmann/json.hpp>
#include <unistd.h>

#include "models/core/json.h"
#include "pipeline/ingest.h"
#include "pipeline/link_knowledge.h"
#include "pipeline/notify.h"
#include "pipeline/scope_check.h"
#include "storage/feeds_store.h"
#include "tools/chokepoint/commands.h"
#include "tools/chokepoint/input_file.h"
#include "tools/chokepoint/models_option.h"
#include "tools/chokepoint/setup.h"

namespace chokepoint::cli {
namespace {

struct IngestOptions {
  std::string jsonl, log_format = "text", now;
  bool all = false;
};

// Told on standard error as it happens: lines for people, JSON for machines, a progress line for a
// terminal.
class Teller : public IngestListener {
 public:
  explicit Teller(bool json) : json_(json), terminal_(!json && ::isatty(STDERR_FILENO) != 0) {}

  void progress(Phase phase, std::size_t done, std::size_t of) override {
    if (!terminal_) return;
    const char* what = phase == Phase::Feeds ? "feeds" : phase == Phase::Pages ? "pages" : "coded";
    std::fprintf(stderr, "\r\033[K%s %zu of %zu", what, done, of);
    std::fflush(stderr);
    open_line_ = true;
  }
  void feed_read(const FeedSource& feed, std::size_t new_entries) override {
    if (json_) tell({{"event", "feed"}, {"feed", feed.id}, {"new_entries", new_entries}});
  }
  void feed_failed(const FeedSource& feed, Health health, const Error& error) override {
    const auto advice = health == Health::Gone
                            ? "; it will be asked once a week, 'chokepoint feeds remove " +
                                  feed.id + "' takes it out"
                            : std::string{};
    say({{"event", "feed_failed"},
         {"feed", feed.id},
         {"health", name_of(health)},
         {"error", error.line()}},
        "feed " + feed.id + " " + std::string{name_of(health)} + ": " + error.line() + advice);
  }
  void feed_moved(const FeedSource& feed, const std::string& to) override {
    say({{"event", "feed_moved"}, {"feed", feed.id}, {"to", loggable_url(to)}},
        "feed " + feed.id + " has moved for good to " + loggable_url(to));
  }
  void page_failed(const FeedSource& feed, const Error& error) override {
    say({{"event", "page_failed"}, {"feed", feed.id}, {"error", error.line()}},
        "page of " + feed.id + ": " + error.line());
  }
  void line_failed(const Error& error) override {
    say({{"event", "line_failed"}, {"error", error.line()}}, error.line());
  }
  void history_left(Day since) override {
    say({{"event", "history_left"}, {"since", format_day(since)}},
        "very many articles came out of order: --as-of is coarse from " + format_day(since) +
            " on until 'chokepoint db history' has run");
  }
  void warn(const Error& error) {
    say({{"event", "warning"}, {"error", error.line()}}, "warning: " + error.line());
  }
  void end_line() {
    if (std::exchange(open_line_, false)) std::fputs("\r\033[K", stderr);
  }

 private:
  void say(const nlohmann::ordered_json& event, const std::string& line) {
    if (json_) return tell(event);
    end_line();
    complain(line);
  }
  static void tell(const nlohmann::ordered_json& event) {
    std::fprintf(stderr, "%s\n", json_line(event).c_str());
  }

  bool json_;
  bool terminal_;
  bool open_line_ = false;
};

nlohmann::ordered_json to_json(const IngestReport& r, double seconds) {
  return {{"event", "done"},
          {"feeds", r.feeds},
          {"feeds_failed", r.failed_feeds},
          {"entries", r.entries},
          {"pages", r.pages},
          {"pages_failed", r.failed_pages},
          {"stubs", r.stubs},
          {"bad_lines", r.bad_lines},
          {"documents_new", r.processed.added},
          {"documents_changed", r.processed.changed},
          {"mentions", r.processed.mentions},
          {"transitions", r.processed.transitions},
          {"seconds", seconds}};
}

void print_summary(const IngestReport& r, const IngestOptions& options, double seconds) {
  if (options.log_format == "json") {
    std::puts(json_line(to_json(r, seconds)).c_str());
    return;
  }
  if (options.jsonl.empty())
    std::printf("feeds %d (%d failed), entries %d new, pages %d (%d failed), ", r.feeds,
                r.failed_feeds, r.entries, r.pages, r.failed_pages);
  else
    std::printf("lines %d bad, ", r.bad_lines);
  std::printf("documents %d new %d changed, mentions %d, transitions %d, %.1f s\n",
              r.processed.added, r.processed.changed, r.processed.mentions, r.processed.transitions,
              seconds);
}

int status_of(const IngestReport& r) {
  if (r.feeds > 1 && r.failed_feeds == r.feeds) return kBroken;  // not the feeds: the network
  return r.failed_feeds > 0 || r.bad_lines > 0 ? kPartly : kOk;
}

std::optional<IngestReport> run_parts(const IngestParts& parts, const IngestOptions& options,
                                      Globals& globals) {
  if (options.jsonl.empty()) {
    sync_configured_sources(parts.db, parts.config.feeds);
    return ingest(parts);
  }
  if (options.jsonl == "-") return ingest_lines(parts, std::cin, "standard input");
  auto lines = input_or_complain(options.jsonl, globals);
  if (!lines) return std::nullopt;
  return ingest_lines(parts, *lines, options.jsonl);
}

void run_ingest(const IngestOptions& options, Globals& globals) {
  // Documents at hand need no configuration: without one they go into ./chokepoint.db.
  const bool bare = !options.jsonl.empty() && globals.config_path.empty() &&
                    !std::filesystem::exists(config_file(globals));
  const auto config = bare ? std::optional(Config{}) : config_or_complain(globals);
  if (!config) return;
  const auto clock = clock_or_complain(options.now, globals);
  if (!clock) return;
  auto db = store_or_complain(globals, *config, bare ? OpenMode::Create : OpenMode::Write);
  if (!db) return;
  const auto model = model_or_complain(globals);
  if (!model) return;
  const auto fetcher = make_fetcher(config->fetch);
  const auto hook = notify_hook(config->alerts, link_knowledge(*model), *clock);
  Teller teller{options.log_format == "json"};
  for (const auto& unknown : unknown_names(*config, *model)) teller.warn(unknown);
  const auto start = std::chrono::steady_clock::now();
  const auto report = run_parts({*db, *model, *fetcher, *config, *clock, hook, teller, options.all},
                                options, globals);
  if (!report) return;
  teller.end_line();
  const std::chrono::duration<double> spent = std::chrono::steady_clock::now() - start;
  print_summary(*report, options, spent.count());
  globals.status = status_of(*report);
}

}  // namespace

void add_ingest(CLI::App& app, Globals& globals) {
  auto options = std::make_shared<IngestOptions>();
  auto* sub = app.add_subcommand("ingest", "Fetch what is due, read it, store what it says");
  sub->add_option("--jsonl", options->jsonl,
                  "Store these documents instead, one JSON object a line; '-' is standard input");
  sub->add_flag("--all", options->all, "Poll every feed, due or not");
  sub->add_option("--log-format", options->log_format, "How to tell what happens")
      ->check(CLI::IsMember({"text", "json"}));
  sub->add_option("--now", options->now, "Take this RFC 3339 time for the clock's (for tests)");
  sub->callback([options, &globals] { run_ingest(*options, globals); });
}

}  // namespace chokepoint::cli
