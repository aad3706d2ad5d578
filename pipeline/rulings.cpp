#include "pipeline/rulings.h"

#include <algorithm>

#include "pipeline/history.h"
#include "pipeline/ledger.h"
#include "pipeline/link.h"
#include "storage/database.h"
#include "storage/decisions.h"
#include "storage/events.h"
#include "storage/hindsight.h"

namespace chokepoint {
namespace {

Error unknown(const std::string& what) {
  return {Error::Kind::Config, what, ""};
}

bool founds_before(const Report& a, const Report& b) {
  return a.shapes() != b.shapes() ? a.shapes() : comes_before(a, b);
}

// The mention an event is known by: the earliest that shapes it, as its id is made.
const Report& founder(const std::vector<Report>& reports) {
  return *std::ranges::min_element(reports, founds_before);
}

struct NamedTelling {
  std::string id;
  std::vector<Report> reports;
};

Result<NamedTelling> find(Database& db, const std::string& id) {
  const auto event = load_event(db, id);
  if (!event) return unknown("no event " + id + "; 'chokepoint events' lists them");
  return NamedTelling{event->event.id, reports_by_row(db, event->mentions)};
}

std::vector<std::string> apply(Database& db, const LinkKnowledge& knowledge,
                               const Decision& decision, const std::vector<NamedTelling>& events,
                               Transaction& transaction, const TransitionHook& hook) {
  save_decision(db, decision);
  Touched touched;
  std::vector<std::int64_t> rows;
  for (const auto& event : events) {
    touched.note(event.reports);
    touched.events.insert(event.id);
    for (const auto& r : event.reports) rows.push_back(r.row);
  }
  note_arrival(db, decision.made, decision.made);
  const auto fresh = update_ledger(db, knowledge, touched);
  call_hook(db, fresh, hook);
  retell_history(db, knowledge, kRetoldAtOnce);
  auto now = events_of_mentions(db, rows);
  transaction.commit();
  return now;
}

Result<std::vector<std::string>> rule_one(Database& db, const LinkKnowledge& knowledge,
                                          Ruling ruling, const RulingRequest& request, Instant now,
                                          const TransitionHook& hook) {
  Transaction transaction(db);
  auto event = find(db, request.events.front());
  if (!event) return event.error();
  Decision decision{0, ruling, now, request.why, request.events, {}};
  // The founder first; where its article takes it back, the event goes on by the next.
  auto reports = event->reports;
  std::ranges::sort(reports, founds_before);
  for (const auto& r : reports) decision.anchors.push_back(r.key());
  return apply(db, knowledge, decision, {*event}, transaction, hook);
}

}  // namespace

Result<std::vector<std::string>> merge_events(Database& db, const LinkKnowledge& knowledge,
                                              const RulingRequest& request, Instant now,
                                              const TransitionHook& hook) {
  Transaction transaction(db);
  Decision decision{0, Ruling::Merge, now, request.why, request.events, {}};
  std::vector<NamedTelling> events;
  for (const auto& id : request.events) {
    auto event = find(db, id);
    if (!event) return event.error();
    if (std::ranges::find(events, event->id, &NamedTelling::id) != events.end())
      return unknown("event " + id + " is named twice; give the others that are the same move");
    decision.anchors.push_back(founder(event->reports).key());
    events.push_back(*std::move(event));
  }
  return apply(db, knowledge, decision, events, transaction, hook);
}

Result<std::vector<std::string>> split_event(Database& db, const LinkKnowledge& knowledge,
                                             const RulingRequest& request, Instant now,
                                             const TransitionHook& hook) {
  Transaction transaction(db);
  auto event = find(db, request.events.front());
  if (!event) return event.error();
  Decision decision{0, Ruling::Split, now, request.why, request.events, {}};
  std::size_t matched = 0;
  for (const auto& r : event->reports)
    if (std::ranges::find(request.documents, r.document) != request.documents.end()) {
      decision.anchors.push_back(r.key());
      ++matched;
    }
  for (const auto& d : request.documents)
    if (std::ranges::none_of(event->reports, [&](const Report& r) { return r.document == d; }))
      return unknown("document " + d + " is not of event " + event->id + "; 'chokepoint event " +
                     event->id + "' lists its documents");
  if (matched == event->reports.size())
    return unknown("event " + event->id + " would be left without documents");
  return apply(db, knowledge, decision, {*event}, transaction, hook);
}

Result<std::vector<std::string>> dismiss_event(Database& db, const LinkKnowledge& knowledge,
                                               const RulingRequest& request, Instant now,
                                               const TransitionHook& hook) {
  return rule_one(db, knowledge, Ruling::Dismiss, request, now, hook);
}

Result<std::vector<std::string>> confirm_event(Database& db, const LinkKnowledge& knowledge,
                                               const RulingRequest& request, Instant now,
                                               const TransitionHook& hook) {
  return rule_one(db, knowledge, Ruling::Confirm, request, now, hook);
}

}  // namespace chokepoint
