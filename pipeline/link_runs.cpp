// What is linked together: partitions of mentions, and the runs of days within one.
#include <algorithm>

#include "pipeline/link.h"
#include "pipeline/link_group.h"

namespace chokepoint {

Partition partition_of(const LinkKnowledge& knowledge, const Mention& mention, Day published) {
  Partition p;
  p.family = knowledge.family_of(mention.type);
  p.party = mention.actor;
  p.day = day_number(published);
  if (mention.date && !is_stale(mention, published) && !is_ahead(mention, published))
    p.day = day_number(std::clamp(published, mention.date->first_day(), mention.date->last_day()));
  const bool year_only = mention.date && mention.date->month == 0;
  // One party of a mutual move may be either of the two.
  if (knowledge.type(mention.type).mutual && mention.target.empty()) p.party.clear();
  p.vague = mention.faint || p.party.empty() || year_only || (mention.background && !mention.date);
  return p;
}

namespace {

constexpr std::int64_t kBlock = 120;  // days from one cut to the next, or a little more
constexpr std::int64_t kChoice = 60;  // the first days of a block, of which one is cut before
constexpr std::int64_t kWhole = 90;   // days at either end that stay with what lies next to them

// The day before which a block is cut: that after the widest gap, of equal ones the first. `at` is
// the place of the block's first day.
std::size_t quietest(std::span<const std::int64_t> days, std::size_t at, std::int64_t block) {
  auto best = at;
  for (auto i = at + 1; i < days.size() && days[i] < block * kBlock + kChoice; ++i)
    if (days[i] - days[i - 1] > days[best] - days[best - 1]) best = i;
  return best;
}

void cut_stretch(std::span<const std::int64_t> days, std::vector<DayRange>& out) {
  std::size_t begin = 0;
  for (std::size_t at = 1; at < days.size();) {
    const auto block = days[at] / kBlock - (days[at] % kBlock < 0 ? 1 : 0);
    const auto cut = quietest(days, at, block);
    if (days[cut] - days.front() >= kWhole && days.back() - days[cut] >= kWhole) {
      out.push_back({days[begin], days[cut - 1]});
      begin = cut;
    }
    while (at < days.size() && days[at] < (block + 1) * kBlock) ++at;
  }
  out.push_back({days[begin], days.back()});
}

}  // namespace

std::vector<DayRange> runs_of(std::span<const std::int64_t> days) {
  std::vector<DayRange> out;
  for (std::size_t begin = 0, end = 0; begin < days.size(); begin = end) {
    for (end = begin + 1; end < days.size() && days[end] - days[end - 1] <= kRunGap;) ++end;
    cut_stretch(days.subspan(begin, end - begin), out);
  }
  return out;
}

}  // namespace chokepoint
