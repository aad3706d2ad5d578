#include "models/engine/load_model.h"

#include <algorithm>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <set>

#include "models/engine/coder.h"

namespace chokepoint {
namespace {

namespace fs = std::filesystem;

using Reader = void (*)(ModelBuilder&, const TomlTable&);

std::vector<std::string> toml_files(const fs::path& folder) {
  std::vector<std::string> out;
  std::error_code none;
  for (const auto& entry : fs::directory_iterator(folder, none))
    if (entry.path().extension() == ".toml") out.push_back(entry.path().string());
  std::sort(out.begin(), out.end());
  return out;
}

std::vector<std::string> subfolders(const fs::path& folder) {
  std::vector<std::string> out;
  std::error_code none;
  for (const auto& entry : fs::directory_iterator(folder, none))
    if (entry.is_directory()) out.push_back(entry.path().string());
  std::sort(out.begin(), out.end());
  return out;
}

void read_file(ModelBuilder& b, const std::string& path, Reader reader) {
  const auto root = TomlTable::load_file(path);
  if (!root) {
    b.problems.push_back(root.error());
    return;
  }
  reader(b, *root);
  for (auto& p : root->finish()) b.problems.push_back(std::move(p));
}

void read_if_there(ModelBuilder& b, const fs::path& path, Reader reader) {
  if (fs::exists(path)) read_file(b, path.string(), reader);
}

// Languages come before anything that names one, concepts before lexicons and rules, each over all
// folders.
void read_folders(ModelBuilder& b, const std::vector<std::string>& folders) {
  const auto each = [&](auto&& use) {
    for (const auto& f : folders) use(fs::path{f});
  };
  each([&](const fs::path& f) {
    for (const auto& language : subfolders(f / "languages"))
      read_if_there(b, fs::path{language} / "language.toml", read_language);
  });
  each([&](const fs::path& f) { read_if_there(b, f / "taxonomy.toml", read_taxonomy); });
  each([&](const fs::path& f) { read_if_there(b, f / "concepts.toml", read_concepts); });
  each([&](const fs::path& f) { read_if_there(b, f / "countries.toml", read_countries); });
  each([&](const fs::path& f) { read_if_there(b, f / "elements.toml", read_items); });
  each([&](const fs::path& f) {
    for (const auto& file : toml_files(f / "items")) read_file(b, file, read_items);
    for (const auto& file : toml_files(f / "agencies")) read_file(b, file, read_agencies);
  });
  each([&](const fs::path& f) { read_if_there(b, f / "organisations.toml", read_organisations); });
  each([&](const fs::path& f) {
    for (const auto& language : subfolders(f / "languages"))
      for (const auto& file : toml_files(language))
        if (fs::path{file}.filename() != "language.toml") read_file(b, file, read_lexicon);
  });
  each([&](const fs::path& f) {
    for (const auto& file : toml_files(f / "rules")) read_file(b, file, read_rules);
  });
}

// The last folder that has a weights file or date grammars provides them.
void read_dates_and_weights(ModelBuilder& b, const std::vector<std::string>& folders) {
  for (auto folder = folders.rbegin(); folder != folders.rend(); ++folder) {
    const auto dates = fs::path{*folder} / "dates";
    if (!b.model.dates && fs::is_directory(dates)) {
      auto grammar = load_date_grammar(dates.string());
      if (grammar)
        b.model.dates = std::move(*grammar);
      else
        b.problems.push_back(grammar.error());
    }
    const auto weights = fs::path{*folder} / "weights.tsv";
    if (b.model.weights.empty() && fs::exists(weights)) {
      auto loaded = Weights::load_file(weights.string());
      if (loaded) {
        b.model.weights = std::move(*loaded);
        b.model.threshold = b.model.weights.named("threshold", b.model.threshold);
      } else {
        b.problems.push_back(loaded.error());
      }
    }
  }
}

std::string hash_of_files(const std::vector<std::string>& folders) {
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
      std::ifstream in(path, std::ios::binary);
      const std::string bytes{std::istreambuf_iterator<char>(in), {}};
      h = hash_feature(bytes, hash_feature(fs::relative(path, folder, none).string(), h));
    }
  }
  char out[17];
  std::snprintf(out, sizeof out, "%016llx", static_cast<unsigned long long>(h));
  return out;
}

void index_rules(Model& model) {
  model.rules_by_concept.assign(model.concepts.size(), {});
  for (std::size_t r = 0; r < model.rules.size(); ++r)
    for (const auto concept_id : model.rules[r].all.front())
      model.rules_by_concept[concept_id].push_back(r);
}

Error as_one(const std::vector<Error>& problems) {
  std::string lines;
  for (const auto& p : problems) lines += (lines.empty() ? "" : "\n") + p.line();
  return {Error::Kind::Config, lines, ""};
}

}  // namespace

void ModelBuilder::add_form(const TomlTable& table, std::string_view key,
                            const std::string& notation, LanguageMask languages,
                            std::uint32_t meaning_number) {
  const auto forms = expand_form(notation);
  if (!forms) {
    table.problem(forms.error().what, key);
    return;
  }
  for (const auto& form : *forms) model.forms.add(form, languages, meaning_number);
}

std::uint32_t ModelBuilder::meaning(const Meaning& m) {
  model.meanings.push_back(m);
  return static_cast<std::uint32_t>(model.meanings.size() - 1);
}

LanguageMask ModelBuilder::mask_of(std::string_view language) const {
  for (const auto& l : model.languages)
    if (l.id == language) return l.bit;
  return 0;
}

LanguageMask ModelBuilder::all_languages() const {
  LanguageMask all = 0;
  for (const auto& l : model.languages) all = static_cast<LanguageMask>(all | l.bit);
  return all;
}

void ModelBuilder::each_language(
    const TomlTable& table, std::string_view key,
    const std::function<void(const TomlTable&, const std::string&)>& use) {
  const auto forms = table.table(key);
  if (!forms) return;
  for (const auto& language : forms->keys()) {
    if (mask_of(language) == 0) {
      forms->problem(
          "no language '" + language + "'; add models/languages/" + language + "/language.toml",
          language);
      forms->strings(language);
      continue;
    }
    use(*forms, language);
  }
}

Result<std::shared_ptr<const Model>> load_model(const std::vector<std::string>& folders) {
  ModelBuilder b;
  b.model.cues.emplace_back("none");
  for (const auto& folder : folders)
    if (!fs::is_directory(folder))
      return Error{Error::Kind::Config, "no such folder of model data", folder};
  read_folders(b, folders);
  read_dates_and_weights(b, folders);
  if (b.model.languages.empty() || b.model.types.empty())
    b.problems.push_back({Error::Kind::Config,
                          "no taxonomy or no languages here; is this a folder of model data?",
                          folders.empty() ? "" : folders.front()});
  if (!b.problems.empty()) return as_one(b.problems);
  b.model.forms.build();
  index_rules(b.model);
  b.model.version = hash_of_files(folders);
  return std::shared_ptr<const Model>(std::make_shared<Model>(std::move(b.model)));
}

std::string model_version(const Model& model) {
  return model.version;
}

const Language* Model::language_of(std::string_view tag) const {
  const auto base = tag.substr(0, tag.find('-'));
  for (const auto& l : languages)
    if (l.id == base) return &l;
  return nullptr;
}

namespace {
template <class Id, class Map>
std::optional<Id> find_id(const Map& map, std::string_view id) {
  const auto it = map.find(std::string{id});
  if (it == map.end()) return std::nullopt;
  return static_cast<Id>(it->second);
}
}  // namespace

std::optional<std::size_t> Model::country_index(std::string_view id) const {
  return find_id<std::size_t>(country_by_id, id);
}
std::optional<std::size_t> Model::type_index(std::string_view id) const {
  return find_id<std::size_t>(type_by_id, id);
}
std::optional<ConceptId> Model::concept_id(std::string_view id) const {
  return find_id<ConceptId>(concept_by_id, id);
}

}  // namespace chokepoint
