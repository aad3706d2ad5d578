#include "models/engine/load_model.h"

#include <algorithm>
#include <atomic>
#include <filesystem>
#include <map>
#include <optional>
#include <set>
#include <thread>

#include "models/engine/coder.h"
#include "models/engine/draft_numbers.h"
#include "models/engine/draft_standing.h"
#include "models/engine/model_files.h"
#include "models/engine/name_features.h"
#include "models/engine/network_file.h"
#include "models/engine/sentence_features.h"
#include "models/engine/telling.h"
#include "models/engine/trees_file.h"

namespace chokepoint {
namespace {

namespace fs = std::filesystem;

using TableReader = void (*)(ModelBuilder&, const TomlTable&);

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

using Parsed = std::map<std::string, Result<TomlTable>>;

// Parsing is most of loading, and files do not depend on one another: all cores take part.
Parsed parse_all(const std::vector<std::string>& folders) {
  std::vector<std::string> files;
  for (const auto& folder : folders) {
    std::error_code none;
    for (const auto& entry : fs::recursive_directory_iterator(folder, none))
      if (entry.path().extension() == ".toml" && entry.path().parent_path().filename() != "dates")
        files.push_back(entry.path().string());
  }
  std::vector<std::optional<Result<TomlTable>>> tables(files.size());
  std::atomic<std::size_t> next = 0;
  const auto work = [&] {
    for (std::size_t i = next++; i < files.size(); i = next++)
      tables[i] = TomlTable::load_file(files[i]);
  };
  std::vector<std::jthread> others(std::max(1U, std::thread::hardware_concurrency()) - 1);
  for (auto& thread : others) thread = std::jthread(work);
  work();
  others.clear();
  Parsed out;
  for (std::size_t i = 0; i < files.size(); ++i) out.emplace(files[i], std::move(*tables[i]));
  return out;
}

// Hands each file of a kind to its reader, in the order of the folders.
class Files {
 public:
  Files(ModelBuilder& b, const std::vector<std::string>& folders)
      : b_(b), parsed_(parse_all(folders)) {}

  void read(const std::string& path, TableReader reader) {
    const auto it = parsed_.find(path);
    if (it == parsed_.end()) return;
    if (!it->second) {
      b_.problems.push_back(it->second.error());
      return;
    }
    reader(b_, *it->second);
    for (auto& p : it->second->finish()) b_.problems.push_back(std::move(p));
  }

 private:
  ModelBuilder& b_;
  Parsed parsed_;
};

// Languages come before anything that names one, concepts before lexicons and rules, each over all
// folders.
void read_folders(ModelBuilder& b, const std::vector<std::string>& folders) {
  Files files(b, folders);
  const auto each = [&](auto&& use) {
    for (const auto& f : folders) use(fs::path{f});
  };
  each([&](const fs::path& f) {
    for (const auto& language : subfolders(f / "languages"))
      files.read((fs::path{language} / "language.toml").string(), read_language);
  });
  each([&](const fs::path& f) { files.read((f / "concepts.toml").string(), read_concepts); });
  each([&](const fs::path& f) { files.read((f / "taxonomy.toml").string(), read_taxonomy); });
  each([&](const fs::path& f) { files.read((f / "countries.toml").string(), read_countries); });
  each([&](const fs::path& f) { files.read((f / "elements.toml").string(), read_items); });
  each([&](const fs::path& f) {
    for (const auto& file : toml_files(f / "items")) files.read(file, read_items);
    for (const auto& file : toml_files(f / "agencies")) files.read(file, read_agencies);
  });
  each([&](const fs::path& f) {
    files.read((f / "organisations.toml").string(), read_organisations);
  });
  each([&](const fs::path& f) { files.read((f / "documents.toml").string(), read_documents); });
  each([&](const fs::path& f) {
    for (const auto& language : subfolders(f / "languages"))
      for (const auto& file : toml_files(language))
        if (fs::path{file}.filename() != "language.toml") files.read(file, read_lexicon);
  });
  each([&](const fs::path& f) {
    for (const auto& file : toml_files(f / "rules")) files.read(file, read_rules);
  });
}

// The files are fitted together: a folder that has weights without the others has no second
// reader.
void read_weights(ModelBuilder& b, const std::string& folder) {
  const auto load = [&](const char* name, auto& into, auto read) {
    const auto path = fs::path{folder} / name;
    if (!fs::exists(path)) return;
    if (auto loaded = read(path.string()))
      into = std::move(*loaded);
    else
      b.problems.push_back(loaded.error());
  };
  NamedWeights heads;
  load("weights.tsv", heads, load_weights);
  if (heads.empty()) return;
  NetworkWeights sentences;
  load("sentences.tsv", sentences, load_network);
  NetworkWeights names;
  load("names.tsv", names, load_network);
  Forests forests;
  load("trees.tsv", forests, load_forests);
  b.model.set_weights(heads, sentences, names, forests);
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
    if (b.model.weights.empty()) read_weights(b, *folder);
  }
}

void index_rules(Model& model) {
  model.rules_by_concept.assign(model.concepts.size(), {});
  for (std::size_t r = 0; r < model.rules.size(); ++r)
    for (const auto concept_id : model.rules[r].all.front())
      model.rules_by_concept[concept_id].push_back(r);
  // One rule a type is enough to know the concept as part of its moves.
  model.rules_by_part.assign(model.concepts.size(), {});
  for (std::size_t r = 0; r < model.rules.size(); ++r)
    for (const auto& group : model.rules[r].all)
      for (const auto concept_id : group) {
        auto& known = model.rules_by_part[concept_id];
        const bool has_type = std::any_of(known.begin(), known.end(), [&](std::size_t k) {
          return model.rules[k].type == model.rules[r].type;
        });
        const bool acts = model.concepts[concept_id].starts_with("act.") ||
                          model.concepts[concept_id].starts_with("obj.") ||
                          model.concepts[concept_id].starts_with("move.");
        if (acts && !has_type) known.push_back(r);
      }
}

void add_rules_by_words(Model& model) {
  for (std::size_t type = 0; type < model.types.size(); ++type) {
    Rule rule;
    rule.id = model.types[type].id + ".by-words";
    rule.type = type;
    model.rules.push_back(std::move(rule));
  }
}

void name_homes(ModelBuilder& b) {
  for (std::size_t i = 0; i < b.model.countries.size(); ++i) {
    Meaning m;
    m.kind = Meaning::Kind::Country;
    m.naming = Naming::Home;
    m.index = static_cast<std::uint32_t>(i);
    b.model.home_meanings.push_back(b.meaning(m));
  }
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

std::uint8_t ModelBuilder::cue(const std::string& name) {
  auto& cues = model.cues;
  auto at = std::find(cues.begin(), cues.end(), name);
  if (at == cues.end()) at = cues.insert(cues.end(), name);
  return static_cast<std::uint8_t>(at - cues.begin());
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
  add_rules_by_words(b.model);
  name_homes(b);
  b.model.version = hash_of_model_files(folders);
  const auto model = std::make_shared<Model>(std::move(b.model));
  model->prepare();
  return std::shared_ptr<const Model>(model);
}

void Model::prepare() {
  for (auto& l : languages) {
    const auto byte = [](char c) { return static_cast<unsigned char>(c); };
    l.before_by_last.build(l.before, [&](const auto& form) { return byte(form.back()); });
    l.after_by_first.build(l.after, [&](const auto& form) { return byte(form.front()); });
  }
  words = {};
  for (const auto& t : types) {
    words.types.emplace_back(t.id);
    words.groups.emplace_back(t.group);
    words.directions.emplace_back(t.direction);
  }
  for (const auto& r : rules) words.rules.emplace_back(r.id);
  for (const auto& c : countries) words.countries.emplace_back(c.id);
  words.concepts.assign(concepts.begin(), concepts.end());
  words.cues.assign(cues.begin(), cues.end());
}

void Model::set_weights(const NamedWeights& of_heads, const NetworkWeights& of_sentences,
                        const NetworkWeights& of_names, const Forests& forests) {
  weights = Weights::from_names(of_heads);
  sentences = Network::from(of_sentences, sentence_outputs(type_ids()));
  names = Network::from(of_names, name_outputs(type_ids()));
  const auto grow = [&](const std::string& name, const std::vector<std::string>& numbers) {
    const auto found = forests.find(name);
    return found == forests.end() ? Trees{} : Trees::from(found->second, numbers);
  };
  const auto of_standing = standing_number_names(*this);
  scores = grow("draft", draft_number_names(*this));
  presences = grow("type", presence_number_names(*this));
  histories = grow("history", of_standing);
  stages.clear();
  for (const auto stage : {Stage::Considered, Stage::Announced, Stage::InForce, Stage::Ended})
    stages.push_back(grow(std::string{name_of(stage)}, of_standing));
}

std::vector<std::string> Model::type_ids() const {
  std::vector<std::string> out;
  for (const auto& t : types) out.push_back(t.id);
  return out;
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

std::string_view Language::home_of(std::string_view tag) const {
  for (const auto& wanted : {tag, std::string_view{id}})
    for (const auto& [of, home] : homes)
      if (of == wanted) return home;
  return {};
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
