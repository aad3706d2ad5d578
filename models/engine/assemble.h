// From candidates to the drafts of a document's mentions: decisions taken, candidates that tell the
// same move merged, the score calibrated. telling.h says which of them are told.
#pragma once

#include <algorithm>
#include <array>
#include <vector>

#include "models/engine/decide.h"

namespace chokepoint {

// A candidate with its decisions.
struct Decided {
  const Candidate* candidate = nullptr;
  double accept = 0;
  std::string actor, target;
  std::vector<std::string> more_targets, more_actors;  // of the same list
  double actor_p = 0, parties_p = 0;                   // that the actor is right; that both are
  DateOption date;
  double date_p = 0;
  bool background = false;
  double background_p = 0;
  std::array<double, 4> stage_p{};  // by Stage
  bool second = false;              // a further answer to who acts on whom
  bool again = false;               // the second best answer to when
};

// Do two parties agree, as far as both are said? "*" is a target that takes in all others.
inline bool fits(const std::string& a, const std::string& b) {
  return a == b || a.empty() || b.empty();
}
inline bool targets_fit(const std::string& a, const std::string& b) {
  return fits(a, b) || a == "*" || b == "*";
}
// "*" and not said are one.
inline bool same_or_unsaid(const std::string& a, const std::string& b) {
  return a == b || (a.size() <= 1 && b.size() <= 1);
}

// That a candidate tells a move, and of these parties.
inline double sureness(const Decided& d) {
  return d.accept * std::min(1.0, d.parties_p);  // rounding may put a list's sum past 1
}

// One move of the document before it becomes a Mention: the candidates that tell it, the surest
// first.
struct Draft {
  std::string actor, target;
  std::vector<Decided> told;
  double score = 0;
  std::size_t rank = 0;  // among the drafts of its type
  bool twin = false;     // a surer draft of its type has the same parties, or has them swapped
  double support = 0;    // that some candidate tells a move of the type between these parties
  std::vector<float> numbers;  // draft_numbers.h; set by score_drafts()
  bool background = false;     // draft_standing.h
  Stage stage = Stage::Announced;
};

std::vector<Decided> decide_all(const Scene& s);
std::vector<Draft> merge_drafts(const Scene& s, std::vector<Decided> decided);
// Of the candidates that tell the move the surer ones have more say. News without a day is reported
// as happening now: it takes the day of publication.
DateOption date_of(const Scene& s, const Draft& d);
// Gives each its numbers and, by them, the probability that type and parties are right; without
// trees that of its surest candidate.
void score_drafts(const Scene& s, const std::vector<Decided>& decided, std::vector<Draft>& drafts);

}  // namespace chokepoint
