// A place for a file of a test's own; what is there goes with it.
#pragma once

#include <filesystem>
#include <string>

#include <unistd.h>

namespace chokepoint {

class TemporaryFile {
 public:
  TemporaryFile() {
    path_ = std::filesystem::temp_directory_path() /
            ("chokepoint-test-" + std::to_string(getpid()) + ".tsv");
  }
  ~TemporaryFile() { std::filesystem::remove(path_); }
  std::string path() const { return path_.string(); }

 private:
  std::filesystem::path path_;
};

}  // namespace chokepoint
