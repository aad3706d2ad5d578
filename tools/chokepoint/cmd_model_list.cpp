// chokepoint model list: what the model knows, as tab-separated tables with a heading.
#include <cstdio>
#include <map>

#include <CLI/CLI.hpp>

#include "models/engine/model.h"
#include "tools/chokepoint/models_option.h"

namespace chokepoint::cli {
namespace {

void print_row(const std::vector<std::string>& cells) {
  for (std::size_t i = 0; i < cells.size(); ++i)
    std::printf("%s%s", i == 0 ? "" : "\t", cells[i].empty() ? "-" : cells[i].c_str());
  std::putchar('\n');
}

void list_types(const Model& model) {
  print_row({"type", "direction", "group", "family", "severity", "default_stage", "rules"});
  std::vector<std::size_t> rules(model.types.size(), 0);
  for (const auto& r : model.rules)
    if (!r.all.empty()) ++rules[r.type];
  for (std::size_t i = 0; i < model.types.size(); ++i) {
    const auto& t = model.types[i];
    char severity[32];
    std::snprintf(severity, sizeof severity, "%g", t.severity);
    print_row({t.id, t.direction, t.group, t.family, severity,
               std::string{name_of(t.default_stage)}, std::to_string(rules[i])});
  }
}

void list_concepts(const Model& model) {
  std::map<ConceptId, std::size_t> forms;
  model.forms.each([&](LanguageMask, std::uint32_t meaning) {
    const auto& m = model.meanings[meaning];
    if (m.kind != Meaning::Kind::Concepts) return;
    for (const auto id : model.concept_sets[m.index]) ++forms[id];
  });
  print_row({"concept", "forms"});
  for (std::size_t i = 0; i < model.concepts.size(); ++i)
    print_row({model.concepts[i], std::to_string(forms[static_cast<ConceptId>(i)])});
}

void list_rules(const Model& model) {
  print_row({"rule", "within", "trial", "cases", "where"});
  for (const auto& r : model.rules) {
    if (r.all.empty()) continue;  // the second reader's, written nowhere
    print_row({r.id, r.whole_sentence ? "sentence" : std::to_string(r.within),
               r.trial ? "yes" : "no", std::to_string(r.cases.size()), r.where});
  }
}

void list_agencies(const Model& model) {
  print_row({"agency", "country", "home"});
  for (const auto& a : model.agencies) {
    std::string home;
    for (const auto& tag : a.home) home += (home.empty() ? "" : " ") + tag;
    print_row({a.id, a.country, home});
  }
}

void list_items(const Model& model) {
  print_row({"item", "kind", "parent"});
  for (const auto& i : model.items) print_row({i.id, i.kind, i.parent});
}

void list_languages(const Model& model) {
  std::map<LanguageMask, std::size_t> forms;
  model.forms.each([&](LanguageMask languages, std::uint32_t) {
    for (const auto& l : model.languages)
      if ((languages & l.bit) != 0) ++forms[l.bit];
  });
  print_row({"language", "forms", "home country"});
  for (const auto& l : model.languages)
    print_row({l.id, std::to_string(forms[l.bit]), std::string{l.home_of(l.id)}});
}

using List = void (*)(const Model&);
const std::map<std::string, List> kLists = {
    {"types", list_types},       {"concepts", list_concepts}, {"rules", list_rules},
    {"agencies", list_agencies}, {"items", list_items},       {"languages", list_languages},
};

}  // namespace

void add_model_list(CLI::App& model, Globals& globals) {
  auto* command = model.add_subcommand("list", "List what the model knows, tab-separated");
  auto what = std::make_shared<std::string>("types");
  std::vector<std::string> names;
  for (const auto& [name, list] : kLists) names.push_back(name);
  command->add_option("WHAT", *what, "Which table (default: types)")->check(CLI::IsMember(names));
  command->callback([what, &globals] {
    if (const auto loaded = model_or_complain(globals)) kLists.at (*what)(*loaded);
  });
}

}  // namespace chokepoint::cli
