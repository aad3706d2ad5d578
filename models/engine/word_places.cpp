#include "models/engine/word_places.h"

#include <algorithm>
#include <array>
#include <string>
#include <string_view>
#include <vector>

#include "models/engine/vicinity.h"

namespace chokepoint {
namespace {

constexpr int kTouching = 6, kNear = 14;  // half words

struct Place {
  Word side, distance;
};

Place place_beside(const Candidate& c, const Annotation& a) {
  const int gap = gap_to(c, a.unit);
  const Word distance = gap <= kTouching ? Word("touching") : Word("near");
  if (a.end <= c.start) return {"before", distance};
  if (a.start >= c.end) return {"after", distance};
  return {"inside", "touching"};
}

// What undoes a measure governs it from one side in most languages and from the other in some.
bool undoes(std::string_view name) {
  static constexpr auto kActs = std::to_array<std::string_view>(
      {"act.lift", "act.suspend", "act.ease", "act.cut", "act.exempt", "act.delay", "act.grant",
       "act.expire", "act.delist", "act.cancel", "act.resume", "act.withdraw"});
  return std::ranges::find(kActs, name) != kActs.end();
}

// An easing by what is done to what: to suspend a licence is not what to suspend a duty is.
void add_pairs(const Scene& s, const Candidate& c, Word type, Features& f) {
  std::vector<ConceptId> acts, objects;
  const auto& here = s.text.sentences[c.sentence];
  for (auto i = here.first_annotation; i < here.last_annotation; ++i) {
    const auto& a = s.text.annotations[i];
    if (!is_concept(a) || a.clause != c.clause || gap_to(c, a.unit) > kNear) continue;
    for (const auto id : s.model.concept_sets[a.meaning->index]) {
      const std::string_view name = s.model.concepts[id];
      if (undoes(name)) acts.push_back(id);
      if (name.starts_with("obj.") || name.starts_with("move.")) objects.push_back(id);
    }
  }
  for (auto* all : {&acts, &objects}) {
    std::sort(all->begin(), all->end());
    all->erase(std::unique(all->begin(), all->end()), all->end());
  }
  for (const auto act : acts)
    for (const auto object : objects)
      f.add("undone", type, s.model.words.concepts[act], s.model.words.concepts[object]);
}

class WordPlaces {
 public:
  WordPlaces(const Scene& s, const Candidate& c, Features& f)
      : words_(s.model.words),
        concepts_(s.model.concepts),
        type_(words_.types[c.type]),
        direction_(words_.directions[c.type]),
        language_(std::string_view{s.text.lang}.substr(0, s.text.lang.find('-'))),
        f_(f) {}

  // True where the concept undoes a measure.
  bool add(ConceptId id, Word side, Word distance) {
    const std::string_view name = concepts_[id];
    const auto word = words_.concepts[id];
    if (name.starts_with("cue.")) {
      f_.add("place", word, side, distance);
      f_.add("place", word, side, distance, language_);
      f_.add("place", word, side, direction_);
      return false;
    }
    if (!undoes(name)) return false;
    f_.add("place", word, side, distance, type_);
    f_.add("place", word, side, language_, direction_);
    return true;
  }

 private:
  const FeatureWords& words_;
  const std::vector<std::string>& concepts_;
  Word type_, direction_;
  std::string_view language_;
  Features& f_;
};

}  // namespace

void add_word_places(const Scene& s, const Candidate& c, Features& f) {
  WordPlaces places(s, c, f);
  const auto& here = s.text.sentences[c.sentence];
  bool undone = false;
  for (auto i = here.first_annotation; i < here.last_annotation; ++i) {
    const auto& a = s.text.annotations[i];
    if (!is_concept(a) || a.clause != c.clause || gap_to(c, a.unit) > kNear) continue;
    const auto [side, distance] = place_beside(c, a);
    for (const auto id : s.model.concept_sets[a.meaning->index])
      if (places.add(id, side, distance)) undone = true;
  }
  if (undone) add_pairs(s, c, s.model.words.types[c.type], f);
}

}  // namespace chokepoint
