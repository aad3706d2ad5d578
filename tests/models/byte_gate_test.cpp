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

TEST_CASE("a gate knows six bytes of a word") {
  ByteGate gate;
  for (const auto* word : {"council tax", "coup", "coupon"}) gate.admit(word);
  for (const auto* text : {"council tax", "counci", "coup", "coup d'etat", "coupons"})
    CHECK(gate.admits(text, 0));
  for (const auto* text : {"county", "cou", "course", "counc", "coursework"})
    CHECK_FALSE(gate.admits(text, 0));
}

TEST_CASE("a gate that is asked loosely lets pass what has more spaces than a word") {
  ByteGate gate;
  for (const auto* word : {"질소", "us ban"}) gate.admit(word);
  CHECK_FALSE(gate.admits("질 소", 0));
  CHECK(gate.admits("질 소", 0, true));
  CHECK(gate.admits("us  ban", 0, true));
  CHECK_FALSE(gate.admits("us men", 0, true));
}
