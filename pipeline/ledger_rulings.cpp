#include <algorithm>
#include <set>

#include "pipeline/ledger_relink.h"
#include "pipeline/link_event.h"

namespace chokepoint {

std::optional<std::size_t> Relinker::draft_holding(const std::string& key) const {
  for (std::size_t i = 0; i < drafts_.size(); ++i)
    for (const auto& r : drafts_[i].reports)
      if (r.key() == key) return i;
  return std::nullopt;
}

// What is decided of one event holds for the event that has the first of its mentions which is
// still told.
void Relinker::settle_anchors() {
  for (auto& decision : decisions_) {
    if (decision.ruling != Ruling::Dismiss && decision.ruling != Ruling::Confirm) continue;
    if (decision.ruling == Ruling::Dismiss)
      for (const auto& key : decision.anchors)
        dismissed_on_[decision.row].insert(key.substr(0, key.rfind('#')));
    const auto told = std::ranges::find_if(decision.anchors, [&](const std::string& key) {
      return report_by_key(db_, key).has_value();
    });
    if (told != decision.anchors.end()) decision.anchors = {*told};
  }
}

// Who dismisses a rumour says that there is nothing to it, not that it will never come true: once
// other articles tell it as decided or in force, the event is news again. Dismissed as that, it
// stays dismissed.
bool Relinker::has_outgrown(const Decision& decision, const std::vector<Report>& reports) const {
  const auto& judged = dismissed_on_.at(decision.row);
  std::vector<Report> rumour;
  for (const auto& r : reports)
    if (judged.contains(r.document)) rumour.push_back(r);
  if (rumour.empty() || rumour.size() == reports.size()) return false;
  if (tell_event(knowledge_, std::move(rumour), {}).event.event.stage != Stage::Considered)
    return false;
  const auto now = tell_event(knowledge_, reports, {}).event.event.stage;
  return now == Stage::Announced || now == Stage::InForce;
}

void Relinker::apply_splits() {
  for (const auto& decision : decisions_) {
    if (decision.ruling != Ruling::Split) continue;
    Draft apart;
    const std::set<std::string> leaving(decision.anchors.begin(), decision.anchors.end());
    for (auto& draft : drafts_)
      std::erase_if(draft.reports, [&](const Report& r) {
        if (!leaving.contains(r.key())) return false;
        apart.reports.push_back(r);
        apart.reports.back().stray = 0;
        return true;
      });
    if (!apart.reports.empty()) drafts_.push_back(std::move(apart));
  }
}

void Relinker::apply_merges() {
  for (const auto& decision : decisions_) {
    if (decision.ruling != Ruling::Merge) continue;
    std::optional<std::size_t> into;
    for (const auto& key : decision.anchors) {
      auto at = draft_holding(key);
      if (!at) at = fetch_holding(key);
      if (!at || at == into) continue;
      if (!into) {
        into = at;
        continue;
      }
      auto& from = drafts_[*at].reports;
      drafts_[*into].reports.insert(drafts_[*into].reports.end(), from.begin(), from.end());
      from.clear();
    }
  }
}

// An anchor may sit in an event of vague reports, which no run brings.
std::optional<std::size_t> Relinker::fetch_holding(const std::string& key) {
  const bool any_here = std::ranges::any_of(decisions_, [&](const Decision& d) {
    return d.ruling == Ruling::Merge && std::ranges::find(d.anchors, key) != d.anchors.end() &&
           std::ranges::any_of(d.anchors,
                               [&](const auto& other) { return draft_holding(other).has_value(); });
  });
  if (!any_here) return std::nullopt;
  const auto report = report_by_key(db_, key);
  const auto name = report ? event_of_mention(db_, report->row) : std::string();
  if (name.empty() || old_.contains(name)) return std::nullopt;
  return draft_of(name);
}

}  // namespace chokepoint
