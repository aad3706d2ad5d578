#include "models/engine/train_sentences.h"

#include <unordered_map>

#include "models/engine/by_words.h"
#include "models/engine/sentence_features.h"

namespace chokepoint {
namespace {

using Label = LabelledSentence::Label;

constexpr std::size_t kBrief = 2;  // sentences of a text all of which tell what it tells

void label(const Model& model, const std::set<std::string>& types, Label as,
           std::vector<Label>& labels) {
  for (const auto& id : types)
    if (const auto type = model.type_index(id); type && labels[*type] != Label::Yes)
      labels[*type] = as;
}

}  // namespace

std::vector<LabelledSentence> labelled_sentences(const Model& model, const AnnotatedText& text,
                                                 const GoldArticle& gold,
                                                 const std::vector<FoldedSpan>& proof) {
  std::vector<LabelledSentence> out;
  for (const auto& s : text.sentences) {
    if (!worth_reading(model, text, s)) continue;
    LabelledSentence l{sentence_features(model, text, s), {}};
    l.labels.assign(model.types.size(), Label::No);
    label(model, gold.unlabelled, Label::Unknown, l.labels);
    for (std::size_t e = 0; e < gold.events.size(); ++e) {
      const auto [from, to] = proof[e];
      const bool here = to > 0 ? from < s.end && to > s.start : text.sentences.size() <= kBrief;
      label(model, gold.events[e].types, Label::Unknown, l.labels);
      if (here) label(model, {gold.events[e].type}, Label::Yes, l.labels);
    }
    out.push_back(std::move(l));
  }
  return out;
}

NamedWeights name_weights(const Model& model, const std::vector<const AnnotatedText*>& texts,
                          const std::vector<SentenceWeight>& weights) {
  std::unordered_map<std::uint64_t, std::string> names{
      {kAnySentence, std::string{kAnySentenceName}}};
  for (const auto& w : weights) names.try_emplace(w.feature);
  for (const auto* text : texts)
    for (const auto& s : text->sentences) {
      std::vector<std::string> of_sentence;
      const auto features = sentence_features(model, *text, s, &of_sentence);
      for (std::size_t i = 0; i < features.size(); ++i)
        if (const auto at = names.find(features[i].number); at != names.end())
          at->second = std::move(of_sentence[i]);
    }
  NamedWeights out;
  for (const auto& w : weights)
    out.emplace_back(names[w.feature] + '|' + model.types[w.type].id, w.weight);
  return out;
}

}  // namespace chokepoint
