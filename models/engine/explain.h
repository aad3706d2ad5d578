// Why the coder said what it said of a document: its annotations, every candidate with the weights
// behind each decision, every move with its score, and the nearest miss. The same steps as
// read_document(), with names kept; how it looks is left to the command line.
#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "models/core/document.h"
#include "models/engine/model.h"

namespace chokepoint {

// A labelled stretch of Explanation::original.
struct Mark {
  std::size_t start = 0, end = 0;
  std::string kind;  // concept, country, agency, item, organisation, date, law
  std::string id;    // "act.prohibit+obj.export", "CN", "gallium", "2026-01-06" ...
  std::string cues;  // beside a country: "against <", "> said"
};

struct ExplainedReason {
  std::string feature;
  double weight = 0;
};

// One head's choice about a candidate or a move.
struct ExplainedDecision {
  std::string head, chosen, runner_up;  // no runner-up: empty
  double p = 0, runner_up_p = 0;
  std::vector<ExplainedReason> reasons;  // the weights of what was chosen, the strongest first
};

struct ExplainedCandidate {
  std::string type;
  std::vector<std::string> rules;
  std::size_t start = 0, end = 0;  // of Explanation::original
  bool dropped = false;            // too unlikely to be looked at further
  bool trial = false;
  std::vector<ExplainedDecision> decisions;  // accept, parties, date, background, stage
};

struct ExplainedMove {
  std::string type, actor, target, date, stage;
  bool background = false, told = false;
  bool excluded = false;   // a surer move that is told leaves no room for it
  double least_score = 0;  // from which it is told; 0: the likeliest of its type
  ExplainedDecision score,
      presence;  // that type and parties are right; that the type is told at all
  std::vector<std::size_t> candidates;  // that tell it, the surest first
};

struct Explanation {
  std::string original;  // title, a line break, text
  std::size_t title_bytes = 0;
  std::string lang;
  double news = 0, least_news = 0;  // that the document tells a move at all, and from where on it
                                    // is believed; see telling.h for what is told
  std::vector<Mark> marks;          // by start
  std::vector<ExplainedCandidate> candidates;
  std::vector<ExplainedMove> moves;  // the surest first; the first not told is the nearest miss
  const ExplainedMove* nearest_miss() const;
};

Explanation explain(const Model& model, const Document& document);

}  // namespace chokepoint
