// A country's name as its network sees it (network.h): the words and concepts on either side of it.
#pragma once

#include <string>
#include <vector>

#include "models/engine/annotate.h"
#include "models/engine/network.h"
#include "models/engine/network_features.h"

namespace chokepoint {

// What is asked of a name, an output each.
class NameOutputs {
 public:
  explicit NameOutputs(std::size_t types) : types_(types) {}
  // Who bears it acts in a move that the sentence tells, or is acted on.
  std::size_t actor() const { return 0; }
  std::size_t target() const { return 1; }
  // In a move of the type.
  std::size_t actor(std::size_t type) const { return 2 + type; }
  std::size_t target(std::size_t type) const { return 2 + types_ + type; }
  std::size_t size() const { return target(types_); }

 private:
  std::size_t types_;
};
// Their names in a network's file. `types`: ids of all types of the model.
std::vector<std::string> name_outputs(const std::vector<std::string>& types);

// The names in a sentence. Who bears them is not seen, here or beside: what is learnt of one
// country holds for another.
class NamesSeen {
 public:
  // Both have to outlive it.
  NamesSeen(const Model& model, const AnnotatedText& text, const Sentence& sentence);

  // Indices into AnnotatedText::annotations.
  const std::vector<std::size_t>& annotations() const { return annotations_; }
  // Of one of them.
  NetworkFeatures of(std::size_t annotation, std::vector<std::string>* names = nullptr) const;

 private:
  void add_words(const Annotation& name, NetworkFeatureList& f) const;
  void add_concepts(const Annotation& name, NetworkFeatureList& f) const;
  void add_place(const Annotation& name, NetworkFeatureList& f) const;

  const Model& model_;
  const AnnotatedText& text_;
  const Sentence& sentence_;
  std::vector<std::size_t> annotations_;
  std::vector<Token> tokens_;  // the words; those of a name are one
};

}  // namespace chokepoint
