#include "tools/chokepoint/store_option.h"

#include <cstdio>
#include <filesystem>

#include "pipeline/config.h"

namespace chokepoint::cli {

std::optional<std::string> store_path(Globals& globals) {
  const std::string file = globals.config_path.empty() ? "chokepoint.toml" : globals.config_path;
  if (globals.config_path.empty() && !std::filesystem::exists(file)) return Config{}.store;
  auto config = load_config(file);
  if (config) return config->store;
  std::fprintf(stderr, "chokepoint: %s\n", config.error().line().c_str());
  globals.status = kUsage;
  return std::nullopt;
}

std::optional<Database> open_store(Globals& globals, OpenMode mode) {
  const auto path = store_path(globals);
  if (!path) return std::nullopt;
  auto db = Database::open(*path, mode);
  if (db) return *std::move(db);
  std::fprintf(stderr, "chokepoint: %s\n", db.error().line().c_str());
  globals.status = kBroken;
  return std::nullopt;
}

}  // namespace chokepoint::cli
