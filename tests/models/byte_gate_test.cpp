#include "models/engine/byte_gate.h"

#include <doctest/doctest.h>

using namespace chokepoint;

TEST_CASE("a gate stops no word it admitted, whatever stands behind it, and most strangers") {
  ByteGate gate;
  for (const auto* word : {"a", "to", "the", "禁止"}) gate.admit(word);
  for (const auto* text : {"a", "a!", "az", "to", "to be", "tom", "the", "there", "禁止出口"})
    CHECK(gate.admits(text, 0));
  CHECK(gate.admits("in the", 3));
  CHECK(gate.admits("x a", 2));
  int strangers = 0;
  for (char b = 'b'; b <= 'z'; ++b)
    for (char c = 'a'; c <= 'z'; ++c) {
      const char text[] = {'q', b, c};
      strangers += gate.admits({text, 3}, 0) ? 1 : 0;
    }
  CHECK(strangers < 10);
}
