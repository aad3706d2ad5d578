// The second reader: words nobody wrote into a lexicon tell a move once labelled sentences
// have shown them, the move is proposed where no rule finds it, and what was learnt survives its
// file.
#include <algorithm>
#include <cmath>
#include <fstream>
#include <sstream>

#include <doctest/doctest.h>

#include "models/engine/by_words.h"
#include "models/engine/explain.h"
#include "models/engine/lessons.h"
#include "models/engine/name_features.h"
#include "models/engine/network_file.h"
#include "models/engine/sentence_features.h"
#include "tests/models/shipped_model.h"
#include "tests/models/temporary_file.h"

namespace chokepoint {
namespace {

Document document(std::string text) {
  Document d;
  d.lang = "en";
  d.text = std::move(text);
  return d;
}

GoldArticle article(std::string text, const char* type) {
  GoldArticle out;
  out.document = document(std::move(text));
  if (type != nullptr) {
    GoldEvent e;
    e.type = type;
    e.types = {type};
    out.events.push_back(e);
  }
  return out;
}

// "Snarbling" an export is made up, as is "quorling" one: the first is a ban, the second nothing.
std::vector<GoldArticle> lessons() {
  std::vector<GoldArticle> out;
  for (const char* good : {"cobalt", "rice", "timber", "copper", "sugar", "steel"})
    for (const char* country : {"Peru", "Chile", "India"}) {
      out.push_back(
          article(std::string{country} + " snarbles its export of " + good + ".", "export_ban"));
      out.push_back(
          article(std::string{country} + " quorles its export of " + good + ".", nullptr));
    }
  return out;
}

struct Taught {
  std::vector<AnnotatedText> texts;
  NetworkWeights network;
};

// Read a few times over: so few sentences say little at once.
Taught taught_network() {
  constexpr int kTimes = 8;
  Taught out;
  std::vector<Lesson> all;
  for (int i = 0; i < kTimes; ++i)
    for (const auto& g : lessons()) {
      auto text = annotate_text(shipped_model(), g.document);
      for (auto& lesson : sentence_lessons(shipped_model(), text, g, {g.events.size(), {0, 0}}))
        all.push_back(std::move(lesson));
      out.texts.push_back(std::move(text));
    }
  std::vector<const Lesson*> each;
  for (const auto& lesson : all) each.push_back(&lesson);
  out.network = fit_network(each, sentence_outputs(shipped_model().type_ids()), 4);
  return out;
}

Network network_of(const NetworkWeights& weights) {
  return Network::from(weights, sentence_outputs(shipped_model().type_ids()));
}

Model taught() {
  static const auto network = taught_network();
  Model model = shipped_model();
  model.sentences = network_of(network.network);
  return model;
}

float read(const Network& network, const std::string& text, const char* type) {
  const auto annotated = annotate_text(shipped_model(), document(text));
  auto sums = network.start();
  network.add(SentencesSeen(shipped_model(), annotated).all(annotated.sentences.size() - 1), sums);
  const SentenceOutputs at(shipped_model().types.size());
  return network.read(sums)[at.told(*shipped_model().type_index(type))];
}

std::vector<std::string> rules_proposed(const Model& model, const std::string& text) {
  std::vector<std::string> out;
  for (const auto& c : all_moves(model, annotate_text(model, document(text))).candidates)
    for (const auto r : c.rules) out.push_back(model.rules[r].id);
  return out;
}

}  // namespace

TEST_CASE("a word that only labelled sentences know tells a move, its look-alike does not") {
  const auto model = taught();
  CHECK(read(model.sentences, "Ghana has snarbled its export of cocoa.", "export_ban") > 0.5F);
  CHECK(read(model.sentences, "Ghana has quorled its export of cocoa.", "export_ban") < 0.2F);
  CHECK(read(model.sentences, "Ghana has snarbled its export of cocoa.", "import_ban") < 0.2F);
}

TEST_CASE("the move is proposed where no rule finds one, and named after the words") {
  const auto found = rules_proposed(taught(), "Ghana has snarbled its export of cocoa.");
  CHECK(std::count(found.begin(), found.end(), "export_ban.by-words") == 1);
  const auto quiet = rules_proposed(taught(), "Ghana has quorled its export of cocoa.");
  CHECK(std::count(quiet.begin(), quiet.end(), "export_ban.by-words") == 0);
}

TEST_CASE("what a rule finds is not proposed a second time by words") {
  const auto found = rules_proposed(taught(), "Ghana snarbles and bans the export of cocoa.");
  CHECK(std::count(found.begin(), found.end(), "export_ban.by-words") == 0);
  CHECK(std::any_of(found.begin(), found.end(),
                    [](const std::string& id) { return id.starts_with("export_ban."); }));
}

TEST_CASE("a type that no sentence taught is left to its rules") {
  const auto model = taught();
  const auto text = annotate_text(model, document("China bans imports of Japanese seafood."));
  std::size_t seen = 0;
  for (const auto& c : all_moves(model, text).candidates) {
    if (model.types[c.type].id != "import_ban" || c.echo) continue;
    CHECK(c.read.told > 0.5F);
    ++seen;
  }
  CHECK(seen > 0);
  for (const auto& id : rules_proposed(model, "Ghana has snarbled its export of cocoa."))
    CHECK((id == "export_ban.by-words" || !id.ends_with(".by-words")));
}

TEST_CASE("explaining shows the words that were heard") {
  const auto explained = explain(taught(), document("Ghana has snarbled its export of cocoa."));
  bool shown = false;
  for (const auto& c : explained.candidates)
    for (const auto& d : c.decisions)
      if (c.type == "export_ban" && d.head == std::string{"words"})
        for (const auto& r : d.reasons)
          shown = shown || (r.feature == "word|snarbl" && r.weight > 0);
  CHECK(shown);
}

TEST_CASE("what each word speaks for a move adds up to what is read") {
  const auto model = taught();
  const auto text = annotate_text(model, document("Ghana has snarbled its export of cocoa."));
  const auto features = SentencesSeen(model, text).all(text.sentences.size() - 1);
  const auto output = SentenceOutputs(model.types.size()).told(*model.type_index("export_ban"));
  const auto sums_of = [&](const NetworkFeatures& all) {
    auto sums = model.sentences.start();
    model.sentences.add(all, sums);
    return sums;
  };
  const auto sum_of = [&](const NetworkFeatures& all) {
    double sum = 0;
    for (const auto& f : all)
      sum += static_cast<double>(model.sentences.share(f, sums_of(all), output));
    return sum;
  };
  const auto odds_of = [&](const NetworkFeatures& all) {
    const auto p = static_cast<double>(model.sentences.read(sums_of(all))[output]);
    return std::log(p / (1 - p));
  };
  // The biases of the units that are above zero, and that of the type, are what is left.
  auto once_more = features;
  for (auto& f : once_more) f.value *= 1.01F;  // the same units are above zero
  CHECK(odds_of(once_more) - odds_of(features) ==
        doctest::Approx(sum_of(once_more) - sum_of(features)).epsilon(0.05));
  CHECK(sum_of(features) > 1);
}

TEST_CASE("what was learnt is the same when read back from its file") {
  auto taught = taught_network();
  std::vector<const AnnotatedText*> texts;
  for (const auto& text : taught.texts) texts.push_back(&text);
  name_features_of_sentences(shipped_model(), texts, taught.network);
  const TemporaryFile file;
  std::ofstream out(file.path());
  write_network(out, taught.network);
  out.close();
  const auto loaded = load_network(file.path());
  REQUIRE(loaded);
  REQUIRE(loaded->features.size() == taught.network.features.size());
  REQUIRE(loaded->outputs.size() == taught.network.outputs.size());
  for (const char* text : {"Ghana has snarbled its export of cocoa.",
                           "Ghana has quorled its export of cocoa.", "Rain fell on the exports."}) {
    CAPTURE(text);
    CHECK(read(network_of(*loaded), text, "export_ban") ==
          doctest::Approx(read(network_of(taught.network), text, "export_ban")).epsilon(0.01));
  }
}

TEST_CASE("a damaged file of a network is told with its line") {
  const TemporaryFile file;
  const std::string none(kUnits, 'O');
  for (const std::string& line : {std::string{"word|a"}, std::string{"word|a\tOOO"},
                                  "word|a\t" + none + "O", "word|a\t" + std::string(kUnits, '\x7f'),
                                  std::string{":units\t1 2 3"}, std::string{":export_ban\tx"}}) {
    CAPTURE(line);
    std::ofstream(file.path()) << "# comment\nword|b\t" << none << '\n' << line << '\n';
    const auto loaded = load_network(file.path());
    REQUIRE_FALSE(loaded);
    CHECK(loaded.error().where == file.path() + ":3:1");
    CHECK(loaded.error().what.find("model train") != std::string::npos);
  }
}

TEST_CASE("a sentence's features are told apart by script, and inflections are one word") {
  const auto names_of = [](const char* text) {
    const auto annotated = annotate_text(shipped_model(), document(text));
    std::vector<std::string> names;
    const auto features =
        SentencesSeen(shipped_model(), annotated).own(annotated.sentences.size() - 1, &names);
    CHECK(names.size() == features.size());
    return names;
  };
  const auto has = [](const std::vector<std::string>& names, const char* name) {
    return std::find(names.begin(), names.end(), name) != names.end();
  };
  CHECK(has(names_of("restricting exports"), "words|restri|export"));
  CHECK(has(names_of("restricted the exports"), "around|restri|export"));
  CHECK(has(names_of("限制出口"), "words|限|制|出"));
  CHECK(has(names_of("수출을 제한한다"), "words|수출을|제한한"));
}

TEST_CASE("a sentence sees the headline and the sentences beside it, not those further away") {
  const auto& model = shipped_model();
  const auto text = annotate_text(
      model, document("Peru bans exports of copper. Chile raises tariffs. Rain fell in Lima. "
                      "India sanctions a firm. Japan protests against a duty."));
  REQUIRE(text.sentences.size() == 5);
  const SentencesSeen seen(model, text);
  const auto has = [&](std::size_t sentence, const char* name) {
    std::vector<std::string> names;
    seen.all(sentence, &names);
    return std::find(names.begin(), names.end(), name) != names.end();
  };
  CHECK(has(3, "headline|act.prohibit"));
  CHECK_FALSE(has(0, "headline|act.prohibit"));
  CHECK(has(1, "before|act.prohibit"));
  CHECK_FALSE(has(3, "before|act.prohibit"));
  CHECK(has(0, "before|none"));
  CHECK(has(4, "text|act.prohibit"));
}

// "Blorped at" marks whom a move is aimed at, whoever it is.
TEST_CASE("words beside names that lessons have shown tell who acts and on whom") {
  const auto& model = shipped_model();
  std::vector<Lesson> all;
  struct Party {
    const char *id, *name;
  };
  for (const Party actor : {Party{"PE", "Peru"}, {"CL", "Chile"}, {"IN", "India"}})
    for (const Party target : {Party{"JP", "Japan"}, {"NO", "Norway"}, {"KE", "Kenya"}})
      for (int i = 0; i < 10; ++i) {
        auto g = article(std::string{"Blorped at "} + target.name +
                             ", a ban on exports is wumbled by " + actor.name + ".",
                         "export_ban");
        g.events[0].actor = actor.id;
        g.events[0].target = target.id;
        const auto text = annotate_text(model, g.document);
        for (auto& lesson : name_lessons(model, text, g, {{0, 0}})) all.push_back(lesson);
      }
  std::vector<const Lesson*> each;
  for (const auto& lesson : all) each.push_back(&lesson);
  const auto outputs = name_outputs(model.type_ids());
  const auto network = Network::from(fit_network(each, outputs, 2), outputs);

  const auto text =
      annotate_text(model, document("Blorped at Mexico, a ban on exports is wumbled by France."));
  const NamesSeen seen(model, text, text.sentences[0]);
  REQUIRE(seen.annotations().size() == 2);
  const NameOutputs at(model.types.size());
  const auto reading = [&](std::size_t i) {
    auto sums = network.start();
    network.add(seen.of(seen.annotations()[i]), sums);
    return network.read(sums);
  };
  CHECK(reading(0)[at.target()] > 0.5F);
  CHECK(reading(0)[at.actor()] < 0.5F);
  CHECK(reading(1)[at.actor()] > 0.5F);
  CHECK(reading(1)[at.target()] < 0.5F);
}

}  // namespace chokepoint
