#include "models/engine/lessons.h"

#include <algorithm>
#include <array>
#include <optional>
#include <unordered_map>

#include "models/engine/name_features.h"
#include "models/engine/roles_country.h"
#include "models/engine/rule_parts.h"
#include "models/engine/sentence_features.h"

namespace chokepoint {
namespace {

using Label = Lesson::Label;

constexpr std::size_t kBrief = 2;  // sentences of a text all of which tell what it tells

bool told_in(const AnnotatedText& text, const Sentence& s, const FoldedSpan& proof) {
  return proof.second > 0 ? stands_in(proof, s) : text.sentences.size() <= kBrief;
}

// The labels of one sentence.
class SentenceLabels {
 public:
  SentenceLabels(const Model& model, const GoldArticle& gold)
      : model_(model), at_(model.types.size()), labels_(at_.size(), Label::No) {
    std::fill(labels_.begin() + static_cast<std::ptrdiff_t>(at_.background()), labels_.end(),
              Label::Unknown);
    for (const auto& type : gold.unlabelled) {
      set(type, &SentenceOutputs::told, Label::Unknown);
      set(type, &SentenceOutputs::told_in_text, Label::Unknown);
    }
  }

  // An event of the article; its proof is here, elsewhere, or was not found.
  void add(const GoldEvent& e, bool here, bool found) {
    for (const auto& type : e.types) {
      set(type, &SentenceOutputs::told_in_text, Label::Unknown);
      if (here || !found) set(type, &SentenceOutputs::told, Label::Unknown);
    }
    if (!here) return;
    set(e.type, &SentenceOutputs::told_in_text, Label::Yes);
    set(e.type, &SentenceOutputs::told, Label::Yes);
    if (e.background) (*e.background ? history_ : news_) = true;
    if (e.stage)
      stages_[static_cast<std::size_t>(*e.stage)] = true;
    else
      stage_missing_ = true;
  }

  std::vector<Label> take() {
    // What is said of the sentence is so of all it tells, or it teaches nothing.
    if (history_ != news_) labels_[at_.background()] = history_ ? Label::Yes : Label::No;
    if (!stage_missing_ && std::find(stages_.begin(), stages_.end(), true) != stages_.end())
      for (std::size_t stage = 0; stage < stages_.size(); ++stage)
        labels_[at_.stage(stage)] = stages_[stage] ? Label::Yes : Label::No;
    return std::move(labels_);
  }

 private:
  void set(const std::string& id, std::size_t (SentenceOutputs::*output)(std::size_t) const,
           Label as) {
    const auto type = model_.type_index(id);
    if (!type) return;
    if (auto& label = labels_[(at_.*output)(*type)]; label != Label::Yes) label = as;
  }

  const Model& model_;
  SentenceOutputs at_;
  std::vector<Label> labels_;
  bool history_ = false, news_ = false, stage_missing_ = false;
  std::array<bool, 4> stages_{};
};

// The labels of one name: what it is to any event of its sentence.
class NameLabels {
 public:
  NameLabels(const Model& model, const Annotation& name)
      : model_(model), name_(name), at_(model.types.size()), labels_(at_.size(), Label::Unknown) {}

  void add(const GoldEvent& e) {
    const auto type = model_.type_index(e.type);
    if (!type) return;
    for (const auto output : {at_.actor(), at_.actor(*type)}) set(output, e.actor);
    for (const auto output : {at_.target(), at_.target(*type)}) set(output, e.target);
  }
  std::vector<Label> take() { return std::move(labels_); }

 private:
  void set(std::size_t output, const std::optional<std::string>& party) {
    if (!party) return;
    const auto country = model_.country_index(*party);
    auto& label = labels_[output];
    if (country && speaks_of(model_, name_, *country))
      label = Label::Yes;
    else if (label == Label::Unknown)
      label = Label::No;
  }

  const Model& model_;
  const Annotation& name_;
  NameOutputs at_;
  std::vector<Label> labels_;
};

// Hands out the features of texts to the network that has some of them.
class Namer {
 public:
  explicit Namer(NetworkWeights& network) : network_(network) {
    network.names.assign(network.features.size(), {});
    for (std::size_t i = 0; i < network.features.size(); ++i) places_[network.features[i]] = i;
  }
  void give(const NetworkFeatures& features, std::vector<std::string> names) {
    for (std::size_t i = 0; i < features.size(); ++i)
      if (const auto at = places_.find(features[i].number); at != places_.end())
        network_.names[at->second] = std::move(names[i]);
  }

 private:
  NetworkWeights& network_;
  std::unordered_map<std::uint64_t, std::size_t> places_;
};

}  // namespace

std::vector<Lesson> sentence_lessons(const Model& model, const AnnotatedText& text,
                                     const GoldArticle& gold,
                                     const std::vector<FoldedSpan>& proof) {
  std::vector<Lesson> out;
  const SentencesSeen seen(model, text);
  for (std::size_t i = 0; i < text.sentences.size(); ++i) {
    const auto& s = text.sentences[i];
    if (!worth_reading(model, text, s)) continue;
    SentenceLabels labels(model, gold);
    for (std::size_t e = 0; e < gold.events.size(); ++e)
      labels.add(gold.events[e], told_in(text, s, proof[e]), proof[e].second > 0);
    out.push_back({seen.all(i), labels.take()});
  }
  return out;
}

std::vector<Lesson> name_lessons(const Model& model, const AnnotatedText& text,
                                 const GoldArticle& gold, const std::vector<FoldedSpan>& proof) {
  std::vector<Lesson> out;
  for (const auto& s : text.sentences) {
    std::vector<const GoldEvent*> here;
    for (std::size_t e = 0; e < gold.events.size(); ++e)
      if (told_in(text, s, proof[e])) here.push_back(&gold.events[e]);
    if (here.empty()) continue;
    const NamesSeen seen(model, text, s);
    for (const auto i : seen.annotations()) {
      NameLabels labels(model, text.annotations[i]);
      for (const auto* e : here) labels.add(*e);
      out.push_back({seen.of(i), labels.take()});
    }
  }
  return out;
}

void name_features_of_sentences(const Model& model, const std::vector<const AnnotatedText*>& texts,
                                NetworkWeights& network) {
  Namer namer(network);
  for (const auto* text : texts) {
    const SentencesSeen seen(model, *text);
    for (std::size_t i = 0; i < text->sentences.size(); ++i) {
      if (!worth_reading(model, *text, text->sentences[i])) continue;
      std::vector<std::string> names;
      const auto features = seen.all(i, &names);
      namer.give(features, std::move(names));
    }
  }
}

void name_features_of_names(const Model& model, const std::vector<const AnnotatedText*>& texts,
                            NetworkWeights& network) {
  Namer namer(network);
  for (const auto* text : texts)
    for (const auto& s : text->sentences) {
      const NamesSeen seen(model, *text, s);
      for (const auto i : seen.annotations()) {
        std::vector<std::string> names;
        const auto features = seen.of(i, &names);
        namer.give(features, std::move(names));
      }
    }
}

}  // namespace chokepoint
