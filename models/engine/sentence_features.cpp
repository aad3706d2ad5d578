#include "models/engine/sentence_features.h"

#include <algorithm>
#include <cmath>
#include <map>

#include "models/core/utf8.h"

namespace chokepoint {
namespace {

constexpr std::size_t kMostConcepts = 24;  // their pairs grow with the square

// A word's beginning, which its inflections share, or one character of a script without spaces.
struct Token {
  Word word;
  bool unspaced;
};

bool is_unspaced_letter(char32_t c) {
  return is_han(c) || is_kana(c);
}
bool is_word_letter(char32_t c) {
  return is_spaced_letter(c) || is_hangul(c);
}

std::vector<Token> tokens_of(std::string_view text) {
  constexpr std::size_t kStem = 6, kHangulStem = 3;  // letters
  std::vector<Token> out;
  for (std::size_t at = 0; at < text.size();) {
    auto c = decode_at(text, at);
    if (is_unspaced_letter(c.value)) {
      out.push_back({Word{text.substr(at, c.size)}, true});
      at += c.size;
    } else if (is_word_letter(c.value)) {
      const auto start = at;
      auto stem = at;
      for (std::size_t n = 0; is_word_letter(c.value); c = decode_at(text, at), ++n) {
        at += c.size;
        if (n < (is_hangul(c.value) ? kHangulStem : kStem)) stem = at;
      }
      out.push_back({Word{text.substr(start, stem - start)}, false});
    } else {
      at += c.size;
    }
  }
  return out;
}

class Collector {
 public:
  explicit Collector(bool keep_names) : keep_names_(keep_names) {}

  template <class... Words>
  void add(Words... words) {
    std::uint64_t number = 0;
    ((number = feature_with(number, words.hash())), ...);
    numbers_.push_back(feature_with(number, Word("sentence").hash()));
    if (!keep_names_) return;
    std::string name = "sentence";
    ((name += '|', name += words.text()), ...);
    names_[numbers_.back()] = std::move(name);
  }
  // Closes a group of features, which share a length of one.
  void share() {
    const auto from = numbers_.begin() + static_cast<std::ptrdiff_t>(done_);
    std::sort(from, numbers_.end());
    numbers_.erase(std::unique(from, numbers_.end()), numbers_.end());
    const auto n = static_cast<float>(numbers_.size() - done_);
    for (; done_ < numbers_.size(); ++done_) out_.push_back({numbers_[done_], 1 / std::sqrt(n)});
  }
  std::vector<SentenceFeature> take(std::vector<std::string>* names) {
    std::sort(out_.begin(), out_.end(), [](const SentenceFeature& a, const SentenceFeature& b) {
      return a.number < b.number;
    });
    if (names != nullptr)
      for (const auto& f : out_) names->push_back(names_[f.number]);
    return std::move(out_);
  }

 private:
  bool keep_names_;
  std::size_t done_ = 0;
  std::vector<std::uint64_t> numbers_;
  std::map<std::uint64_t, std::string> names_;
  std::vector<SentenceFeature> out_;
};

void add_words(std::string_view text, Collector& f) {
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
  f.share();
}

void add_concepts(const Model& model, const AnnotatedText& text, const Sentence& sentence,
                  Collector& f) {
  std::vector<ConceptId> here;
  bool country = false, agency = false, item = false;
  for (auto i = sentence.first_annotation; i < sentence.last_annotation; ++i) {
    const auto& a = text.annotations[i];
    country = country || !countries_of(model, a).empty();
    agency = agency || is_agency(a);
    item = item || is_item(a);
    if (!is_concept(a)) continue;
    const auto& set = model.concept_sets[a.meaning->index];
    here.insert(here.end(), set.begin(), set.end());
  }
  std::sort(here.begin(), here.end());
  here.erase(std::unique(here.begin(), here.end()), here.end());
  if (here.size() > kMostConcepts) here.resize(kMostConcepts);
  const auto& words = model.words.concepts;
  for (std::size_t i = 0; i < here.size(); ++i) {
    f.add(Word("concept"), words[here[i]]);
    for (std::size_t k = i + 1; k < here.size(); ++k)
      f.add(Word("concepts"), words[here[i]], words[here[k]]);
  }
  if (country) f.add(Word("some"), Word("country"));
  if (agency) f.add(Word("some"), Word("agency"));
  if (item) f.add(Word("some"), Word("item"));
  f.share();
}

}  // namespace

std::uint64_t concept_feature(const Model& model, ConceptId id) {
  const auto number =
      feature_with(feature_with(0, Word("concept").hash()), model.words.concepts[id].hash());
  return feature_with(number, Word("sentence").hash());
}

std::vector<SentenceFeature> sentence_features(const Model& model, const AnnotatedText& text,
                                               const Sentence& sentence,
                                               std::vector<std::string>* names) {
  Collector f(names != nullptr);
  const auto size = sentence.end - sentence.start;
  add_words(std::string_view{text.folded.text}.substr(sentence.start, size), f);
  add_concepts(model, text, sentence, f);
  return f.take(names);
}

}  // namespace chokepoint
