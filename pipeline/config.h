// The configuration file, chokepoint.toml, read strictly. One struct holds it all; each section is
// read by a function in a file of its own, listed in kSections of config.cpp. Relative paths are
// relative to the file's folder.
#pragma once

#include <chrono>
#include <string>
#include <vector>

#include "feeds/http.h"
#include "feeds/schedule.h"
#include "models/core/feed.h"
#include "models/core/result.h"
#include "models/core/toml.h"
#include "pipeline/subscription.h"

namespace chokepoint {

struct IngestLimits {
  std::size_t entries_per_feed = 500;  // of one poll, the newest
  std::size_t articles_per_run = 2000;
  int page_attempts = 4;  // then the feed's own summary stands for the article
  std::chrono::seconds robots_lifetime{86'400};
  std::chrono::seconds recheck_after{21'600};  // look at a young page again, once; 0: never
};

struct Config {
  std::string file;                         // as given; empty when there was none
  std::string store = "chokepoint.db";      // [store] path
  std::vector<std::string> model_overlays;  // [models] overlays
  FetchOptions fetch;                       // [fetch]
  SchedulePolicy schedule;                  // [schedule]
  IngestLimits ingest;                      // [ingest]
  std::vector<FeedSource> feeds;            // [[feed]] and the files of `sources`
  AlertConfig alerts;                       // [mail], [[subscription]], [[silence]]
};

// A file that cannot be read is the Error; every mistake inside one is a problem with its place.
struct ConfigRead {
  Config config;
  std::vector<Error> problems;
};
ConfigRead read_config(const std::string& path);
ConfigRead read_config_text(std::string_view text, const std::string& name);

// The same, with all problems as the lines of one Error.
Result<Config> load_config(const std::string& path);

// [[feed]] tables of a configuration or a sources file.
std::vector<FeedSource> read_feeds(const TomlTable& root);
Result<std::vector<FeedSource>> load_sources(const std::string& path);

// What `chokepoint init` writes: every section, commented.
std::string commented_config();

}  // namespace chokepoint
