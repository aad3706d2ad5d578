#include "tools/chokepoint/setup.h"

#include <algorithm>
#include <cstdio>
#include <filesystem>
#include <sstream>

#include "pipeline/scope_check.h"

namespace chokepoint::cli {

std::string config_file(const Globals& globals) {
  return globals.config_path.empty() ? "chokepoint.toml" : globals.config_path;
}

void complain(const std::string& lines) {
  std::istringstream in(lines);
  for (std::string line; std::getline(in, line);)
    std::fprintf(stderr, "chokepoint: %s\n", line.c_str());
}

void warn_of_unknown_names(const Config& config, const Model& model) {
  for (const auto& unknown : unknown_names(config, model)) complain("warning: " + unknown.line());
}

std::optional<Config> config_or_complain(Globals& globals) {
  const auto path = config_file(globals);
  std::error_code ignored;
  if (!std::filesystem::exists(path, ignored)) {
    complain(path + ": no such configuration; 'chokepoint init' writes one");
    globals.status = kUsage;
    return std::nullopt;
  }
  auto config = load_config(path);
  if (!config) {
    complain(config.error().line());
    globals.status = kUsage;
    return std::nullopt;
  }
  globals.model_overlays.insert(globals.model_overlays.begin(), config->model_overlays.begin(),
                                config->model_overlays.end());
  return *std::move(config);
}

std::optional<Database> store_or_complain(Globals& globals, const Config& config, OpenMode mode) {
  auto db = Database::open(config.store, mode);
  if (db) return *std::move(db);
  complain(db.error().line());
  globals.status = kBroken;
  return std::nullopt;
}

std::optional<Config> config_or_default(Globals& globals) {
  const bool bare = globals.config_path.empty() && !std::filesystem::exists(config_file(globals));
  return bare ? std::optional(Config{}) : config_or_complain(globals);
}

std::optional<Database> open_store(Globals& globals, OpenMode mode) {
  const auto config = config_or_default(globals);
  return config ? store_or_complain(globals, *config, mode) : std::nullopt;
}

std::optional<Clock> clock_or_complain(const std::string& now, Globals& globals) {
  if (now.empty()) return system_clock();
  const auto at = parse_rfc3339(now);
  if (at) return Clock{[at = *at] { return at; }};
  complain("--now wants an RFC 3339 time such as 2026-01-06T12:00:00Z, not " + now);
  globals.status = kUsage;
  return std::nullopt;
}

}  // namespace chokepoint::cli
