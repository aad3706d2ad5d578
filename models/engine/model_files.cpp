#include "models/engine/model_files.h"

#include <algorithm>
#include <cstdio>
#include <filesystem>
#include <fstream>

#include "models/engine/weights.h"

namespace chokepoint {
namespace {

namespace fs = std::filesystem;

std::string bytes_of(const std::string& path) {
  std::ifstream in(path, std::ios::binary | std::ios::ate);
  const auto end = static_cast<std::streamoff>(in.tellg());
  std::string out(end > 0 ? static_cast<std::size_t>(end) : 0, '\0');
  in.seekg(0);
  in.read(out.data(), static_cast<std::streamsize>(out.size()));
  out.resize(static_cast<std::size_t>(std::max<std::streamsize>(in.gcount(), 0)));
  return out;
}

}  // namespace

std::string hash_of_model_files(const std::vector<std::string>& folders) {
  std::uint64_t h = hash_feature("");
  for (const auto& folder : folders) {
    std::vector<std::string> files;
    std::error_code none;
    for (const auto& entry : fs::recursive_directory_iterator(folder, none)) {
      const auto ext = entry.path().extension();
      if (ext == ".toml" || ext == ".tsv") files.push_back(entry.path().string());
    }
    std::sort(files.begin(), files.end());
    for (const auto& path : files) {
      const auto name = fs::path{path}.lexically_relative(folder).string();
      h = hash_feature(bytes_of(path), hash_feature(name, h));
    }
  }
  char out[17];
  std::snprintf(out, sizeof out, "%016llx", static_cast<unsigned long long>(h));
  return out;
}

}  // namespace chokepoint
