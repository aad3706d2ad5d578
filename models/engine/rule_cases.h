// The cases that stand beside the rules in models/data/rules: texts that must make a rule fire, and
// texts that must not. Run by `chokepoint model test` and by our own tests.
#pragma once

#include <cstddef>
#include <map>
#include <string>
#include <vector>

#include "models/engine/model.h"

namespace chokepoint {

struct CaseReport {
  std::size_t cases = 0;
  std::vector<std::string> failures;   // "file:line:column: what happened and what to do"
  std::vector<std::string> uncovered;  // "file:line:column: rule", rules that no case makes fire
};
CaseReport run_cases(const Model& model);

// For each language, the concepts its lexicon has words for that no case of that language uses.
struct LexiconCover {
  std::size_t concepts = 0;
  std::vector<std::string> unused;
};
std::map<std::string, LexiconCover> lexicon_cover(const Model& model);

}  // namespace chokepoint
