#include "models/engine/by_words.h"

#include <algorithm>
#include <optional>
#include <tuple>
#include <unordered_map>

#include "models/engine/name_features.h"
#include "models/engine/rule_parts.h"
#include "models/engine/sentence_features.h"

namespace chokepoint {
namespace {

// Each is weighed against all others. The longest articles of the corpus have some fifty; what
// comes after so many in one text is not read.
constexpr std::size_t kMostCandidates = 1500;
constexpr float kLeastRead = 0.15F;  // a move that is less likely than that is not proposed
constexpr float kUnheard = 0.7F;     // what rules propose is mostly so

class SentenceReader {
 public:
  // What all sentences have in common pulls once.
  SentenceReader(const Model& model, const AnnotatedText& t)
      : model_(model), t_(t), seen_(model, t), everywhere_(model.sentences.start()) {
    model.sentences.add(seen_.everywhere(), everywhere_);
    below_headline_ = everywhere_;
    model.sentences.add(seen_.headline(), below_headline_);
  }

  std::vector<float> read(std::size_t sentence) {
    auto& sums = sums_[sentence];
    sums = sentence == 0 ? everywhere_ : below_headline_;
    model_.sentences.add(seen_.own(sentence), sums);
    return model_.sentences.read(sums);
  }

  // A move told in a sentence that was read, at the part of a rule that speaks for it most.
  Candidate proposed(std::uint32_t sentence, std::size_t type) const {
    const auto output = SentenceOutputs(model_.types.size()).told(type);
    const auto& sums = sums_.at(sentence);
    const auto& s = t_.sentences[sentence];
    const Annotation* best = nullptr;
    float most = 0;
    for (auto i = s.first_annotation; i < s.last_annotation; ++i) {
      const auto& a = t_.annotations[i];
      if (!is_part(model_, a)) continue;
      float speaks = 0;
      for (const auto c : model_.concept_sets[a.meaning->index])
        speaks += model_.sentences.share({concept_feature(model_, c), 1}, sums, output);
      if (best == nullptr || speaks > most) std::tie(best, most) = std::pair{&a, speaks};
    }
    Candidate c;
    c.type = type;
    c.rules = {model_.rule_by_words(type)};
    c.sentence = sentence;
    c.start = best->start;
    c.end = best->end;
    c.unit = c.last_unit = best->unit;
    c.clause = best->clause;
    return c;
  }

 private:
  const Model& model_;
  const AnnotatedText& t_;
  SentencesSeen seen_;
  UnitSums everywhere_, below_headline_;
  std::unordered_map<std::size_t, UnitSums> sums_;  // by sentence that was read
};

// The sentences worth reading; where no rule fired in the whole text, those with several parts.
// `reader` is made for the first of them: most of the world's news has no rule fire and a part of
// one here and there.
SentenceReadings read_sentences(const Model& model, const AnnotatedText& t, bool rules_fired,
                                std::optional<SentenceReader>& reader) {
  SentenceReadings out(t.sentences.size());
  if (model.sentences.empty()) return out;
  const int parts = rules_fired ? 1 : 2;
  for (std::size_t i = 0; i < out.size(); ++i) {
    if (parts_in(model, t, t.sentences[i], parts) < parts) continue;
    if (!reader) reader.emplace(model, t);
    out[i] = reader->read(i);
  }
  return out;
}

// Adds the moves that are read where no rule found one of the type, nor one of an analyst's own
// type: no lesson told it, and what tells it is taken for one that lessons told.
void add_by_words(const Model& model, const SentenceReader& reader,
                  const SentenceReadings& readings, std::vector<Candidate>& candidates) {
  const SentenceOutputs at(model.types.size());
  std::vector<std::vector<bool>> told(readings.size());
  for (const auto& c : candidates) {
    auto& here = told[c.sentence];
    here.resize(model.types.size());
    if (model.sentences.knows(at.told(c.type)))
      here[c.type] = true;
    else
      here.assign(here.size(), true);
  }
  for (std::uint32_t i = 0; i < readings.size(); ++i) {
    if (readings[i].empty()) continue;
    told[i].resize(model.types.size());
    for (std::size_t type = 0; type < model.types.size(); ++type)
      if (readings[i][at.told(type)] >= kLeastRead && !told[i][type])
        candidates.push_back(reader.proposed(i, type));
  }
  std::stable_sort(candidates.begin(), candidates.end(),
                   [](const Candidate& a, const Candidate& b) {
                     return std::pair{a.sentence, a.start} < std::pair{b.sentence, b.start};
                   });
}

void know_readings(const Model& model, const SentenceReadings& readings,
                   std::vector<Candidate>& candidates) {
  const SentenceOutputs at(model.types.size());
  for (auto& c : candidates) {
    const auto& reading = readings[c.sentence];
    if (reading.empty()) continue;
    c.read.background = reading[at.background()];
    for (std::size_t stage = 0; stage < c.read.stages.size(); ++stage)
      c.read.stages[stage] = reading[at.stage(stage)];
    if (!model.sentences.knows(at.told(c.type))) {  // an analyst's own type, not learnt yet
      c.read.told = c.read.in_text = kUnheard;
      continue;
    }
    c.read.told = reading[at.told(c.type)];
    c.read.in_text = reading[at.told_in_text(c.type)];
    for (std::size_t type = 0; type < model.types.size(); ++type)
      if (type != c.type) c.read.told_else = std::max(c.read.told_else, reading[at.told(type)]);
  }
}

// The names in sentences that have a candidate.
NameReadings read_names(const Model& model, const AnnotatedText& t,
                        const std::vector<Candidate>& candidates) {
  if (model.names.empty()) return {};
  NameReadings out(t.annotations.size());
  std::vector<bool> done(t.sentences.size(), false);
  for (const auto& c : candidates) {
    if (done[c.sentence]) continue;
    done[c.sentence] = true;
    const NamesSeen seen(model, t, t.sentences[c.sentence]);
    for (const auto i : seen.annotations()) {
      auto sums = model.names.start();
      model.names.add(seen.of(i), sums);
      out[i] = model.names.read(sums);
    }
  }
  return out;
}

}  // namespace

ProposedMoves propose_moves(const Model& model, const AnnotatedText& t) {
  ProposedMoves out{fire_rules(model, t), {}, {}};
  std::optional<SentenceReader> reader;
  out.readings = read_sentences(model, t, !out.candidates.empty(), reader);
  if (reader) add_by_words(model, *reader, out.readings, out.candidates);
  if (out.candidates.size() > kMostCandidates) out.candidates.resize(kMostCandidates);
  return out;
}

void complete_moves(const Model& model, const AnnotatedText& t, ProposedMoves& moves) {
  if (moves.candidates.empty()) return;
  add_echoes(model, t, moves.candidates);
  if (moves.candidates.size() > kMostCandidates) moves.candidates.resize(kMostCandidates);
  know_readings(model, moves.readings, moves.candidates);
  moves.names = read_names(model, t, moves.candidates);
}

ProposedMoves all_moves(const Model& model, const AnnotatedText& t) {
  auto out = propose_moves(model, t);
  complete_moves(model, t, out);
  return out;
}

}  // namespace chokepoint
