#include "tools/chokepoint/models_option.h"

#include <cstdio>
#include <cstdlib>
#include <filesystem>

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

std::shared_ptr<const Model> model_or_complain(Globals& globals) {
  auto model = load_model(model_folders(globals));
  if (model) return *model;
  std::fprintf(stderr, "chokepoint: the model does not load:\n%s\n", model.error().line().c_str());
  globals.status = kUsage;
  return nullptr;
}

}  // namespace chokepoint::cli
