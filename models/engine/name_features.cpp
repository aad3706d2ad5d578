#include "models/engine/name_features.h"

#include <algorithm>
#include <string_view>
#include <utility>

namespace chokepoint {
namespace {

constexpr Word kSomeName = "@", kNoWord = "$";

// What features of one side of a name are called.
struct SideNames {
  Word first, second, third, two, next_two, three, word, words, act, near_act;
};
constexpr SideNames kLeft{"l1", "l2", "l3", "l12", "l23", "l123", "left", "lefts", "lc", "lcn"};
constexpr SideNames kRight{"r1", "r2", "r3", "r12", "r23", "r123", "right", "rights", "rc", "rcn"};

// `words`: from the name away.
void add_nearest(const std::vector<Word>& words, const SideNames& side, NetworkFeatureList& f) {
  const auto at = [&](std::size_t i) { return i < words.size() ? words[i] : kNoWord; };
  f.add(side.first, at(0));
  f.add(side.second, at(1));
  f.add(side.third, at(2));
  f.add(side.two, at(0), at(1));
  f.add(side.next_two, at(1), at(2));
  f.add(side.three, at(0), at(1), at(2));
}

void add_all(const std::vector<Word>& words, const SideNames& side, NetworkFeatureList& f) {
  for (std::size_t i = 0; i < words.size(); ++i) {
    f.add(side.word, words[i]);
    if (i + 1 < words.size()) f.add(side.words, words[i], words[i + 1]);
  }
}

}  // namespace

std::vector<std::string> name_outputs(const std::vector<std::string>& types) {
  std::vector<std::string> out{"actor", "target"};
  for (const auto& t : types) out.push_back(t + " actor");
  for (const auto& t : types) out.push_back(t + " target");
  return out;
}

NamesSeen::NamesSeen(const Model& model, const AnnotatedText& text, const Sentence& sentence)
    : model_(model), text_(text), sentence_(sentence) {
  for (auto i = sentence.first_annotation; i < sentence.last_annotation; ++i)
    if (!countries_of(model, text.annotations[i]).empty()) annotations_.push_back(i);
  if (annotations_.empty()) return;
  bool in_name = false;
  const std::string_view folded = text.folded.text;
  for (auto& token : tokens_of(folded.substr(sentence.start, sentence.end - sentence.start))) {
    token.start += sentence.start;
    const bool was_in_name = std::exchange(
        in_name, std::any_of(annotations_.begin(), annotations_.end(), [&](std::size_t i) {
          return token.start >= text.annotations[i].start && token.start < text.annotations[i].end;
        }));
    if (in_name && was_in_name) continue;
    if (in_name) token.word = kSomeName;
    tokens_.push_back(token);
  }
}

NetworkFeatures NamesSeen::of(std::size_t annotation, std::vector<std::string>* names) const {
  NetworkFeatureList f(names);
  const auto& name = text_.annotations[annotation];
  add_words(name, f);
  add_concepts(name, f);
  add_place(name, f);
  return f.take();
}

void NamesSeen::add_words(const Annotation& name, NetworkFeatureList& f) const {
  std::vector<Word> left, right;
  for (const auto& t : tokens_)
    if (t.start < name.start)
      left.push_back(t.word);
    else if (t.start >= name.end)
      right.push_back(t.word);
  std::reverse(left.begin(), left.end());
  add_nearest(left, kLeft, f);
  add_nearest(right, kRight, f);
  f.add(Word("lr"), left.empty() ? kNoWord : left.front(), right.empty() ? kNoWord : right.front());
  f.close_group();
  add_all(left, kLeft, f);
  add_all(right, kRight, f);
  f.close_group();
}

void NamesSeen::add_concepts(const Annotation& name, NetworkFeatureList& f) const {
  constexpr std::size_t kNear = 3;
  std::vector<Word> left, right;
  for (auto i = sentence_.first_annotation; i < sentence_.last_annotation; ++i) {
    const auto& a = text_.annotations[i];
    if (!is_concept(a)) continue;
    for (const auto id : model_.concept_sets[a.meaning->index])
      if (a.end <= name.start)
        left.push_back(model_.words.concepts[id]);
      else if (a.start >= name.end)
        right.push_back(model_.words.concepts[id]);
  }
  std::reverse(left.begin(), left.end());
  const auto add = [&](const std::vector<Word>& words, const SideNames& side) {
    for (std::size_t i = 0; i < words.size(); ++i) {
      f.add(side.act, words[i]);
      if (i < kNear) f.add(side.near_act, words[i]);
    }
  };
  add(left, kLeft);
  add(right, kRight);
  f.close_group();
}

void NamesSeen::add_place(const Annotation& name, NetworkFeatureList& f) const {
  constexpr std::size_t kMany = 3;
  std::size_t names_before = 0, names_after = 0;
  for (const auto i : annotations_) {
    if (text_.annotations[i].end <= name.start) ++names_before;
    if (text_.annotations[i].start >= name.end) ++names_after;
  }
  const auto before = up_to(names_before, kMany), after = up_to(names_after, kMany);
  const auto how = name.meaning->kind == Meaning::Kind::Pair
                       ? std::string{"pair"}
                       : std::to_string(static_cast<int>(name.meaning->naming));
  f.add(Word("before"), Word(before));
  f.add(Word("after"), Word(after));
  f.add(Word("among"), Word(before), Word(after));
  f.add(Word("how"), Word(how));
  f.add(Word("how"), Word(how), Word(before));
  f.add(Word("how after"), Word(how), Word(after));
  f.add(Word("language"), Word(text_.lang));
  f.add(Word("language"), Word(text_.lang), Word(before));
  f.add(Word("in"), name.sentence == 0 ? Word("title") : Word("body"));
  f.close_group();
}

}  // namespace chokepoint
