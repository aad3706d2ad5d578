#include "pipeline/config.h"

#include <filesystem>
#include <initializer_list>
#include <limits>
#include <set>

#include "pipeline/config_alerts.h"

namespace chokepoint {
namespace {

namespace fs = std::filesystem;
using std::chrono::milliseconds;
using std::chrono::seconds;

std::string beside(const std::string& file, const std::string& path) {
  const fs::path p{path};
  if (p.is_absolute() || path == ":memory:") return path;
  return (fs::path{file}.parent_path() / p).lexically_normal().string();
}

// A whole number of at least `least`, else a problem at its place.
std::int64_t at_least(const TomlTable& t, std::string_view key, std::int64_t fallback,
                      std::int64_t least) {
  const auto value = t.integer(key, fallback);
  if (value >= least) return value;
  t.problem("'" + std::string{key} + "' must be at least " + std::to_string(least), key);
  return fallback;
}

template <class Duration>
void read_time(const TomlTable& t, std::string_view key, Duration& out, std::int64_t least = 0) {
  out = Duration{at_least(t, key, out.count(), least)};
}

void read_seconds(const TomlTable& t, std::string_view key, milliseconds& out) {
  const auto value = t.number(key, static_cast<double>(out.count()) / 1000);
  if (value > 0 && value < 86'400)
    out = milliseconds{static_cast<std::int64_t>(value * 1000)};
  else
    t.problem("'" + std::string{key} + "' must be a number of seconds, above 0", key);
}

template <class Count>
void read_count(const TomlTable& t, std::string_view key, Count& out, std::int64_t least = 1) {
  const auto value = at_least(t, key, static_cast<std::int64_t>(out), least);
  if (value <= std::numeric_limits<int>::max())
    out = static_cast<Count>(value);
  else
    t.problem("'" + std::string{key} + "' is too large", key);
}

void read_size(const TomlTable& t, std::string_view key, std::size_t& bytes) {
  auto kib = bytes >> 10U;
  read_count(t, key, kib);
  bytes = kib << 10U;
}

void read_store(const TomlTable& root, Config& config) {
  const auto t = root.table("store");
  if (t) config.store = t->string("path", config.store);
  config.store = beside(config.file, config.store);
}

void read_models(const TomlTable& root, Config& config) {
  const auto t = root.table("models");
  if (!t) return;
  for (const auto& path : t->strings("overlays"))
    config.model_overlays.push_back(beside(config.file, path));
}

void read_fetch(const TomlTable& root, Config& config) {
  const auto t = root.table("fetch");
  if (!t) return;
  auto& f = config.fetch;
  f.user_agent = t->string("user_agent", f.user_agent);
  read_count(*t, "parallel", f.parallel);
  read_count(*t, "per_domain", f.per_domain);
  read_time(*t, "spacing_ms", f.spacing);
  f.allow_private_hosts = t->strings("allow_private_hosts");
  f.proxy = t->string("proxy");
  if (const auto ca = t->string("ca_file"); !ca.empty()) f.ca_file = beside(config.file, ca);
  auto& l = f.limits;
  read_size(*t, "max_download_kib", l.wire_bytes);
  read_size(*t, "max_inflated_kib", l.inflated_bytes);
  read_seconds(*t, "connect_timeout", l.connect);
  read_seconds(*t, "first_byte_timeout", l.first_byte);
  read_seconds(*t, "timeout", l.total);
  read_count(*t, "low_speed_bytes", l.low_speed_bytes, 0);
  read_time(*t, "low_speed_seconds", l.low_speed_time, 1);
  read_count(*t, "max_redirects", l.redirects, 0);
}

void read_schedule(const TomlTable& root, Config& config) {
  const auto t = root.table("schedule");
  if (!t) return;
  auto& s = config.schedule;
  read_time(*t, "min_interval", s.min_interval, 1);
  read_time(*t, "start_interval", s.start_interval, 1);
  read_time(*t, "max_interval", s.max_interval, 1);
  read_time(*t, "max_backoff", s.max_backoff, 1);
  read_time(*t, "full_copy_after", s.full_copy_after);
  read_time(*t, "move_holds", s.move_holds);
  if (s.max_interval < s.min_interval)
    t->problem("'max_interval' must not be below 'min_interval'", "max_interval");
}

void read_ingest(const TomlTable& root, Config& config) {
  const auto t = root.table("ingest");
  if (!t) return;
  auto& i = config.ingest;
  read_count(*t, "entries_per_feed", i.entries_per_feed);
  read_count(*t, "articles_per_run", i.articles_per_run);
  read_count(*t, "page_attempts", i.page_attempts);
  read_time(*t, "robots_lifetime", i.robots_lifetime, 60);
  read_time(*t, "recheck_after", i.recheck_after);
}

void read_sources(const TomlTable& root, Config& config) {
  config.feeds = read_feeds(root);
  std::set<std::string> ids;
  for (const auto& feed : config.feeds) ids.insert(feed.id);
  for (const auto& name : root.strings("sources")) {
    auto more = load_sources(beside(config.file, name));
    if (!more) {
      root.problem(more.error().line(), "sources");
      continue;
    }
    for (auto& feed : *more) {
      if (!ids.insert(feed.id).second)
        root.problem("feed id '" + feed.id + "' of " + name + " is taken already", "sources");
      else
        config.feeds.push_back(std::move(feed));
    }
  }
}

void read_alert_sections(const TomlTable& root, Config& config) {
  config.alerts = read_alerts(root, config.file);
}

// One line a section. Each reads its own table and leaves the others alone.
using ReadSection = void (*)(const TomlTable& root, Config& config);
const std::initializer_list<ReadSection> kSections = {
    read_store,  read_models,  read_fetch,          read_schedule,
    read_ingest, read_sources, read_alert_sections,
};

ConfigRead read_root(Result<TomlTable> root, const std::string& name) {
  ConfigRead out;
  out.config.file = name;
  if (!root) {
    out.problems.push_back(root.error());
    return out;
  }
  for (const auto& read : kSections) read(*root, out.config);
  out.problems = root->finish();
  return out;
}

}  // namespace

ConfigRead read_config(const std::string& path) {
  return read_root(TomlTable::load_file(path), path);
}

ConfigRead read_config_text(std::string_view text, const std::string& name) {
  return read_root(TomlTable::load_text(text, name), name);
}

Result<Config> load_config(const std::string& path) {
  auto read = read_config(path);
  if (read.problems.empty()) return std::move(read.config);
  std::string lines;
  for (const auto& problem : read.problems) lines += (lines.empty() ? "" : "\n") + problem.line();
  return Error{Error::Kind::Config, lines, ""};
}

}  // namespace chokepoint
