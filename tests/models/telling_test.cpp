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

namespace {

Document dispatch(const std::string& lang, const std::string& title, const std::string& text) {
  Document d;
  d.lang = lang;
  d.title = title;
  d.text = text;
  d.published = parse_day("2024-05-17");
  return d;
}

// "actor > target date" of each move of the type, in order of the text.
std::vector<std::string> moves_of(const Document& d, const std::string& type) {
  std::vector<std::string> out;
  for (const auto& m : read_document(shipped_model(), d).events)
    if (m.type == type)
      out.push_back(m.actor + " > " + m.target + " " + (m.date ? m.date->string() : "-"));
  return out;
}

}  // namespace

TEST_CASE("news that names no day is of the day it was published") {
  const auto moves = moves_of(dispatch("en", "India bans exports of onions",
                                       "India has banned all exports of onions to hold down prices "
                                       "at home, the commerce ministry said."),
                              "export_ban");
  REQUIRE(moves.size() == 1);
  CHECK(moves.front() == "IN > * 2024-05-17");
}
