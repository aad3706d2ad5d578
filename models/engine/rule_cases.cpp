#include "models/engine/rule_cases.h"

#include <algorithm>
#include <set>

#include "models/engine/annotate.h"
#include "models/engine/by_words.h"

namespace chokepoint {
namespace {

AnnotatedText annotate_case(const Model& model, const RuleCase& c) {
  Document document;
  document.lang = c.lang;
  document.text = c.text;
  return annotate_text(model, document);
}

std::set<std::size_t> rules_that_fire(const Model& model, const RuleCase& c) {
  std::set<std::size_t> out;
  for (const auto& candidate : all_moves(model, annotate_case(model, c)).candidates)
    out.insert(candidate.rules.begin(), candidate.rules.end());
  return out;
}

// "concepts found: obj.export, act.prohibit", for the one who mends the case.
std::string concepts_found(const Model& model, const RuleCase& c) {
  std::string out;
  for (const auto& a : annotate_case(model, c).annotations) {
    if (!is_concept(a)) continue;
    for (const auto id : model.concept_sets[a.meaning->index])
      out += (out.empty() ? "" : ", ") + model.concepts[id];
  }
  return out.empty() ? "no concept found in it" : "concepts found: " + out;
}

std::string failure(const Model& model, const Rule& rule, const RuleCase& c) {
  return c.where + ": '" + c.text + "' (" + c.lang + ") must " + (c.fires ? "make " : "not make ") +
         rule.id + " fire, but " + (c.fires ? "does not; " : "does; ") + concepts_found(model, c);
}

}  // namespace

CaseReport run_cases(const Model& model) {
  CaseReport out;
  for (std::size_t r = 0; r < model.rules.size(); ++r) {
    const auto& rule = model.rules[r];
    if (rule.all.empty()) continue;  // the second reader's
    bool covered = false;
    for (const auto& c : rule.cases) {
      ++out.cases;
      covered = covered || c.fires;
      if (model.language_of(c.lang) == nullptr)
        out.failures.push_back(c.where + ": no language '" + c.lang +
                               "'; see 'model list languages'");
      else if (rules_that_fire(model, c).contains(r) != c.fires)
        out.failures.push_back(failure(model, rule, c));
    }
    if (!covered) out.uncovered.push_back(rule.where + ": " + rule.id);
  }
  return out;
}

std::map<std::string, LexiconCover> lexicon_cover(const Model& model) {
  std::map<std::string, std::set<ConceptId>> known, used;
  model.forms.each([&](LanguageMask languages, std::uint32_t meaning) {
    const auto& m = model.meanings[meaning];
    if (m.kind != Meaning::Kind::Concepts) return;
    const auto& set = model.concept_sets[m.index];
    for (const auto& l : model.languages)
      if ((languages & l.bit) != 0) known[l.id].insert(set.begin(), set.end());
  });
  for (const auto& rule : model.rules)
    for (const auto& c : rule.cases) {
      const auto* language = model.language_of(c.lang);
      if (language == nullptr) continue;
      for (const auto& a : annotate_case(model, c).annotations)
        if (is_concept(a)) {
          const auto& set = model.concept_sets[a.meaning->index];
          used[language->id].insert(set.begin(), set.end());
        }
    }
  std::map<std::string, LexiconCover> out;
  for (const auto& [language, concepts] : known) {
    auto& cover = out[language];
    cover.concepts = concepts.size();
    for (const auto id : concepts)
      if (!used[language].contains(id)) cover.unused.push_back(model.concepts[id]);
  }
  return out;
}

}  // namespace chokepoint
