// The sentence classifier: words nobody wrote into a lexicon tell a move once labelled sentences
// have shown them, the move is proposed where no rule finds it, and what was learnt survives its
// file.
#include <algorithm>
#include <filesystem>
#include <fstream>
#include <sstream>

#include <doctest/doctest.h>
#include <unistd.h>

#include "models/engine/by_words.h"
#include "models/engine/explain.h"
#include "models/engine/sentence_features.h"
#include "models/engine/sentence_weights.h"
#include "models/engine/train_sentences.h"
#include "tests/models/shipped_model.h"

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

struct Lesson {
  AnnotatedText text;
  std::vector<LabelledSentence> sentences;
};

std::vector<Lesson> prepared() {
  std::vector<Lesson> out;
  for (const auto& g : lessons()) {
    auto text = annotate_text(shipped_model(), g.document);
    auto sentences = labelled_sentences(shipped_model(), text, g, {g.events.size(), {0, 0}});
    out.push_back({std::move(text), std::move(sentences)});
  }
  return out;
}

std::vector<SentenceWeight> fitted(const std::vector<Lesson>& lessons) {
  std::vector<const LabelledSentence*> all;
  for (const auto& l : lessons)
    for (const auto& s : l.sentences) all.push_back(&s);
  return fit_sentences(all, shipped_model().types.size(), 4);
}

Model taught() {
  Model model = shipped_model();
  model.sentences = SentenceClassifier::from_weights(fitted(prepared()), model.types.size());
  return model;
}

float read(const SentenceClassifier& classifier, const std::string& text, const char* type) {
  const auto annotated = annotate_text(shipped_model(), document(text));
  const auto& sentence = annotated.sentences.back();
  const auto readings = classifier.read(sentence_features(shipped_model(), annotated, sentence));
  return readings[*shipped_model().type_index(type)];
}

std::vector<std::string> rules_proposed(const Model& model, const std::string& text) {
  std::vector<std::string> out;
  for (const auto& c : propose_candidates(model, annotate_text(model, document(text))))
    for (const auto r : c.rules) out.push_back(model.rules[r].id);
  return out;
}

class TemporaryFile {
 public:
  TemporaryFile() {
    path_ =
        std::filesystem::temp_directory_path() / ("sentences-" + std::to_string(getpid()) + ".tsv");
  }
  ~TemporaryFile() { std::filesystem::remove(path_); }
  std::string path() const { return path_.string(); }

 private:
  std::filesystem::path path_;
};

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
  for (const auto& c : propose_candidates(model, text)) {
    if (model.types[c.type].id != "import_ban" || c.echo) continue;
    CHECK(c.read > 0.5F);
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
          shown = shown || (r.feature == "sentence|word|snarbl" && r.weight > 0);
  CHECK(shown);
}

TEST_CASE("what was learnt is the same when read back from its file") {
  const auto lessons = prepared();
  std::vector<const AnnotatedText*> texts;
  for (const auto& l : lessons) texts.push_back(&l.text);
  auto named = name_weights(shipped_model(), texts, fitted(lessons));
  std::sort(named.begin(), named.end());
  const TemporaryFile file;
  std::ofstream out(file.path());
  write_sentence_weights(out, named);
  out.close();
  const auto loaded = load_sentence_weights(file.path());
  REQUIRE(loaded);
  REQUIRE(loaded->size() == named.size());
  for (std::size_t i = 0; i < named.size(); ++i) {
    CHECK((*loaded)[i].first == named[i].first);
    CHECK((*loaded)[i].second == doctest::Approx(named[i].second).epsilon(0.1));
  }
  Model model = shipped_model();
  model.set_weights({}, *loaded);
  CHECK(read(model.sentences, "Ghana has snarbled its export of cocoa.", "export_ban") > 0.5F);
}

TEST_CASE("a damaged file of sentence weights is told with its line") {
  const TemporaryFile file;
  for (const char* line : {"word|a", "word|a\texport_ban", "word|a\texport_ban=x"}) {
    CAPTURE(line);
    std::ofstream(file.path()) << "# comment\nword|b\texport_ban=1.5 import_ban=-2\n"
                               << line << '\n';
    const auto loaded = load_sentence_weights(file.path());
    REQUIRE_FALSE(loaded);
    CHECK(loaded.error().where == file.path() + ":3:1");
    CHECK(loaded.error().what.find("model train") != std::string::npos);
  }
}

TEST_CASE("a sentence's features are told apart by script, and inflections are one word") {
  const auto names_of = [](const char* text) {
    const auto annotated = annotate_text(shipped_model(), document(text));
    std::vector<std::string> names;
    sentence_features(shipped_model(), annotated, annotated.sentences.back(), &names);
    return names;
  };
  const auto has = [](const std::vector<std::string>& names, const char* name) {
    return std::find(names.begin(), names.end(), name) != names.end();
  };
  CHECK(has(names_of("restricting exports"), "sentence|words|restri|export"));
  CHECK(has(names_of("restricted the exports"), "sentence|around|restri|export"));
  CHECK(has(names_of("限制出口"), "sentence|words|限|制|出"));
  CHECK(has(names_of("수출을 제한한다"), "sentence|words|수출을|제한한"));
}

}  // namespace chokepoint
