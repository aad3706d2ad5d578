#include "models/engine/trees.h"

#include <cmath>
#include <fstream>
#include <numeric>

#include <doctest/doctest.h>

#include "models/engine/trees_file.h"
#include "models/engine/trees_fit.h"
#include "tests/models/temporary_file.h"

namespace chokepoint {
namespace {

const std::vector<std::string> kNumbers{"left", "right", "noise"};

// Yes where exactly one of two numbers is high: no sum of both tells it.
std::vector<TreeLesson> either_or() {
  std::vector<TreeLesson> out;
  for (int i = 0; i < 1600; ++i) {
    const bool left = i % 2 == 1, right = i / 2 % 2 == 1;
    out.push_back({{left ? 0.9F : 0.1F, right ? 0.8F : 0.2F, static_cast<float>(i * 37 % 101)},
                   left != right});
  }
  // A little more weight on one corner, as the first question has nothing to go by in a square.
  for (int i = 0; i < 60; ++i) out.push_back({{0.9F, 0.2F, 50}, true});
  return out;
}

double after(const std::string& trees) {
  const TemporaryFile file;
  std::ofstream(file.path()) << ":forest\tdraft\n" << trees;
  const auto loaded = load_forests(file.path());
  REQUIRE(loaded);
  return Trees::from(loaded->at("draft"), kNumbers).probability(std::vector<float>{0.9F, 0.2F, 1});
}

}  // namespace

TEST_CASE("trees learn what two numbers mean together") {
  const auto trees = Trees::from(fit_trees(either_or(), kNumbers), kNumbers);
  CHECK(trees.probability(std::vector<float>{0.9F, 0.2F, 50}) > 0.9);
  CHECK(trees.probability(std::vector<float>{0.1F, 0.8F, 50}) > 0.9);
  CHECK(trees.probability(std::vector<float>{0.9F, 0.8F, 50}) < 0.1);
  CHECK(trees.probability(std::vector<float>{0.1F, 0.2F, 50}) < 0.1);
}

TEST_CASE("the shares of the numbers add up to what the trees say") {
  const auto trees = Trees::from(fit_trees(either_or(), kNumbers), kNumbers);
  for (const std::vector<float>& values : {std::vector<float>{0.9F, 0.2F, 3}, {0.1F, 0.2F, 99}}) {
    const auto shares = trees.shares(values);
    REQUIRE(shares.size() == kNumbers.size() + 1);
    const auto sum = std::accumulate(shares.begin(), shares.end(), 0.0);
    CHECK(1 / (1 + std::exp(-sum)) == doctest::Approx(trees.probability(values)));
    CHECK(std::abs(shares[0]) + std::abs(shares[1]) > 10 * std::abs(shares[2]));
  }
}

TEST_CASE("trees are the same when they have been through a file") {
  const auto weights = fit_trees(either_or(), kNumbers);
  const TemporaryFile file;
  {
    std::ofstream out(file.path());
    write_forests(out, {{"draft", weights}, {"type", {}}});
  }
  const auto loaded = load_forests(file.path());
  REQUIRE(loaded);
  const auto before = Trees::from(weights, kNumbers),
             again = Trees::from(loaded->at("draft"), kNumbers);
  for (const auto& lesson : either_or())
    REQUIRE(again.probability(lesson.values) ==
            doctest::Approx(before.probability(lesson.values)).epsilon(1e-4));
}

TEST_CASE("a tree by hand asks its questions in the order of its lines") {
  const std::string tree = "left\t0.5 0\n:leaf\t-3\nright\t0.5 0\n:leaf\t2\n:leaf\t-2\n";
  const auto p = [](double log_odds) { return doctest::Approx(1 / (1 + std::exp(-log_odds))); };
  CHECK(after(tree) == p(2));
  CHECK(after(":bias\t1\n" + tree) == p(3));
  CHECK(after(tree + tree) == p(4));
  CHECK(after("elsewhere\t0.5 0\n:leaf\t-3\n:leaf\t3\n") == p(-3));  // what nobody counts is 0
}

TEST_CASE("lessons that all agree teach no tree") {
  CHECK(fit_trees({{{1, 2, 3}, true}, {{3, 2, 1}, true}}, kNumbers).trees.empty());
}

TEST_CASE("a damaged file of trees is refused with its place") {
  for (const auto* text : {"left\t0.5\n", ":forest\ttype\n", "left\tlow 0\n:leaf\t1\n:leaf\t1\n",
                           ":leaf\tx\n", "left\n", "left\t0.5 0\n:leaf\t1\n"}) {
    CAPTURE(text);
    const TemporaryFile file;
    std::ofstream(file.path()) << ":forest\tdraft\nleft\t0.5 0\n:leaf\t1\n" << text;
    const auto loaded = load_forests(file.path());
    REQUIRE_FALSE(loaded);
    CHECK(loaded.error().line().find("chokepoint model train") != std::string::npos);
  }
}

}  // namespace chokepoint
