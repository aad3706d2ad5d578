// Keeps the stored events in step with the stored mentions: finds which runs the changed mentions
// touch, links those anew, applies what people decided, and writes events, transitions and the pair
// ledger. The result depends on the mentions in the store alone, never on the order they came in.
#pragma once

#include <map>
#include <set>
#include <span>
#include <string>
#include <vector>

#include "models/core/event.h"
#include "pipeline/link_knowledge.h"
#include "storage/reports.h"

namespace chokepoint {

class Database;

// The mentions that changed: note them as they were before a document is read again, and as they
// are after.
class Touched {
 public:
  void note(const Partition& where, std::int64_t row);
  void note(std::span<const Report> reports) {
    for (const auto& r : reports) note(r.where, r.row);
  }

  struct Place {
    std::string family, party;
    auto operator<=>(const Place&) const = default;
  };
  std::map<Place, std::set<std::int64_t>> days;  // of mentions that are not vague
  std::set<std::int64_t> vague;                  // rows
  std::set<std::string> events;                  // that must be told anew whatever happens
};

// Links anew what was touched. Call inside a transaction. Answers the transitions that are new,
// alertable or not.
std::vector<Transition> update_ledger(Database& db, const LinkKnowledge& knowledge,
                                      const Touched& touched);

}  // namespace chokepoint
