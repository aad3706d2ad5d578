// chokepoint feeds check: how the sources are doing, from what we remember; with --all, by asking
// each one now.
#include <algorithm>
#include <cstdio>
#include <memory>
#include <string>
#include <vector>

#include <CLI/CLI.hpp>
#include <nlohmann/json.hpp>

#include "feeds/feed.h"
#include "feeds/http.h"
#include "models/core/json.h"
#include "storage/feeds_store.h"
#include "tools/chokepoint/cmd_feeds.h"
#include "tools/chokepoint/setup.h"

namespace chokepoint::cli {
namespace {

struct FeedsCheckOptions {
  std::vector<std::string> ids;
  std::string sources, format = "table";
  bool all = false;
};

std::string span_text(std::chrono::seconds t) {
  const auto s = t.count();
  if (s < 0) return "-" + span_text(-t);
  if (s < 120) return std::to_string(s) + " s";
  if (s < 7200) return std::to_string(s / 60) + " min";
  if (s < 172'800) return std::to_string(s / 3600) + " h";
  return std::to_string(s / 86'400) + " d";
}

// Silent: no new entry for much longer than the feed's own rhythm would have it.
bool is_silent(const FeedState& s, Instant now) {
  constexpr std::chrono::hours kAtLeast{72};
  const auto last = s.last_new_entry;
  if (!last || s.rhythm.count() == 0) return false;
  return now - *last > std::max<std::chrono::seconds>(kAtLeast, s.rhythm * 8);
}

void print_remembered(const FeedSource& f, const FeedState& s, Instant now, bool json) {
  const auto silent = is_silent(s, now);
  if (json) {
    const auto time = [](const std::optional<Instant>& t) -> nlohmann::ordered_json {
      if (!t) return nullptr;
      return format_rfc3339(*t);
    };
    std::puts(json_line({{"id", f.id},
                         {"health", name_of(s.health)},
                         {"silent", silent},
                         {"last_success", time(s.last_success)},
                         {"last_new_entry", time(s.last_new_entry)},
                         {"rhythm_seconds", s.rhythm.count()},
                         {"next_poll", time(s.next_poll)},
                         {"failures", s.failures},
                         {"error", s.last_error},
                         {"moved_to", loggable_url(s.url)}})
                  .c_str());
    return;
  }
  std::string line = f.id + ": " + std::string{name_of(s.health)};
  if (silent) line += ", silent";
  if (s.last_success) line += ", read " + span_text(now - *s.last_success) + " ago";
  if (s.last_new_entry) line += ", last new entry " + span_text(now - *s.last_new_entry) + " ago";
  if (s.rhythm.count() > 0) line += ", usually every " + span_text(s.rhythm);
  if (s.next_poll)
    line += *s.next_poll <= now ? ", due" : ", next in " + span_text(*s.next_poll - now);
  if (s.failures > 0) line += ", " + std::to_string(s.failures) + " failures: " + s.last_error;
  std::puts(line.c_str());
}

std::string verdict(const FetchResponse& r) {
  if (r.error) return (r.blocked ? "blocked: " : "broken: ") + r.error->what;
  const auto feed = read_feed({r.body, r.content_type, r.final_url, 500});
  if (!feed) return "broken: " + feed.error().what;
  auto out = "good: " + feed->format + ", " + std::to_string(feed->entries.size()) + " entries";
  if (!feed->warnings.empty()) out += ", " + feed->warnings.front();
  if (r.final_url != r.url) out += ", redirected to " + loggable_url(r.final_url);
  return out;
}

void ask_all(const std::vector<FeedSource>& sources, const Config& config, bool json,
             Globals& globals) {
  std::size_t next = 0;
  make_fetcher(config.fetch)
      ->run(
          [&]() -> std::optional<FetchRequest> {
            if (next == sources.size()) return std::nullopt;
            FetchRequest request;
            request.tag = next;
            request.url = sources[next++].url;
            return request;
          },
          [&](FetchResponse r) {
            const auto said = verdict(r);
            const bool good = said.starts_with("good");
            if (!good) globals.status = kPartly;
            const auto& id = sources[r.tag].id;
            if (json)
              std::puts(json_line({{"id", id}, {"good", good}, {"verdict", said}}).c_str());
            else
              std::printf("%s: %s\n", id.c_str(), said.c_str());
            std::fflush(stdout);
          });
}

void keep_only(std::vector<FeedSource>& sources, const std::vector<std::string>& ids,
               Globals& globals) {
  if (ids.empty()) return;
  for (const auto& id : ids) {
    const auto same = [&](const auto& f) { return f.id == id; };
    if (std::none_of(sources.begin(), sources.end(), same)) {
      complain("no feed '" + id + "'; 'chokepoint feeds list' shows them");
      globals.status = kUsage;
    }
  }
  std::erase_if(
      sources, [&](const auto& f) { return std::find(ids.begin(), ids.end(), f.id) == ids.end(); });
}

void check(const FeedsCheckOptions& options, Globals& globals) {
  const auto config = config_or_complain(globals);
  if (!config) return;
  const bool json = options.format == "jsonl";
  if (!options.sources.empty()) {
    auto sources = load_sources(options.sources);
    if (sources) return ask_all(*sources, *config, json, globals);
    complain(sources.error().line());
    globals.status = kUsage;
    return;
  }
  auto db = store_or_complain(globals, *config);
  if (!db) return;
  sync_configured_sources(*db, config->feeds);
  auto sources = list_sources(*db);
  keep_only(sources, options.ids, globals);
  if (options.all) return ask_all(sources, *config, json, globals);
  const auto now = system_clock()();
  for (const auto& f : sources) {
    const auto state = load_feed_state(*db, f.id);
    if (state.failures > 0 && globals.status == kOk) globals.status = kPartly;
    print_remembered(f, state, now, json);
  }
}

}  // namespace

void add_feeds_check(CLI::App& feeds, Globals& globals) {
  auto options = std::make_shared<FeedsCheckOptions>();
  auto* sub = feeds.add_subcommand("check", "Tell how the sources are doing");
  sub->add_option("id", options->ids, "Only these");
  sub->add_flag("--all", options->all, "Ask each one over the network now, changing nothing");
  sub->add_option("--sources", options->sources, "Ask the feeds of this sources file instead");
  sub->add_option("--format", options->format, "table or jsonl")
      ->check(CLI::IsMember({"table", "jsonl"}));
  sub->footer(
      "Without --all: from what is remembered of earlier polls. Exit status 1 when one fails.");
  sub->callback([options, &globals] { check(*options, globals); });
}

}  // namespace chokepoint::cli
