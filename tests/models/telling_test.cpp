// What `classify` tells of an article is what `explain` says it tells.
#include <set>
#include <tuple>

#include <doctest/doctest.h>

#include "models/engine/coder.h"
#include "models/engine/explain.h"
#include "models/engine/gold.h"
#include "tests/models/shipped_model.h"

using namespace chokepoint;

TEST_CASE("explaining an article tells the same moves as coding it") {
  using Move = std::tuple<std::string, std::string, std::string, std::string, bool>;
  const std::string corpus = SOURCE_DIR "/models/corpus/dev_";
  const auto articles = load_gold(corpus + "articles.jsonl", corpus + "gold.jsonl", "");
  REQUIRE(articles);
  std::size_t told = 0;
  for (std::size_t i = 0; i < articles->size(); i += 3) {
    const auto& document = (*articles)[i].document;
    CAPTURE(document.id);
    std::multiset<Move> coded, explained;
    for (const auto& m : read_document(shipped_model(), document).events)
      coded.emplace(m.type, m.actor, m.target, name_of(m.stage), m.background);
    for (const auto& m : explain(shipped_model(), document).moves)
      if (m.told) explained.emplace(m.type, m.actor, m.target, m.stage, m.background);
    CHECK(coded == explained);
    told += coded.size();
  }
  CHECK(told > 100);
}
