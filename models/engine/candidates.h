// Where a rule's groups meet, a move may be told: candidates are generous, decide.h weighs them.
#pragma once

#include <array>
#include <cstdint>
#include <vector>

#include "models/engine/annotate.h"

namespace chokepoint {

// Probabilities.
struct SentenceReading {
  float told = 0;       // the sentence tells a move of the type
  float told_else = 0;  // it tells one of the likeliest other type
  float in_text = 0;    // the text tells a move of the type, there or elsewhere
  float background = 0;
  std::array<float, 4> stages{};  // by Stage
};

struct Candidate {
  std::size_t type = 0;            // index into Model::types
  std::vector<std::size_t> rules;  // that fired, indices into Model::rules
  std::uint32_t sentence = 0;
  std::uint32_t start = 0, end = 0;  // folded bytes, from the first matched word to the last
  std::int32_t unit = 0, last_unit = 0;
  std::int32_t clause = 0;
  bool trial = false;  // every rule that fired is on trial
  // Part of a rule alone, in a text that tells a move of the type elsewhere: "Seoul had taken the
  // same measure in May".
  bool echo = false;
  // What the second reader makes of its sentence.
  SentenceReading read{};
};

// Where all groups of a rule meet, in the order of the text. Role cues are not looked at.
std::vector<Candidate> fire_rules(const Model& model, const AnnotatedText& t);
// Appends the echoes of those candidates. Lists of names must have been found: find_role_cues().
void add_echoes(const Model& model, const AnnotatedText& t, std::vector<Candidate>& candidates);

}  // namespace chokepoint
