#include "models/engine/sentence_features.h"

#include <algorithm>
#include <string_view>

#include "models/engine/network_features.h"
#include "models/engine/rule_parts.h"

namespace chokepoint {
namespace {

constexpr std::size_t kMostConcepts = 24;  // their pairs grow with the square

void add_words(std::string_view text, NetworkFeatureList& f) {
  const auto tokens = tokens_of(text);
  for (std::size_t i = 0; i < tokens.size(); ++i) {
    f.add(Word("word"), tokens[i].word);
    if (i + 1 < tokens.size()) f.add(Word("words"), tokens[i].word, tokens[i + 1].word);
    if (i + 2 >= tokens.size()) continue;
    // Two characters are rarely a word with its neighbour; two words leave room for one between.
    if (tokens[i + 1].unspaced)
      f.add(Word("words"), tokens[i].word, tokens[i + 1].word, tokens[i + 2].word);
    else
      f.add(Word("around"), tokens[i].word, tokens[i + 2].word);
  }
  f.close_group();
}

void add_pairs(const std::vector<Word>& words, const std::vector<ConceptId>& ids, Word name,
               NetworkFeatureList& f) {
  for (std::size_t i = 0; i < ids.size(); ++i)
    for (std::size_t k = i + 1; k < ids.size(); ++k) f.add(name, words[ids[i]], words[ids[k]]);
}

// What else than concepts a sentence names.
template <class Concepts, class Add>
void each_kind(const Concepts& c, Add add) {
  if (c.country) add(Word("country"));
  if (c.agency) add(Word("agency"));
  if (c.item) add(Word("item"));
}

}  // namespace

std::vector<std::string> sentence_outputs(const std::vector<std::string>& types) {
  auto out = types;
  for (const auto& t : types) out.push_back(t + " in text");
  out.emplace_back("background");
  for (const auto stage : {Stage::Considered, Stage::Announced, Stage::InForce, Stage::Ended})
    out.emplace_back(name_of(stage));
  return out;
}

SentencesSeen::SentencesSeen(const Model& model, const AnnotatedText& text)
    : model_(model), text_(text) {
  concepts_.reserve(text.sentences.size());
  for (const auto& s : text.sentences)
    concepts_.push_back(worth_reading(model, text, s) ? concepts_of(s) : Concepts{});
}

SentencesSeen::Concepts SentencesSeen::concepts_of(const Sentence& sentence) const {
  Concepts out;
  out.read = true;
  for (auto i = sentence.first_annotation; i < sentence.last_annotation; ++i) {
    const auto& a = text_.annotations[i];
    out.country = out.country || !countries_of(model_, a).empty();
    out.agency = out.agency || is_agency(a);
    out.item = out.item || is_item(a);
    if (!is_concept(a)) continue;
    const auto& set = model_.concept_sets[a.meaning->index];
    out.ids.insert(out.ids.end(), set.begin(), set.end());
  }
  std::sort(out.ids.begin(), out.ids.end());
  out.ids.erase(std::unique(out.ids.begin(), out.ids.end()), out.ids.end());
  if (out.ids.size() > kMostConcepts) out.ids.resize(kMostConcepts);
  return out;
}

NetworkFeatures SentencesSeen::everywhere(std::vector<std::string>* names) const {
  NetworkFeatureList f(names);
  for (const auto& c : concepts_)
    for (const auto id : c.ids) f.add(Word("text"), model_.words.concepts[id]);
  f.close_group();
  return f.take();
}

NetworkFeatures SentencesSeen::headline(std::vector<std::string>* names) const {
  if (concepts_.empty()) return {};
  NetworkFeatureList f(names);
  const auto& c = concepts_.front();
  for (const auto id : c.ids) f.add(Word("headline"), model_.words.concepts[id]);
  add_pairs(model_.words.concepts, c.ids, "headline", f);
  each_kind(c, [&](Word kind) { f.add(Word("headline some"), kind); });
  f.close_group();
  return f.take();
}

NetworkFeatures SentencesSeen::own(std::size_t sentence, std::vector<std::string>* names) const {
  NetworkFeatureList f(names);
  const auto& s = text_.sentences[sentence];
  add_words(std::string_view{text_.folded.text}.substr(s.start, s.end - s.start), f);

  const auto& words = model_.words.concepts;
  const auto& here = concepts_[sentence];
  for (const auto id : here.ids) f.add(Word("concept"), words[id]);
  add_pairs(words, here.ids, "concepts", f);
  each_kind(here, [&](Word kind) { f.add(Word("some"), kind); });
  f.close_group();

  const auto beside = [&](Word side, std::size_t at) {
    if (at < concepts_.size() && concepts_[at].read) {
      for (const auto id : concepts_[at].ids) f.add(side, words[id]);
      each_kind(concepts_[at], [&](Word kind) { f.add(side, Word("some"), kind); });
    } else {
      f.add(side, Word("none"));
    }
    f.close_group();
  };
  beside("before", sentence - 1);  // of the first: none
  beside("after", sentence + 1);

  constexpr std::size_t kFarDown = 6, kLong = 12;
  const auto down = up_to(sentence, kFarDown), length = up_to(concepts_.size(), kLong);
  f.add(Word("place"), Word(down));
  f.add(Word("length"), Word(length));
  f.close_group();
  return f.take();
}

NetworkFeatures SentencesSeen::all(std::size_t sentence, std::vector<std::string>* names) const {
  auto out = own(sentence, names);
  const auto add = [&](const NetworkFeatures& more) {
    out.insert(out.end(), more.begin(), more.end());
  };
  add(everywhere(names));
  if (sentence > 0) add(headline(names));
  return out;
}

std::uint64_t concept_feature(const Model& model, ConceptId id) {
  return feature_with(feature_with(0, Word("concept").hash()), model.words.concepts[id].hash());
}

}  // namespace chokepoint
