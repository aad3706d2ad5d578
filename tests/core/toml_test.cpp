#include "models/core/toml.h"

#include <doctest/doctest.h>

using chokepoint::TomlTable;

TEST_CASE("a key nobody asked for is a problem with its place and a suggestion") {
  const auto root = TomlTable::load_text("interval = 3\nintervall = 4\n", "a.toml");
  REQUIRE(root);
  CHECK(root->integer("interval") == 3);
  const auto problems = root->finish();
  REQUIRE(problems.size() == 1);
  CHECK(problems[0].line() == "a.toml:2:1: unknown key 'intervall'; did you mean 'interval'?");
}

TEST_CASE("wrong types are all told in one pass, in file order") {
  const auto root = TomlTable::load_text("a = 1\nb = 'x'\nc = [1]\n", "b.toml");
  REQUIRE(root);
  CHECK(root->integer("b", 7) == 7);
  CHECK(root->string("a", "fallback") == "fallback");
  CHECK(root->strings("c").empty());
  const auto problems = root->finish();
  REQUIRE(problems.size() == 3);
  CHECK(problems[0].line() == "b.toml:1:5: 'a' must be a string in quotes");
  CHECK(problems[1].line() == "b.toml:2:5: 'b' must be a whole number");
}

TEST_CASE("a file that is not TOML says where") {
  const auto root = TomlTable::load_text("a = \n", "c.toml");
  REQUIRE_FALSE(root);
  CHECK(root.error().where.starts_with("c.toml:1:"));
}
