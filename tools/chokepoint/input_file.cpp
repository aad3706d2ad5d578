#include "tools/chokepoint/input_file.h"

#include <filesystem>

#include "tools/chokepoint/setup.h"

namespace chokepoint::cli {

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

Result<std::ifstream> input_or_complain(const std::string& path, Globals& globals) {
  auto in = open_input(path);
  if (in) return in;
  complain(in.error().line());
  globals.status = kUsage;
  return in;
}

}  // namespace chokepoint::cli
