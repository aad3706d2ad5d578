#include "pipeline/ledger.h"

#include "pipeline/ledger_relink.h"

namespace chokepoint {

void Touched::note(const Partition& where, std::int64_t row) {
  if (where.vague)
    vague.insert(row);
  else
    days[{where.family, where.party}].insert(where.day);
}

std::vector<Transition> update_ledger(Database& db, const LinkKnowledge& knowledge,
                                      const Touched& touched) {
  return Relinker(db, knowledge).run(touched);
}

}  // namespace chokepoint
