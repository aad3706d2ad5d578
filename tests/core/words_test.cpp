#include "models/core/words.h"

#include <doctest/doctest.h>

using namespace chokepoint;

TEST_CASE("words of spaced scripts stand folded, runs of the others become pairs") {
  CHECK(index_words("Rare-earth exports, 2026!") == "rare earth exports 2026");
  CHECK(index_words("稀土出口") == "稀土 土出 出口 口");
  CHECK(index_words("輸出規制") == index_words("输出规制"));
  CHECK(index_words("수출을 통제") == "수출 출을 을 통제 제");
  CHECK(index_words("第46号") == "第 46 号");
  CHECK(index_words("レアアースの輸出").starts_with("レア アア アー ース スの の输 输出 出"));
  CHECK(index_words("Экспорт ещё") == "экспорт еще");
  CHECK(index_words("Contrôle d’exportation") == "controle d exportation");
  CHECK(index_words("").empty());
  CHECK(index_words("。、！— ・").empty());
}

TEST_CASE("what is sought is a phrase of what is indexed") {
  CHECK(sought_words("稀土").words == "稀土");
  CHECK(sought_words("稀土磁铁").words == "稀土 土磁 磁铁");
  CHECK(sought_words("수출 통제").words == "수출 출 통제");
  CHECK(sought_words("5G芯片").words == "5g 芯片");
  CHECK(sought_words("芯片5G").words == "芯片 片 5g");
  CHECK(sought_words("镓").words == "镓");
  CHECK(sought_words("镓").prefix);
  CHECK_FALSE(sought_words("gallium").prefix);
  const auto text = " " + index_words("中国对日本实施稀土磁铁出口管制") + " ";
  for (const char* word : {"稀土", "稀土磁铁", "出口管制", "日本"})
    CHECK(text.find(" " + sought_words(word).words + " ") != std::string::npos);
}
