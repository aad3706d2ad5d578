#include "pipeline/ledger_plan.h"

#include <algorithm>

#include "pipeline/link.h"
#include "storage/database.h"

namespace chokepoint {
namespace {

bool holds(const DayRange& run, std::int64_t day) {
  return run.first <= day && day <= run.last;
}

// The runs among these days, less those that days further out than `within` have a part in.
std::vector<DayRange> whole_runs(std::span<const std::int64_t> days, DayRange within) {
  auto runs = runs_of(days);
  if (days.empty()) return runs;
  // A day looks this far for the ends of its stretch; one that was reached shows no silence before.
  constexpr std::int64_t kMargin = 2 * kRunGap;
  const bool more_before = days.front() - within.first <= kRunGap;
  const bool more_after = within.last - days.back() <= kRunGap;
  std::erase_if(runs, [&](const DayRange& run) {
    return (more_before && run.first < days.front() + kMargin) ||
           (more_after && run.last > days.back() - kMargin);
  });
  return runs;
}

// Plans around the first of these days and those soon after it; answers up to which.
std::int64_t plan_stretch(Database& db, const Touched::Place& place,
                          const std::set<std::int64_t>& touched, std::int64_t day, RunPlan& plan) {
  constexpr std::int64_t kTogether = 60;  // days planned at once
  const DayRange within{day - kRunReach, day + kTogether + kRunReach};
  const auto days = days_around(db, place.family, place.party, day, kRunGap, within);
  const auto upto = std::min(day + kTogether, days.empty() ? day : std::max(day, days.back()));
  const auto runs = whole_runs(days, within);
  DayRange reach{day, day};
  if (!runs.empty()) reach = {std::min(day, runs.front().first), std::max(day, runs.back().last)};
  const auto before = stored_runs(db, place.family, place.party, reach);
  for (const auto& run : runs) {
    const bool moved = std::ranges::find(before, run) == before.end();
    const auto hit = touched.lower_bound(run.first);
    if (moved || (hit != touched.end() && *hit <= run.last)) plan[place].insert(run);
  }
  if (before != runs) replace_runs(db, place.family, place.party, reach, runs);
  return upto;
}

void plan_around(Database& db, const Touched::Place& place, const std::set<std::int64_t>& touched,
                 RunPlan& plan) {
  for (auto next = touched.begin(); next != touched.end();)
    next = touched.upper_bound(plan_stretch(db, place, touched, *next, plan));
}

}  // namespace

RunPlan plan_runs(Database& db, const Touched& touched, std::span<const Decision> decisions) {
  RunPlan plan;
  for (const auto& [place, days] : touched.days) plan_around(db, place, days, plan);
  // A merge ties runs together: whoever touches one must have the others at hand. Ties may chain.
  for (bool grew = true; grew;) {
    grew = false;
    for (const auto& decision : decisions) {
      if (decision.ruling != Ruling::Merge) continue;
      std::vector<Report> anchors;
      for (const auto& key : decision.anchors)
        if (auto report = report_by_key(db, key); report && !report->where.vague)
          anchors.push_back(std::move(*report));
      const auto planned = [&](const Report& r) {
        const auto at = plan.find({r.where.family, r.where.party});
        return at != plan.end() && std::ranges::any_of(at->second, [&](const auto& run) {
                 return holds(run, r.where.day);
               });
      };
      if (std::ranges::none_of(anchors, planned) || std::ranges::all_of(anchors, planned)) continue;
      for (const auto& r : anchors)
        if (!planned(r)) plan_around(db, {r.where.family, r.where.party}, {r.where.day}, plan);
      grew = true;
    }
  }
  return plan;
}

}  // namespace chokepoint
