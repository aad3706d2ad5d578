#include "pipeline/scope_check.h"

#include <algorithm>
#include <functional>
#include <set>
#include <string>

#include "models/core/country.h"
#include "models/core/language.h"
#include "models/core/toml.h"
#include "models/engine/model.h"

namespace chokepoint {
namespace {

using Names = std::vector<std::string>;

bool has(const Names& names, const std::string& name) {
  return std::ranges::find(names, name) != names.end();
}

// The ones of the model, as events and their articles show them.
struct KnownNames {
  Names types, countries{"*"}, items, languages;

  explicit KnownNames(const Model& model) {
    for (const auto& t : model.types) types.push_back(t.id);
    for (const auto& c : model.countries) countries.push_back(c.id);
    for (const auto& l : model.languages) languages.push_back(l.id);
    std::set<std::string> all;  // an item's parent need not be an item itself
    for (const auto& i : model.items) all.insert({i.id, i.parent});
    all.erase("");
    items.assign(all.begin(), all.end());
  }

  // A model reads ja or zh; an article may be in zh-Hant.
  bool has_language(const std::string& tag) const {
    return language_of_tag(tag) == tag && has(languages, tag.substr(0, tag.find('-')));
  }

  std::string tidy_language(const std::string& tag) const {
    auto tidy = language_of_tag(tag);
    return has_language(tidy) ? tidy : "";
  }
};

class ScopeCheck {
 public:
  ScopeCheck(const Config& config, const Model& model) : file_(config.file), known_(model) {
    for (const auto& s : config.alerts.subscriptions) check(s.scope, "subscription " + s.name);
    for (const auto& s : config.alerts.silences) check(s.scope, "silence '" + s.why + "'");
  }
  std::vector<Error> found() && { return std::move(found_); }

 private:
  void check(const AlertScope& scope, const std::string& whose) {
    whose_ = whose;
    for (const auto& name : scope.types)
      if (!has(known_.types, name))
        note("types", "there is no event type '" + name + "'", nearest_name(name, known_.types),
             "'chokepoint model list types' lists them");
    for (const auto& name : scope.actors) check_country("actors", name);
    for (const auto& name : scope.targets) check_country("targets", name);
    for (const auto& pair : scope.pairs) {
      check_country("pairs", pair.actor);
      check_country("pairs", pair.target);
    }
    for (const auto& name : scope.items)
      if (!has(known_.items, name))
        note("items", "there is no item '" + name + "'", nearest_name(name, known_.items),
             "'chokepoint model list items' lists them");
    for (const auto& name : scope.languages)
      if (!known_.has_language(name))
        note("languages", "no articles are read in '" + name + "'", known_.tidy_language(name),
             "'chokepoint model list languages' lists what is read");
  }

  void check_country(const char* key, const std::string& code) {
    if (!has(known_.countries, code))
      note(key, "'" + code + "' is no country", country_called(code, known_.countries),
           "write its two letters, as \"CN\", or a bloc's acronym, as \"ASEAN\"");
  }

  void note(const std::string& key, const std::string& what, const std::string& near,
            const std::string& otherwise) {
    const auto hint = near.empty() ? otherwise : "did you mean '" + near + "'?";
    found_.push_back(
        {Error::Kind::Config, whose_ + ", '" + key + "': " + what + "; " + hint, file_});
  }

  std::string file_, whose_;
  KnownNames known_;
  std::vector<Error> found_;
};

}  // namespace

std::vector<Error> unknown_names(const Config& config, const Model& model) {
  return ScopeCheck(config, model).found();
}

}  // namespace chokepoint
