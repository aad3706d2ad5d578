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
// Reads those; where no rule fired in the whole text, only those with several parts.
SentenceReadings read_sentences(const Model& model, const AnnotatedText& t, bool rules_fired);
// Adds the moves that are read where no rule found one of the type. In the order of the text.
void add_by_words(const Model& model, const AnnotatedText& t, const SentenceReadings& readings,
                  std::vector<Candidate>& candidates);
// Has each candidate know its sentence's reading. Of a type that the classifier never learnt, none
// speaks for or against.
void know_readings(const Model& model, const SentenceReadings& readings,
                   std::vector<Candidate>& candidates);

}  // namespace chokepoint
