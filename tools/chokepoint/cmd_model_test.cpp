// chokepoint model test: runs the cases that stand beside the rules.
#include <algorithm>
#include <cstdio>

#include <CLI/CLI.hpp>

#include "models/engine/rule_cases.h"
#include "tools/chokepoint/models_option.h"

namespace chokepoint::cli {
namespace {

void print_cover(const Model& model) {
  constexpr std::size_t kNamed = 6;
  for (const auto& [language, cover] : lexicon_cover(model)) {
    std::printf("%s: %zu of %zu concepts are in no case", language.c_str(), cover.unused.size(),
                cover.concepts);
    for (std::size_t i = 0; i < std::min(kNamed, cover.unused.size()); ++i)
      std::printf("%s%s", i == 0 ? ": " : ", ", cover.unused[i].c_str());
    std::puts(cover.unused.size() > kNamed ? ", ..." : "");
  }
}

void run_test(bool forms, Globals& globals) {
  const auto model = model_or_complain(globals);
  if (!model) return;
  const auto report = run_cases(*model);
  for (const auto& line : report.failures) std::printf("%s\n", line.c_str());
  for (const auto& line : report.uncovered)
    std::printf("%s has no case that makes it fire; add a [[rule.case]] below it\n", line.c_str());
  if (forms) print_cover(*model);
  std::printf("%zu cases, %zu wrong; %zu of %zu rules without a case that fires\n", report.cases,
              report.failures.size(), report.uncovered.size(), model->rules.size());
  if (!report.failures.empty()) globals.status = kPartly;
}

}  // namespace

void add_model_test(CLI::App& model, Globals& globals) {
  auto* command = model.add_subcommand(
      "test", "Run the cases beside the rules; list what is wrong and which rules have none");
  auto forms = std::make_shared<bool>(false);
  command->add_flag("--forms", *forms, "Also count, by language, the concepts that no case uses");
  command->callback([forms, &globals] { run_test(*forms, globals); });
}

}  // namespace chokepoint::cli
