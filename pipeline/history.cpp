#include "pipeline/history.h"

#include <algorithm>
#include <array>

#include "pipeline/ledger.h"
#include "storage/database.h"
#include "storage/events.h"
#include "storage/hindsight.h"
#include "storage/history.h"

namespace chokepoint {
namespace {

class Retelling {
 public:
  Retelling(Database& db, const LinkKnowledge& knowledge) : db_(db), knowledge_(knowledge) {}

  void run(Instant since) {
    const auto arrivals = arrivals_since(db_, since);
    stop_clock(db_);
    for (const auto& a : readings_before(db_, since, arrivals)) take(a);
    for (const auto& a : arrivals)
      if (a.decision != 0) rule(a, false);
    link();
    end_history(db_, since);
    const auto old = forget_severities(db_);
    for (std::size_t i = 0; i < arrivals.size();) {
      const auto day = std::chrono::floor<std::chrono::days>(arrivals[i].at);
      for (; i < arrivals.size() && arrivals[i].at < Instant(day + std::chrono::days{1}); ++i) {
        if (arrivals[i].decision != 0) link();
        set_clock(db_, arrivals[i].at);
        if (arrivals[i].decision != 0)
          rule(arrivals[i], true);
        else
          take(arrivals[i]);
      }
      link();
    }
    finish_history(db_, old);
  }

 private:
  void note(const std::vector<Report>& reports) {
    touched_.note(reports);
    for (const auto& r : reports) touched_.events.insert(event_of_mention(db_, r.row));
  }

  void take(const Arrival& a) {
    const std::array one{a.document};
    note(reports_of_documents(db_, one));
    set_reading(db_, a.document, a.mentions);
    touched_.note(reports_by_row(db_, a.mentions));
  }

  // As when it was made: all that the events concerned hold is linked anew.
  void rule(const Arrival& a, bool holds) {
    for (const auto& key : a.anchors) {
      const auto anchor = report_by_key(db_, key);
      const auto event =
          anchor ? load_event(db_, event_of_mention(db_, anchor->row)) : std::nullopt;
      if (event) note(reports_by_row(db_, event->mentions));
    }
    set_decision(db_, a.decision, holds);
  }

  void link() {
    if (touched_.days.empty() && touched_.vague.empty() && touched_.events.empty()) return;
    update_ledger(db_, knowledge_, touched_);
    touched_ = {};
  }

  Database& db_;
  const LinkKnowledge& knowledge_;
  Touched touched_;
};

}  // namespace

bool retell_history(Database& db, const LinkKnowledge& knowledge, std::int64_t most) {
  const auto since = stale_since(db);
  if (!since) return true;
  if (count_arrivals(db, *since) > most) return false;
  Transaction transaction(db);
  Retelling(db, knowledge).run(*since);
  transaction.commit();
  return true;
}

}  // namespace chokepoint
