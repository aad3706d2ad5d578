// Order must not matter: any order and any split of the same documents.
#include <algorithm>

#include <doctest/doctest.h>

#include "storage/database.h"
#include "tests/pipeline/dump.h"
#include "tests/pipeline/story.h"

using namespace chokepoint;
using story::feed;
using story::Recall;

namespace {

std::string lacking(const std::vector<std::string>& all, const std::vector<std::string>& some) {
  std::string out;
  for (const auto& line : all)
    if (!std::ranges::binary_search(some, line)) out += line + "\n";
  return out;
}

// Any order and any split of a story must make the same ledger.
void check_orders(unsigned seed, int moves, int days, int rounds, unsigned largest,
                  Recall recall = Recall::Seldom) {
  std::mt19937 random(seed);
  auto documents = story::random_story(random, moves, days, recall);
  auto whole = Database::in_memory();
  feed(whole, documents);
  const auto expected = dump(whole);
  for (int round = 0; round < rounds; ++round) {
    std::ranges::shuffle(documents, random);
    auto db = Database::in_memory();
    feed(db, documents, 1 + random() % largest);
    INFO("seed ", seed, " round ", round);
    const auto got = dump(db);
    INFO("missing: ", lacking(expected, got), "\nextra: ", lacking(got, expected));
    REQUIRE((got == expected));
  }
}

}  // namespace

TEST_CASE("the same documents in any order and any split make the same events") {
  for (unsigned seed = 1; seed <= 16; ++seed) check_orders(seed, 30, 240, 3, 20);
}

TEST_CASE("so they do where articles recall what an easing ends, eases or puts off") {
  for (unsigned seed = 1; seed <= 16; ++seed) check_orders(seed, 30, 240, 3, 20, Recall::Often);
}

TEST_CASE("so they do over years without a silence, where the linker's runs are cut") {
  for (unsigned seed = 121; seed < 124; ++seed) check_orders(seed, 160, 800, 2, 80);
}
