#include "models/core/fold.h"

#include <doctest/doctest.h>

using namespace chokepoint;

TEST_CASE("spellings of one word meet") {
  CHECK(fold_text("ＥＸＰＯＲＴ") == "export");
  CHECK(fold_text("Straße") == "strasse");
  CHECK(fold_text("États-Unis") == fold_text("ETATS–UNIS"));
  CHECK(fold_text("e\xCC\x81tat") == "etat");
  CHECK(fold_text("出口管制兩用物項") == fold_text("出口管制两用物项"));
  CHECK(fold_text("ｶﾞﾘｳﾑ") == "ガリウム");
  CHECK(fold_text("ещё") == "еще");
  CHECK(fold_text("май") == "май");
  CHECK(fold_text("“quoted” ‘it’s’") == "\"quoted\" 'it's'");
  CHECK(fold_text("ex\xC2\xADport") == "export");
}

TEST_CASE("middle dots meet, the Korean one too") {
  for (const auto* dot : {"미・중", "미•중", "미‧중", "미ㆍ중"})
    CHECK(fold(dot).text == fold("미·중").text);
}

TEST_CASE("traditional characters meet their simplified form, whatever page they lie on") {
  CHECK(fold_text("國際貿易發展龜鑑") == "国际贸易发展龟鉴");
  CHECK(fold_text("䊷") == fold_text("䌶"));
  CHECK(fold_text("日本語の漢字、한국") == fold_text("日本语の汉字、한국"));
  CHECK(fold_text("々〆") == "々〆");
}

TEST_CASE("a text that grows in folding keeps its map") {
  const auto f = fold("ﷺ½");
  CHECK(f.origin.size() == f.text.size() + 1);
  CHECK(f.original_start(f.text.size() - 1) == 3);
  CHECK(f.original_end(f.text.size()) == 5);
}

TEST_CASE("every folded byte maps back to the character it came from") {
  const std::string original = "Ａé稀土 ①";
  const auto f = fold(original);
  CHECK(f.text == "ae稀土 1");
  CHECK(f.original_start(0) == 0);
  CHECK(f.original_start(1) == 3);
  CHECK(original.substr(f.original_start(2), f.original_end(8) - f.original_start(2)) == "稀土");
  CHECK(f.origin.back() == original.size());
}

TEST_CASE("malformed bytes fold without loss of place") {
  const auto f = fold("a\xFF\xE4\xB8z");
  CHECK(f.text.front() == 'a');
  CHECK(f.text.back() == 'z');
  CHECK(f.original_start(f.text.size() - 1) == 4);
}
