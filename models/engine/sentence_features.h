// A sentence as its network sees it (network.h): its words and those beside them, its concepts and
// the pairs they make, and the concepts of the sentences around it.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "models/engine/annotate.h"
#include "models/engine/network.h"

namespace chokepoint {

// What is asked of a sentence, an output each.
class SentenceOutputs {
 public:
  explicit SentenceOutputs(std::size_t types) : types_(types) {}
  // It tells a move of the type.
  std::size_t told(std::size_t type) const { return type; }
  // Its text does, there or elsewhere.
  std::size_t told_in_text(std::size_t type) const { return types_ + type; }
  // What it tells is history.
  std::size_t background() const { return 2 * types_; }
  // What it tells has come so far; by the order of Stage.
  std::size_t stage(std::size_t stage) const { return background() + 1 + stage; }
  std::size_t size() const { return stage(4); }

 private:
  std::size_t types_;
};
// Their names in a network's file. `types`: ids of all types of the model.
std::vector<std::string> sentence_outputs(const std::vector<std::string>& types);

// Where a list of features is wanted with names, there are as many: "word|quota",
// "words|export|quota", "concepts|act.ease|obj.duty", "before|act.ease".
class SentencesSeen {
 public:
  // Both have to outlive it. Sentences that are not worth reading have no concepts.
  SentencesSeen(const Model& model, const AnnotatedText& text);

  // Of all sentences: the concepts of the text.
  NetworkFeatures everywhere(std::vector<std::string>* names = nullptr) const;
  // Of all but the first, which is the headline or the lead: its concepts and their pairs.
  NetworkFeatures headline(std::vector<std::string>* names = nullptr) const;
  // Of the sentence itself, the two beside it, and its place.
  NetworkFeatures own(std::size_t sentence, std::vector<std::string>* names = nullptr) const;
  // All three.
  NetworkFeatures all(std::size_t sentence, std::vector<std::string>* names = nullptr) const;

 private:
  struct Concepts {
    std::vector<ConceptId> ids;  // sorted
    bool country = false, agency = false, item = false, read = false;
  };
  Concepts concepts_of(const Sentence& sentence) const;

  const Model& model_;
  const AnnotatedText& text_;
  std::vector<Concepts> concepts_;  // by sentence
};

// "concept|ID".
std::uint64_t concept_feature(const Model& model, ConceptId id);

}  // namespace chokepoint
