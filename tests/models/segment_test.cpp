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
