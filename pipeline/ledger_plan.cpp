#include "pipeline/ledger_plan.h"

#include <algorithm>

#include "pipeline/link.h"
#include "storage/database.h"

namespace chokepoint {
namespace {

bool holds(const DayRange& run, std::int64_t day) {
  return run.first <= day && day <= run.last;
}

void plan_around(Database& db, const Touched::Place& place, const std::set<std::int64_t>& touched,
                 RunPlan& plan) {
  auto left = touched;
  while (!left.empty()) {
    const auto day = *left.begin();
    const auto days = days_around(db, place.family, place.party, day, kRunGap);
    const auto runs = runs_of(days);
    DayRange reach{day, day};
    if (!days.empty()) reach = {std::min(day, days.front()), std::max(day, days.back())};
    const auto before = stored_runs(db, place.family, place.party, reach);
    for (const auto& run : runs) {
      const bool moved = std::ranges::find(before, run) == before.end();
      const bool hit = std::ranges::any_of(touched, [&](auto d) { return holds(run, d); });
      if (moved || hit) plan[place].insert(run);
    }
    if (before != runs) {
      for (const auto& run : before)
        reach = {std::min(reach.first, run.first), std::max(reach.last, run.last)};
      replace_runs(db, place.family, place.party, reach, runs);
    }
    std::erase_if(left, [&](auto d) { return holds(reach, d); });
  }
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
