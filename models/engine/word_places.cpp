#include "models/engine/word_places.h"

#include <algorithm>
#include <array>
#include <set>
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

class WordPlaces {
 public:
  WordPlaces(const Scene& s, const Candidate& c, Features& f)
      : words_(s.model.words),
        concepts_(s.model.concepts),
        type_(words_.types[c.type]),
        direction_(words_.directions[c.type]),
        language_(std::string_view{s.text.lang}.substr(0, s.text.lang.find('-'))),
        f_(f) {}

  void add(ConceptId id, const Place& place) {
    const std::string_view name = concepts_[id];
    const auto word = words_.concepts[id];
    if (name.starts_with("cue.")) {
      f_.add("place", word, place.side, place.distance);
      f_.add("place", word, place.side, place.distance, language_);
      f_.add("place", word, place.side, direction_);
    } else if (undoes(name)) {
      acts_.insert(id);
      f_.add("place", word, place.side, place.distance, type_);
      f_.add("place", word, place.side, language_, direction_);
    } else if (name.starts_with("obj.") || name.starts_with("move.")) {
      objects_.insert(id);
    }
  }

  // An easing by what is done to what: to suspend a licence is not what to suspend a duty is.
  void add_pairs() {
    for (const auto act : acts_)
      for (const auto object : objects_)
        f_.add("undone", type_, words_.concepts[act], words_.concepts[object]);
  }

 private:
  const FeatureWords& words_;
  const std::vector<std::string>& concepts_;
  Word type_, direction_;
  std::string_view language_;
  Features& f_;
  std::set<ConceptId> acts_, objects_;  // of what undoes, and of what may be undone
};

}  // namespace

void add_word_places(const Scene& s, const Candidate& c, Features& f) {
  WordPlaces places(s, c, f);
  const auto& here = s.text.sentences[c.sentence];
  for (auto i = here.first_annotation; i < here.last_annotation; ++i) {
    const auto& a = s.text.annotations[i];
    if (!is_concept(a) || a.clause != c.clause || gap_to(c, a.unit) > kNear) continue;
    const auto place = place_beside(c, a);
    for (const auto id : s.model.concept_sets[a.meaning->index]) places.add(id, place);
  }
  places.add_pairs();
}

}  // namespace chokepoint
