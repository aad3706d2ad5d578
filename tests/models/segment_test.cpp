// Where sentences end.
#include "models/engine/segment.h"

#include <string>

#include <doctest/doctest.h>

namespace chokepoint {
namespace {

std::size_t sentences(const std::string& text, const std::vector<std::string>& abbreviations = {}) {
  return split_sentences(text, fold(text), abbreviations).size();
}

}  // namespace

TEST_CASE("stops and line breaks end a sentence") {
  CHECK(sentences("China banned exports. Japan protested.") == 2);
  CHECK(sentences("China banned exports\nJapan protested") == 2);
  CHECK(sentences("中国限制出口。日本抗议。") == 2);
  CHECK(sentences("Wirklich? Ja!") == 2);
}

TEST_CASE("abbreviations, decimals and initials end none") {
  CHECK(sentences("The U.S. Commerce Department acted.", {"u.s."}) == 1);
  CHECK(sentences("Announcement No. 1 of 2026", {"no."}) == 1);
  CHECK(sentences("Duties of 25.5 percent apply.") == 1);
}

TEST_CASE("a bullet begins a sentence where it opens an item of a brief") {
  CHECK(sentences("▲인도, 베트남산 철강에 반덤핑 관세 ▲10일 러시아, 몰도바산 사과 수입 금지") == 2);
  CHECK(sentences("◇ロシアがモルドバ産リンゴの輸入を禁止◇トルコがイスラエル向け輸出を停止") == 2);
  CHECK(sentences("●土耳其全面停止對以色列出口●俄羅斯禁止進口摩爾多瓦蘋果") == 2);
  CHECK(sentences("수출을 금지했다. ▲10일 발표") == 2);
}

TEST_CASE("bullets of lists, blanks and minus signs begin none") {
  CHECK(sentences("▲중국 ▲일본 ▲베트남산 철강에 대해 관세를 부과한다고 밝혔다") == 1);
  CHECK(sentences("中国への輸出が長く続いた○○社は輸入を停止したと発表していた") == 1);
  CHECK(sentences("半導体製造装置の輸出額は前年同月比▲3.5%となったと財務省は発表した") == 1);
}

TEST_CASE("what runs on is cut, at a space where there is one, and nothing of it is lost") {
  for (const std::string word : {"ban ", "禁运", "aaaaaaaa"}) {
    std::string text;
    while (text.size() < 100000) text += word;
    const auto folded = fold(text);
    const auto all = split_sentences(text, folded, {});
    CHECK(all.size() > 20);
    std::size_t kept = 0;
    for (const auto& s : all) {
      const auto size = s.end - s.start;
      CHECK(size < 5000);
      CHECK((folded.text[s.start] & 0xC0) != 0x80);
      kept += size;
    }
    CHECK(kept + all.size() * 2 >= text.size());
  }
}

}  // namespace chokepoint
