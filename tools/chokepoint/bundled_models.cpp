#include "tools/chokepoint/bundled_models.h"

#include <cstdlib>
#include <filesystem>
#include <system_error>

namespace chokepoint::cli {

std::string bundled_models() {
  namespace fs = std::filesystem;
  if (const char* given = std::getenv("CHOKEPOINT_MODELS"))
    return given;  // NOLINT(concurrency-mt-unsafe)
  std::error_code error;
  const auto binary = fs::read_symlink("/proc/self/exe", error);
  const auto tree = binary.parent_path().parent_path().parent_path() / "models";
  if (!error && fs::is_directory(tree / "data", error)) return tree.string();
  return CHOKEPOINT_INSTALLED_MODELS;
}

}  // namespace chokepoint::cli
