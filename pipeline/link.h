// The linker: which mentions speak of the same move. Pure functions of a set of reports: their
// order, and the runs they arrived in, cannot matter. Store and bookkeeping are ledger.h's, what an
// event then says is link_event.h's.
//
// Mentions are kept in partitions (type family, actor). Within one, a run is a stretch of days
// unbroken by a long silence; runs are linked one by one, so that the work for a new article does
// not grow with the store. A mention is vague when it lacks the actor or any near date; vague ones
// join an event that the others founded, where one fits.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <set>
#include <span>
#include <string>
#include <vector>

#include "pipeline/link_knowledge.h"
#include "storage/reports.h"

namespace chokepoint {

// Mutual moves get their parties in alphabetical order; everything else stays as the coder said.
Mention canonical_mention(const LinkKnowledge& knowledge, Mention mention);

// All that a document says, each mention canonical. A measure told beside its own easing is the
// history of that easing, however it is told; so is a move of long ago.
std::vector<Mention> canonical_reading(const LinkKnowledge& knowledge,
                                       std::vector<Mention> mentions, Day published);
// The same of a coder's reading, what it tells and then what is faint.
std::vector<Mention> canonical_reading(const LinkKnowledge& knowledge, const Reading& reading,
                                       Day published);

Partition partition_of(const LinkKnowledge& knowledge, const Mention& mention, Day published);

inline constexpr std::int64_t kRunGap = 90;  // days of silence that part two runs

// Cuts ascending days into runs. A stretch that never falls silent is cut at a quiet place about
// every four months, but not within three months of its ends. Only days near a cut decide on it, so
// that a new one moves no other.
std::vector<DayRange> runs_of(std::span<const std::int64_t> days);
// Days within this of a day decide on every run that the day can alter.
inline constexpr std::int64_t kRunReach = 800;

using Cluster = std::vector<std::size_t>;  // indices of reports, ascending by canonical order

// Links the reports of one run, none of them vague.
std::vector<Cluster> link_run(const LinkKnowledge& knowledge,
                              std::span<const Report* const> reports);

// Canonical order: by day of publication, then document, then place in it.
bool comes_before(const Report& a, const Report& b);

// An event as a vague mention sees it.
struct Shape {
  std::string name;  // of the event
  std::string type, actor, target;
  std::set<std::string> items;
  DayRange days;        // link days of its mentions
  bool unsure = false;  // one article founded it, and was not sure of it
};

// How well a vague report fits an event; nothing when it cannot be the same move.
std::optional<double> vague_fit(const LinkKnowledge& knowledge, const Report& report,
                                const Shape& shape);

// The same of a faint one, and the days that decide: those on which its event may have begun, and
// those of the reports that an event may take in.
std::optional<double> faint_fit(const LinkKnowledge& knowledge, const Report& report,
                                const Shape& shape);
DayRange faint_window(const Report& report);
DayRange faint_reach(const Shape& shape);

// One article's telling beside an event that several founded: how likely the article, or its
// reader, has only the parties wrong. Nothing when it is a move of its own.
inline constexpr std::int64_t kStrayReach =
    90;  // days before the stray that its event may have begun
std::optional<double> stray_fit(const LinkKnowledge& knowledge, const Shape& stray,
                                const Shape& host, bool shares_document);

// The days on which events that a vague report may join can have begun.
DayRange vague_window(const Report& report);

}  // namespace chokepoint
