// Loading: every mistake is told with its place and a remedy, and folders lie over one another by
// id.
#include <algorithm>
#include <filesystem>
#include <fstream>
#include <set>

#include <unistd.h>

#include "models/core/fold.h"
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

// Those whom a text of this one form may mean, without the countries' names in it.
std::set<std::string> bodies_called(const Model& model, const std::string& form,
                                    const char* language) {
  const auto folded = fold_text(form);
  std::set<std::string> out;
  for (const auto& hit : model.forms.scan(folded, model.language_of(language)->bit)) {
    const auto& m = model.meanings[hit.meaning];
    const bool body = m.kind == Meaning::Kind::Agency || m.kind == Meaning::Kind::GenericAgency;
    if (body && hit.start == 0 && hit.end == folded.size()) out.insert(model.agencies[m.index].id);
  }
  return out;
}

using Bodies = std::set<std::string>;

constexpr auto kLighthouses =
    "[[kind]]\nid = \"lighthouses\"\nsuffix = \"LIGHTHOUSE\"\ncountries = [\"PT\", \"GR\"]\n"
    "names.en = [\"{adjective} lighthouse (board/office)\", \"lighthouse board of {country}\"]\n"
    "generic.en = [\"tallow board\"]\nexcept.de = [\"GR\"]\n"
    "names.de = [\"{adjective} Leuchtfeueramt\"]\n";

// The shipped model with kinds, bodies and goods added: loaded once, as sanitizers take their time.
const Model& model_with_additions() {
  static const auto loaded = [] {
    const Overlay o;
    o.write("agencies/a_kind.toml", kLighthouses);
    o.write("agencies/mine.toml",
            "[[kind]]\nid = \"customs\"\ncountries = [\"FJ\"]\n"
            "names.en = [\"{country} tidewaiters\"]\n\n"
            "[[agency]]\nid = \"PT.LIGHTHOUSE\"\ncountry = \"PT\"\n"
            "names.en = [\"Faroleiros\"]\n\n"
            "[[agency]]\nid = \"JP.METI\"\nnames.en = [\"Kasumigaseki traders\"]\n");
    o.write("items/mine.toml", "[[item]]\nid = \"gallium\"\nnames.en = [\"element 31\"]\n");
    auto result = o.load();
    if (!result) FAIL(result.error().line());
    return std::move(*result);
  }();
  return *loaded;
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

TEST_CASE("a kind of body lends its forms to the body of each of its countries") {
  const auto& model = model_with_additions();
  CHECK(bodies_called(model, "Greek lighthouse board", "en") == Bodies{"GR.LIGHTHOUSE"});
  CHECK(bodies_called(model, "Portuguese lighthouse office", "en") == Bodies{"PT.LIGHTHOUSE"});
  CHECK(bodies_called(model, "lighthouse board of Portugal", "en") == Bodies{"PT.LIGHTHOUSE"});
  CHECK(bodies_called(model, "tallow board", "en") == Bodies{"GR.LIGHTHOUSE", "PT.LIGHTHOUSE"});
  CHECK(bodies_called(model, "portugiesisches Leuchtfeueramt", "de") == Bodies{"PT.LIGHTHOUSE"});
  CHECK(bodies_called(model, "griechisches Leuchtfeueramt", "de").empty());
}

TEST_CASE("an overlay adds names and countries to a kind by its id") {
  const auto& model = model_with_additions();
  CHECK(bodies_called(model, "Fiji tidewaiters", "en") == Bodies{"FJ.CUSTOMS"});
  CHECK(bodies_called(model, "Kenya tidewaiters", "en") == Bodies{"KE.CUSTOMS"});
  CHECK(bodies_called(model, "Fiji's customs authority", "en") == Bodies{"FJ.CUSTOMS"});
  const std::size_t added = 3;  // two lighthouses and Fiji's customs
  CHECK(model.agencies.size() == shipped_model().agencies.size() + added);
}

TEST_CASE("a body may have forms of its own beside its kind's") {
  const auto& model = model_with_additions();
  CHECK(bodies_called(model, "Faroleiros", "en") == Bodies{"PT.LIGHTHOUSE"});
}

TEST_CASE("a later table adds to a body and to a material, and takes nothing from them") {
  const auto& model = model_with_additions();
  CHECK(bodies_called(model, "Kasumigaseki traders", "en") == Bodies{"JP.METI"});
  const auto meti = std::find_if(model.agencies.begin(), model.agencies.end(),
                                 [](const Agency& a) { return a.id == "JP.METI"; });
  REQUIRE(meti != model.agencies.end());
  CHECK(meti->country == "JP");
  CHECK(meti->home == std::vector<std::string>{"ja"});
  CHECK(model.items[model.item_by_id.at("gallium")].kind == "element");
}

TEST_CASE("mistakes in a kind are told with their place and a remedy") {
  const Overlay o;
  o.write("agencies/mine.toml",
          "[[kind]]\nid = \"lighthouses\"\nsuffix = \"LIGHTHOUSE\"\ncountries = [\"ZY\"]\n"
          "names.en = [\"{land} lighthouses\"]\nnames.fr = [\"phares ({country}/bretons)\"]\n"
          "names.es = [\"faros {adjective} de {country}\"]\ncolour = 3\n\n"
          "[[kind]]\nid = \"customs\"\nsuffix = \"DOUANE\"\n");
  const auto told = o.problems();
  CHECK(has(told, "agencies/mine.toml:4:"));
  CHECK(has(told, "no country 'ZY' in countries.toml"));
  CHECK(has(told, "agencies/mine.toml:5:"));
  CHECK(has(told, "no placeholder '{land}'; write {country} or {adjective}"));
  CHECK(has(told, "a placeholder inside parentheses; write a form of its own for it"));
  CHECK(has(told, "a second placeholder; write one form for each"));
  CHECK(has(told, "unknown key 'colour'"));
  CHECK(has(told, "the bodies of kind 'customs' end in 'CUSTOMS' already"));
}

}  // namespace chokepoint
