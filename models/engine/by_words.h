// What the sentence classifier adds to the rules' candidates: moves told in words that no rule
// joins, and of every candidate what a second reader makes of its sentence.
#pragma once

#include <vector>

#include "models/engine/candidates.h"

namespace chokepoint {

// By sentence, what the classifier makes of it by type; empty where it was not asked.
using SentenceReadings = std::vector<std::vector<float>>;

// Has the sentence some part of what a move is made of? Others are not read.
bool worth_reading(const Model& model, const AnnotatedText& t, const Sentence& s);

// The moves of a text, by rules and by words, and what was read in its sentences.
struct ProposedMoves {
  std::vector<Candidate> candidates;  // in the order of the text
  SentenceReadings readings;
};
// Role cues are not looked at.
ProposedMoves propose_moves(const Model& model, const AnnotatedText& t);
// Appends the echoes, once role cues are found, and has each candidate know its sentence's reading;
// of a type that the classifier never learnt, none speaks for or against.
void complete_moves(const Model& model, const AnnotatedText& t, ProposedMoves& moves);
// Both, of a text with its role cues.
std::vector<Candidate> propose_candidates(const Model& model, const AnnotatedText& t);

}  // namespace chokepoint
