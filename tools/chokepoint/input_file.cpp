#include "tools/chokepoint/input_file.h"

#include "tools/chokepoint/setup.h"

namespace chokepoint::cli {

Result<std::ifstream> input_or_complain(const std::string& path, Globals& globals) {
  auto in = open_input(path);
  if (in) return in;
  complain(in.error().line());
  globals.status = kUsage;
  return in;
}

}  // namespace chokepoint::cli
