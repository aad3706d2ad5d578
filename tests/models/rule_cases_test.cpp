// The cases beside the rules, on the model as shipped: what `chokepoint model test` runs.
#include "models/engine/rule_cases.h"

#include "tests/models/shipped_model.h"

namespace chokepoint {

TEST_CASE("every case beside the rules holds, and every rule has one that makes it fire") {
  const auto report = run_cases(shipped_model());
  CHECK(report.cases > 150);
  for (const auto& line : report.failures) FAIL_CHECK(line);
  for (const auto& line : report.uncovered) FAIL_CHECK(line);
}

TEST_CASE("a case that does not hold is told with its place and what was found") {
  Model model = shipped_model();
  model.rules[0].cases = {{"en", "The weather is fine.", "mine.toml:7:1", true},
                          {"xx", "Anything.", "mine.toml:9:1", true}};
  const auto failures = run_cases(model).failures;
  REQUIRE(failures.size() == 2);
  CHECK(failures[0].starts_with("mine.toml:7:1: 'The weather is fine.' (en) must make "));
  CHECK(failures[1].starts_with("mine.toml:9:1: no language 'xx'"));
}

}  // namespace chokepoint
