// Fitting: a decision that has a right answer is learned, and the same data give the same weights.
#include <cstdio>
#include <filesystem>
#include <fstream>

#include <doctest/doctest.h>
#include <unistd.h>

#include "models/engine/fit.h"

namespace chokepoint {
namespace {

Features option(std::initializer_list<const char*> names) {
  Features f(true);
  f.set_head("toy");
  for (const char* name : names) f.add(name);
  return f;
}

// "ban" makes a move, "weather" does not, "the" says nothing.
std::vector<Example> toy() {
  std::vector<Example> out;
  for (int i = 0; i < 20; ++i) {
    out.push_back(Example::of({option({"ban", "the"}), option({})}, 0, 1));
    out.push_back(Example::of({option({"weather", "the"}), option({})}, 1, 1));
  }
  return out;
}

}  // namespace

TEST_CASE("what tells right from wrong gets the weight, what does not gets next to none") {
  const auto weights = Weights::from_names(fit(toy(), 1, 30, 2));
  CHECK(softmax({weights.sum(option({"ban", "the"})), 0}).front() > 0.8);
  CHECK(softmax({weights.sum(option({"weather", "the"})), 0}).front() < 0.2);
  CHECK(weights.sum(option({"the"})) < weights.sum(option({"ban"})) / 3);
}

TEST_CASE("a fit can be repeated") {
  CHECK(fit(toy(), 1, 10, 2) == fit(toy(), 1, 10, 2));
}

TEST_CASE("what languages tell in different places is learned of each, and of what they share") {
  const auto said = [](Features f, const char* language, const char* where) {
    f.set_head("toy");
    f.count_by_language(language);
    f.add(Word(std::string_view{where}));
    return f;
  };
  std::vector<Example> examples;
  for (int i = 0; i < 20; ++i)
    for (const auto* const language : {"ja", "en"}) {
      const bool before = std::string_view{language} == "ja";
      examples.push_back(Example::of(
          {said(Features(true), language, "before"), said(Features(true), language, "after")},
          before ? 0 : 1, 1));
    }
  const auto weights = Weights::from_names(fit(examples, 1, 30, 2));
  // Weighed as they are added, as when an article is read.
  const auto sum = [&](const char* language, const char* where) {
    return said(Features(weights), language, where).sum();
  };
  CHECK(sum("ja", "before") > sum("ja", "after") + 1);
  CHECK(sum("en", "after") > sum("en", "before") + 1);
  CHECK(sum("xx", "before") == doctest::Approx(sum("xx", "after")).epsilon(0.05));
}

TEST_CASE("a feature seen too seldom has no weight") {
  auto examples = toy();
  examples.push_back(Example::of({option({"once"}), option({})}, 0, 1));
  const auto weights = Weights::from_names(fit(examples, 1, 10, 2));
  CHECK(weights.sum(option({"once"})) == 0);
}

TEST_CASE("a weights file that is damaged is told with its line") {
  const auto path =
      std::filesystem::temp_directory_path() / ("weights-" + std::to_string(getpid()) + ".tsv");
  std::ofstream(path) << "# comment\ntoy|ban\t1.5\nno number here\n";
  const auto loaded = load_weights(path.string());
  std::filesystem::remove(path);
  REQUIRE_FALSE(loaded);
  CHECK(loaded.error().where == path.string() + ":3:1");
  CHECK(loaded.error().what.find("model train") != std::string::npos);
}

TEST_CASE("two heads weighed at once come to what each comes to alone") {
  const auto weights = Weights::from_names(
      {{"actor|is|CN", 0.5}, {"target|is|CN", -0.25}, {"actor|here", 1}, {"pair|here", 8}});
  Features both(weights, "actor", "target");
  Features kept(true);
  kept.set_head("target");
  for (auto* f : {&both, &kept}) {
    f->add("is", "CN");
    f->add("here");
  }
  CHECK(weights.sum(both.of_head(0)) == 1.5);
  CHECK(weights.sum(both.of_head(1)) == -0.25);
  CHECK(weights.sum(kept) == -0.25);
  CHECK(kept.names == std::vector<std::string>{"target|is|CN", "target|here"});
}

}  // namespace chokepoint
