#include "models/engine/clause_rests.h"

#include <string>

#include <doctest/doctest.h>

using namespace chokepoint;

TEST_CASE("a clause goes on to its full stop, which no figure holds") {
  ClauseRests rests("puts 2.5 % on steel; takes it off. Then?");
  CHECK_EQ(rests.rest(0), "puts 2.5 % on steel");
  CHECK_EQ(rests.rest(5), "2.5 % on steel");
  CHECK_EQ(rests.rest(20), " takes it off");
  CHECK_EQ(rests.rest(35), "Then");
}

TEST_CASE("an initial ends no clause") {
  CHECK_EQ(ClauseRests("takes u.s. firms off. then").rest(0), "takes u.s. firms off");
}

TEST_CASE("a clause is the same whichever place was asked for before") {
  const std::string text = "one. two three; four";
  for (std::size_t first = 0; first < text.size(); ++first)
    for (std::size_t then = 0; then < text.size(); ++then) {
      ClauseRests asked(text), fresh(text);
      (void)asked.rest(first);
      CHECK_EQ(asked.rest(then), fresh.rest(then));
    }
}

TEST_CASE("of a clause without an end so much is looked at") {
  const std::string text(1000, 'a');
  CHECK_EQ(ClauseRests(text).rest(3).size(), ClauseRests::kLongest);
  CHECK_EQ(ClauseRests(text).rest(990).size(), 10);
}
