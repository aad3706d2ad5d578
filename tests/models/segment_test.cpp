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

}  // namespace chokepoint
