// From a document to its labelled stretches: sentences, concepts, countries, agencies, items,
// dates. What they add up to is decided by candidates.h and decide.h.
#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <vector>

#include "models/core/document.h"
#include "models/core/fold.h"
#include "models/engine/model.h"

namespace chokepoint {

struct Sentence {
  std::uint32_t start = 0, end = 0;  // folded bytes
  bool title = false;
  std::uint32_t first_annotation = 0, last_annotation = 0;  // [first, last)
};

// A set of role cues, one bit each.
using CueSet = std::uint64_t;

struct Annotation {
  std::uint32_t start = 0, end = 0;  // folded bytes
  const Meaning* meaning = nullptr;
  std::uint32_t sentence = 0;
  std::int32_t unit =
      0;  // place in the text, in half words: a Han character is one, a Latin word two
  std::int32_t clause = 0;  // counts within the text
  CueSet before = 0, after = 0;
  int list = -1;  // names joined as "A, B and C" share a number
};

struct DatedSpan {
  DateMention date;
  std::uint32_t start = 0, end = 0;  // folded bytes
  std::uint32_t sentence = 0;
  std::int32_t unit = 0;
};

struct AnnotatedText {
  std::string original;         // title, a line break, text
  std::size_t title_bytes = 0;  // of `original`, the line break not counted
  Folded folded;
  std::string lang;
  const Language* language = nullptr;
  std::vector<Sentence> sentences;
  std::vector<Annotation> annotations;  // by start
  std::vector<DatedSpan> dates;
  std::vector<OfficialNumber> official;
  std::vector<std::uint16_t> country_counts;  // by country index, agencies and companies included
};

// Without the role cues beside names: all that candidates are proposed from.
AnnotatedText annotate_names(const Model& model, const Document& document);
// With them: all that decisions look at.
AnnotatedText annotate_text(const Model& model, const Document& document);

// The countries an annotation speaks for or of: none, one, or the two of a pair. Indices into
// Model::countries.
class Countries {
 public:
  Countries() = default;
  explicit Countries(std::size_t one) : all_{one, 0}, size_(1) {}
  Countries(std::size_t one, std::size_t other) : all_{one, other}, size_(2) {}
  const std::size_t* begin() const { return all_.data(); }
  const std::size_t* end() const { return all_.data() + size_; }
  std::size_t size() const { return size_; }
  bool empty() const { return size_ == 0; }
  std::size_t front() const { return all_[0]; }

 private:
  std::array<std::size_t, 2> all_{};
  std::size_t size_ = 0;
};
inline Countries countries_of(const Model& model, const Annotation& a) {
  const Meaning& m = *a.meaning;
  const auto one = [](std::int32_t index) {
    return index < 0 ? Countries{} : Countries{static_cast<std::size_t>(index)};
  };
  switch (m.kind) {
    case Meaning::Kind::Country:
      return Countries{m.index};
    case Meaning::Kind::Pair:
      return {m.index, m.second};
    case Meaning::Kind::Agency:
      return one(model.agencies[m.index].country_index);
    case Meaning::Kind::Organisation:
      return one(model.organisations[m.index].country_index);
    default:
      return {};
  }
}
bool has_concept(const Model& model, const Annotation& a, ConceptId concept_id);
inline bool is_concept(const Annotation& a) {
  return a.meaning->kind == Meaning::Kind::Concepts;
}
inline bool is_item(const Annotation& a) {
  return a.meaning->kind == Meaning::Kind::Item || a.meaning->kind == Meaning::Kind::WeakItem;
}
inline bool is_agency(const Annotation& a) {
  return a.meaning->kind == Meaning::Kind::Agency;
}

}  // namespace chokepoint
