// Labelled articles: what `model train` learns from and `model evaluate` measures against.
#pragma once

#include <optional>
#include <set>
#include <string>
#include <vector>

#include "models/core/document.h"
#include "models/core/mention.h"
#include "models/core/result.h"

namespace chokepoint {

struct GoldEvent {
  std::set<std::string> types;  // the label and those that are as right
  std::string type;
  std::optional<Stage> stage;
  std::optional<std::string> actor, target;  // absent: not said, and not scored
  std::vector<std::string> items;
  std::optional<PartialDate> date;
  std::optional<bool> background;
  bool optional = false;  // neither required nor wrong
  std::string evidence;
};

struct GoldArticle {
  Document document;
  std::vector<GoldEvent> events;
  std::set<std::string> agencies, items, unlabelled;
  bool names_labelled = true;  // false: nobody looked for agencies and items
};

// Joins FILE_articles.jsonl and FILE_gold.jsonl by id; articles without a label are left out.
// `part`: "" all, "tune" or "held" by the corpus's rule (first byte of the SHA-256 of the id,
// modulo 5; 0 is held aside).
Result<std::vector<GoldArticle>> load_gold(const std::string& articles_path,
                                           const std::string& gold_path, const std::string& part);

// The contract scorer's agreement of parties: an absent gold side is not scored, "*" and "not said"
// are one.
bool same_parties(const GoldEvent& gold, const std::string& type, const std::string& actor,
                  const std::string& target);

// The contract scorer's agreement of dates: `got` is as precise as the gold or more so, or at least
// a month that the gold's day lies in.
bool same_date(const PartialDate& gold, const PartialDate& got);

// Of the labelled items at least one is told.
bool shares_item(const GoldEvent& gold, const Mention& told);

// Of each mention the labelled event it tells, an index into `events`, or none: one to one, those
// that agree in most first, as the contract's scorer matches them.
std::vector<std::optional<std::size_t>> match_events(const std::vector<GoldEvent>& events,
                                                     const std::vector<Mention>& told);

// One JSONL document of the contract. Malformed where it is no such object.
Result<Document> read_document_line(const std::string& line);

}  // namespace chokepoint
