// Reads the data folders into a Model. Internal to models/engine: others call load_model() of
// coder.h.
#pragma once

#include <functional>
#include <map>
#include <string>
#include <utility>
#include <vector>

#include "models/core/toml.h"
#include "models/engine/load_kinds.h"
#include "models/engine/model.h"

namespace chokepoint {

// What is gathered while the files are read: the model under construction, and what only loading
// needs.
class ModelBuilder {
 public:
  Model model;
  std::vector<Error> problems;
  std::vector<CountryForms> country_forms;  // by the country's index
  std::vector<BodyKind> kinds;

  // Adds every spelling of `notation` with this meaning; a bad notation is a problem of `table` at
  // `key`.
  void add_form(const TomlTable& table, std::string_view key, const std::string& notation,
                LanguageMask languages, std::uint32_t meaning);
  std::uint32_t meaning(const Meaning& m);
  // One for each agency and kind of meaning, however many files name it.
  std::uint32_t agency_meaning(std::size_t agency, Meaning::Kind kind);
  LanguageMask mask_of(std::string_view language) const;  // 0: no such language
  LanguageMask all_languages() const;
  // Where a form of this language may stand; `proper_name`: of a body or a company.
  LanguageMask languages_for(const std::string& language, bool proper_name) const;
  std::uint8_t cue(const std::string& name);  // index into Model::cues, made on first use
  // Calls `use` for each language that `table.key` has forms in: names.en = [...].
  void each_language(
      const TomlTable& table, std::string_view key,
      const std::function<void(const TomlTable& forms, const std::string& language)>& use);

 private:
  std::map<std::pair<std::size_t, Meaning::Kind>, std::uint32_t> agency_meanings_;
};

// One reader a kind of file; each may be called once a file, later files overriding earlier ones by
// id.
void read_taxonomy(ModelBuilder& b, const TomlTable& root);
void read_concepts(ModelBuilder& b, const TomlTable& root);
void read_language(ModelBuilder& b, const TomlTable& root);
void read_lexicon(ModelBuilder& b, const TomlTable& root);
void read_rules(ModelBuilder& b, const TomlTable& root);
void read_countries(ModelBuilder& b, const TomlTable& root);
void read_agencies(ModelBuilder& b, const TomlTable& root);
void read_kinds(ModelBuilder& b, const TomlTable& root);  // of a file of agencies
void read_items(ModelBuilder& b, const TomlTable& root);
void read_organisations(ModelBuilder& b, const TomlTable& root);
void read_documents(ModelBuilder& b, const TomlTable& root);

}  // namespace chokepoint
