// A second reader beside the rules: networks that read words (network.h). It finds moves told in
// words that no rule joins, doubts those that a rule found in words that mean something else, and
// has its say on who acts.
#pragma once

#include <vector>

#include "models/engine/candidates.h"

namespace chokepoint {

// By sentence, what is read in it (SentenceOutputs); empty where it was not.
using SentenceReadings = std::vector<std::vector<float>>;
// By annotation, what is read of a country's name beside a candidate (NameOutputs), and nothing of
// other annotations; no entries at all in a model without names.tsv.
using NameReadings = std::vector<std::vector<float>>;

// The moves of a text, by rules and by words, and what was read in its sentences.
struct ProposedMoves {
  std::vector<Candidate> candidates;  // in the order of the text
  SentenceReadings readings;
  NameReadings names;
};
// Role cues are not looked at.
ProposedMoves propose_moves(const Model& model, const AnnotatedText& t);
// Appends the echoes, once role cues are found, has each candidate know its sentence's reading, and
// reads the names beside candidates. Of a type that no lesson told, nothing speaks for or against.
void complete_moves(const Model& model, const AnnotatedText& t, ProposedMoves& moves);
// Both, of a text with its role cues.
ProposedMoves all_moves(const Model& model, const AnnotatedText& t);

}  // namespace chokepoint
