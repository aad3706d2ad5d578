#include "models/engine/by_words.h"

#include <algorithm>

#include "models/engine/sentence_features.h"

namespace chokepoint {
namespace {

// Each is weighed against all others. The longest articles of the corpus have some fifty; what
// comes after so many in one text is not read.
constexpr std::size_t kMostCandidates = 1500;
constexpr float kLeastRead = 0.15F;  // a move that is less likely than that is not proposed
constexpr float kUnheard = 0.7F;     // what rules propose is mostly so

bool is_part(const Model& model, const Annotation& a) {
  if (!is_concept(a)) return false;
  const auto& set = model.concept_sets[a.meaning->index];
  return std::any_of(set.begin(), set.end(),
                     [&](ConceptId c) { return !model.rules_by_part[c].empty(); });
}

float weight_of(const Model& model, const Annotation& a, std::size_t type) {
  float out = 0;
  for (const auto c : model.concept_sets[a.meaning->index])
    out += model.sentences.weight(concept_feature(model, c), type);
  return out;
}

// Where the move is told: at the part of a rule that speaks for it most.
Candidate proposed(const Model& model, const AnnotatedText& t, std::uint32_t sentence,
                   std::size_t type) {
  const auto& s = t.sentences[sentence];
  const Annotation* best = nullptr;
  float most = 0;
  for (auto i = s.first_annotation; i < s.last_annotation; ++i) {
    const auto& a = t.annotations[i];
    if (!is_part(model, a)) continue;
    const auto weight = weight_of(model, a, type);
    if (best == nullptr || weight > most) std::tie(best, most) = std::pair{&a, weight};
  }
  Candidate c;
  c.type = type;
  c.rules = {model.rule_by_words(type)};
  c.sentence = sentence;
  c.start = best->start;
  c.end = best->end;
  c.unit = c.last_unit = best->unit;
  c.clause = best->clause;
  return c;
}

int parts_in(const Model& model, const AnnotatedText& t, const Sentence& s, int enough) {
  int parts = 0;
  for (auto i = s.first_annotation; i < s.last_annotation && parts < enough; ++i)
    if (is_part(model, t.annotations[i])) ++parts;
  return parts;
}

// The sentences worth reading; where no rule fired in the whole text, those with several parts.
SentenceReadings read_sentences(const Model& model, const AnnotatedText& t, bool rules_fired) {
  SentenceReadings out(t.sentences.size());
  if (model.sentences.empty()) return out;
  // Most of the world's news has no rule fire and a part of one here and there.
  const int parts = rules_fired ? 1 : 2;
  for (std::size_t i = 0; i < out.size(); ++i)
    if (parts_in(model, t, t.sentences[i], parts) >= parts)
      out[i] = model.sentences.read(sentence_features(model, t, t.sentences[i]));
  return out;
}

// Adds the moves that are read where no rule found one of the type, nor one of an analyst's own
// type: the classifier has not learnt that, and takes it for one it knows.
void add_by_words(const Model& model, const AnnotatedText& t, const SentenceReadings& readings,
                  std::vector<Candidate>& candidates) {
  std::vector<std::vector<bool>> told(readings.size());
  for (const auto& c : candidates) {
    auto& here = told[c.sentence];
    here.resize(model.types.size());
    if (model.sentences.knows(c.type))
      here[c.type] = true;
    else
      here.assign(here.size(), true);
  }
  for (std::uint32_t i = 0; i < readings.size(); ++i) {
    if (readings[i].empty()) continue;
    told[i].resize(model.types.size());
    for (std::size_t type = 0; type < model.types.size(); ++type)
      if (readings[i][type] >= kLeastRead && !told[i][type])
        candidates.push_back(proposed(model, t, i, type));
  }
  std::stable_sort(candidates.begin(), candidates.end(),
                   [](const Candidate& a, const Candidate& b) {
                     return std::pair{a.sentence, a.start} < std::pair{b.sentence, b.start};
                   });
}

void know_readings(const Model& model, const SentenceReadings& readings,
                   std::vector<Candidate>& candidates) {
  for (auto& c : candidates) {
    const auto& reading = readings[c.sentence];
    if (reading.empty()) continue;
    if (!model.sentences.knows(c.type)) {  // an analyst's own type, not learnt yet
      c.read = kUnheard;
      continue;
    }
    c.read = reading[c.type];
    for (std::size_t type = 0; type < reading.size(); ++type)
      if (type != c.type) c.read_else = std::max(c.read_else, reading[type]);
  }
}

}  // namespace

bool worth_reading(const Model& model, const AnnotatedText& t, const Sentence& s) {
  return parts_in(model, t, s, 1) > 0;
}

ProposedMoves propose_moves(const Model& model, const AnnotatedText& t) {
  ProposedMoves out{fire_rules(model, t), {}};
  out.readings = read_sentences(model, t, !out.candidates.empty());
  add_by_words(model, t, out.readings, out.candidates);
  if (out.candidates.size() > kMostCandidates) out.candidates.resize(kMostCandidates);
  return out;
}

void complete_moves(const Model& model, const AnnotatedText& t, ProposedMoves& moves) {
  if (moves.candidates.empty()) return;
  add_echoes(model, t, moves.candidates);
  if (moves.candidates.size() > kMostCandidates) moves.candidates.resize(kMostCandidates);
  know_readings(model, moves.readings, moves.candidates);
}

std::vector<Candidate> propose_candidates(const Model& model, const AnnotatedText& t) {
  auto moves = propose_moves(model, t);
  complete_moves(model, t, moves);
  return std::move(moves.candidates);
}

}  // namespace chokepoint
