// Loading: every mistake is told with its place and a remedy, and folders lie over one another by
// id.
#include <filesystem>
#include <fstream>

#include <unistd.h>

#include "tests/models/shipped_model.h"

namespace chokepoint {
namespace {

namespace fs = std::filesystem;

// A model folder of the test's own, gone at its end.
class Overlay {
 public:
  Overlay() : folder_(fs::temp_directory_path() / ("overlay-" + std::to_string(getpid()))) {
    fs::remove_all(folder_);
    fs::create_directories(folder_);
  }
  ~Overlay() { fs::remove_all(folder_); }
  Overlay(const Overlay&) = delete;
  Overlay& operator=(const Overlay&) = delete;

  void write(const std::string& file, const std::string& text) const {
    fs::create_directories((folder_ / file).parent_path());
    std::ofstream(folder_ / file) << text;
  }
  auto load() const {
    return load_model({std::string(SOURCE_DIR) + "/models/data", folder_.string()});
  }
  // The problems told, without the folder's name.
  std::string problems() const {
    const auto loaded = load();
    if (loaded) return "";
    auto text = loaded.error().line();
    const auto name = folder_.string() + "/";
    for (auto at = text.find(name); at != std::string::npos; at = text.find(name))
      text.erase(at, name.size());
    return text;
  }

 private:
  fs::path folder_;
};

bool has(const std::string& text, const std::string& part) {
  return text.find(part) != std::string::npos;
}

}  // namespace

TEST_CASE("a misspelt concept is told with its line, and the one that was meant") {
  const Overlay o;
  o.write("rules/mine.toml",
          "type = \"export_ban\"\n\n[[rule]]\nid = \"mine\"\nall = [[\"act.prohibti\"]]\n");
  const auto told = o.problems();
  CHECK(has(told, "rules/mine.toml:5:"));
  CHECK(has(told, "no concept 'act.prohibti'; did you mean 'act.prohibit'?"));
}

TEST_CASE("all mistakes of all files come at once") {
  const Overlay o;
  o.write("rules/mine.toml", "type = \"no_such_type\"\ncolour = 3\n");
  o.write("languages/en/mine.toml", "language = \"en\"\n[forms]\n\"act.lift\" = [\"lift(/s\"]\n");
  const auto told = o.problems();
  CHECK(has(told, "no type 'no_such_type'"));
  CHECK(has(told, "rules/mine.toml:2:1: unknown key 'colour'"));
  CHECK(has(told, "languages/en/mine.toml:3:"));
  CHECK(has(told, "'(' without its ')'"));
}

TEST_CASE("a folder that is not there is named") {
  const auto loaded = load_model({"/no/such/folder"});
  REQUIRE_FALSE(loaded);
  CHECK(loaded.error().line() == "/no/such/folder: no such folder of model data");
}

TEST_CASE("an overlay changes a type by its id and leaves the others") {
  const Overlay o;
  o.write("taxonomy.toml",
          "[[type]]\nid = \"export_ban\"\ndirection = \"escalates\"\ngroup = \"export\"\n"
          "severity = 3\n");
  const auto loaded = o.load();
  REQUIRE(loaded);
  const auto& model = **loaded;
  CHECK(model.types.size() == shipped_model().types.size());
  CHECK(model.types[*model.type_index("export_ban")].severity == 3);
  const auto other = *model.type_index("import_ban");
  CHECK(model.types[other].severity == shipped_model().types[other].severity);
  CHECK(model.version != shipped_model().version);
}

}  // namespace chokepoint
