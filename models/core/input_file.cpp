#include "models/core/input_file.h"

#include <filesystem>

namespace chokepoint {

bool is_folder(const std::string& path) {
  std::error_code ignored;
  return std::filesystem::is_directory(path, ignored);
}

Result<std::ifstream> open_input(const std::string& path) {
  if (is_folder(path)) return Error{Error::Kind::Config, "is a folder; name a file", path};
  std::ifstream in(path, std::ios::binary);
  if (!in) return Error{Error::Kind::Permanent, "cannot open this file", path};
  return in;
}

}  // namespace chokepoint
