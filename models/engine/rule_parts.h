// Parts of rules: the concepts that a move is made of.
#pragma once

#include <algorithm>

#include "models/engine/annotate.h"

namespace chokepoint {

inline bool is_part(const Model& model, const Annotation& a) {
  if (!is_concept(a)) return false;
  const auto& set = model.concept_sets[a.meaning->index];
  return std::any_of(set.begin(), set.end(),
                     [&](ConceptId c) { return !model.rules_by_part[c].empty(); });
}

// How many parts a sentence has; counting ends at `enough`.
inline int parts_in(const Model& model, const AnnotatedText& t, const Sentence& s, int enough) {
  int parts = 0;
  for (auto i = s.first_annotation; i < s.last_annotation && parts < enough; ++i)
    if (is_part(model, t.annotations[i])) ++parts;
  return parts;
}

// Has the sentence some part of what a move is made of? Others are not read.
inline bool worth_reading(const Model& model, const AnnotatedText& t, const Sentence& s) {
  return parts_in(model, t, s, 1) > 0;
}

}  // namespace chokepoint
