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
  using Move = std::tuple<std::string, std::string, std::string, std::string, bool, std::string>;
  const std::string corpus = SOURCE_DIR "/models/corpus/dev_";
  const auto articles = load_gold(corpus + "articles.jsonl", corpus + "gold.jsonl", "");
  REQUIRE(articles);
  std::size_t told = 0;
  for (std::size_t i = 0; i < articles->size(); i += 3) {
    const auto& document = (*articles)[i].document;
    CAPTURE(document.id);
    std::multiset<Move> coded, explained;
    for (const auto& m : read_document(shipped_model(), document).events)
      coded.emplace(m.type, m.actor, m.target, name_of(m.stage), m.background,
                    m.date ? m.date->string() : "not said");
    for (const auto& m : explain(shipped_model(), document).moves)
      if (m.told)
        explained.emplace(m.type, m.actor, m.target, m.stage, m.background,
                          m.date.substr(0, m.date.find(" (")));
    CHECK(coded == explained);
    told += coded.size();
  }
  CHECK(told > 100);
}

TEST_CASE("news always has a day where the article has its own") {
  const std::string corpus = SOURCE_DIR "/models/corpus/dev_";
  const auto articles = load_gold(corpus + "articles.jsonl", corpus + "gold.jsonl", "");
  REQUIRE(articles);
  for (const auto& article : *articles) {
    if (!article.document.published) continue;
    CAPTURE(article.document.id);
    for (const auto& m : read_document(shipped_model(), article.document).events)
      CHECK((m.background || m.date));
  }
}

TEST_CASE("a list told above stands for who is not named again") {
  Document d;
  d.lang = "en";
  d.published = parse_day("2024-05-17");
  d.title = "Malaysia puts anti-dumping duties on steel from China and Vietnam";
  d.text =
      "Malaysia will impose anti-dumping duties on steel coil from China and Vietnam, its trade "
      "ministry said on Friday. The investigation was opened in August 2023 at the request of a "
      "domestic producer.";
  std::set<std::string> probes;
  for (const auto& m : read_document(shipped_model(), d).events)
    if (m.type == "anti_dumping_probe") probes.insert(m.actor + " > " + m.target);
  CHECK(probes == std::set<std::string>{"MY > CN", "MY > VN"});
}
