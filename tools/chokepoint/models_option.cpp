#include "tools/chokepoint/models_option.h"

#include <cstdio>
#include <cstdlib>
#include <filesystem>

#include <sys/stat.h>

#include "models/engine/model_cache.h"

namespace chokepoint::cli {

std::string bundled_models() {
  if (const char* set = std::getenv("CHOKEPOINT_MODELS"))
    return set;  // NOLINT(concurrency-mt-unsafe): before any thread
  std::error_code none;
  const auto self = std::filesystem::read_symlink("/proc/self/exe", none);
  // build/PRESET/chokepoint stands two folders below the source tree.
  const auto source = self.parent_path().parent_path().parent_path() / "models" / "data";
  if (std::filesystem::exists(source / "taxonomy.toml", none)) return source.string();
  const auto beside = self.parent_path().parent_path() / "share" / "chokepoint" / "models";
  if (std::filesystem::exists(beside / "taxonomy.toml", none)) return beside.string();
  return CHOKEPOINT_INSTALLED_MODELS;
}

std::vector<std::string> model_folders(const Globals& globals) {
  std::vector<std::string> out{bundled_models()};
  out.insert(out.end(), globals.model_overlays.begin(), globals.model_overlays.end());
  return out;
}

std::string model_cache_folder(const Globals& globals) {
  if (globals.model_cache) return *globals.model_cache;
  const auto set = [](const char* name) {
    const char* value = std::getenv(name);  // NOLINT(concurrency-mt-unsafe): before any thread
    return std::string{value == nullptr ? "" : value};
  };
  if (const auto service = set("CACHE_DIRECTORY"); !service.empty()) return service;
  if (const auto user = set("XDG_CACHE_HOME"); !user.empty()) return user + "/chokepoint";
  if (const auto home = set("HOME"); !home.empty()) return home + "/.cache/chokepoint";
  return "";
}

namespace {

// Changes with every build.
std::string this_program() {
  struct stat about {};
  if (stat("/proc/self/exe", &about) != 0) return CHOKEPOINT_VERSION;
  return std::string{CHOKEPOINT_VERSION} + " " + std::to_string(about.st_size) + " " +
         std::to_string(about.st_mtim.tv_sec) + "." + std::to_string(about.st_mtim.tv_nsec);
}

std::shared_ptr<const Model> or_complain(const Result<std::shared_ptr<const Model>>& model,
                                         Globals& globals) {
  if (model) return *model;
  std::fprintf(stderr, "chokepoint: the model does not load:\n%s\n", model.error().line().c_str());
  globals.status = kUsage;
  return nullptr;
}

}  // namespace

std::shared_ptr<const Model> model_or_complain(Globals& globals) {
  return or_complain(
      load_model(model_folders(globals), {model_cache_folder(globals), this_program()}), globals);
}

std::shared_ptr<const Model> checked_model_or_complain(Globals& globals) {
  return or_complain(load_model(model_folders(globals)), globals);
}

}  // namespace chokepoint::cli
