// Where strays and vague reports go. Only those are looked at whose place a changed event can
// alter.
#include <algorithm>
#include <tuple>

#include "pipeline/ledger_relink.h"
#include "pipeline/link_event.h"
#include "pipeline/link_group.h"
#include "storage/database.h"
#include "storage/outlines.h"

namespace chokepoint {
namespace {

Shape shape_of(const Outline& o) {
  return {o.event, o.type, o.actor, o.target, {o.items.begin(), o.items.end()}, o.days, o.unsure};
}

// Many ask for about the same days; they share what is read, in whole blocks.
DayRange widened(DayRange days, std::int64_t block) {
  const auto start = [&](std::int64_t day) { return day - (day % block + block) % block; };
  return {start(days.first), start(days.last) + block - 1};
}

// The days of strays that these may take, overlapping stretches made one.
std::vector<DayRange> windows(const std::vector<Shape>& shapes) {
  std::set<DayRange> all;
  for (const auto& s : shapes) all.insert({s.days.first - kStrayReach, s.days.last + kStrayReach});
  std::vector<DayRange> out;
  for (const auto& days : all) {
    if (!out.empty() && days.first <= out.back().last)
      out.back().last = std::max(out.back().last, days.last);
    else
      out.push_back(days);
  }
  return out;
}

// The leftovers among vague reports make events of their own: those of one type, parties and year.
std::string leftover_key(const Report& r) {
  const auto year = std::chrono::year_month_day{Day{std::chrono::days{r.where.day}}}.year();
  return r.mention.type + "|" + r.mention.actor + "|" + r.mention.target + "|" +
         std::to_string(static_cast<int>(year));
}

}  // namespace

bool Relinker::is_known(const Shape& shape) const {
  const auto at = old_.find(shape.name);
  return at != old_.end() && !at->second.vague && !at->second.lone &&
         same_shape(shape_of(at->second), shape);
}

bool Relinker::still_shaped(const StoredEvent& event) const {
  const auto at = by_name_.find(event.event.id);
  return at != by_name_.end() && same_shape(drafts_[at->second].shape, shape_of(event));
}

// Where an event of several founders appeared, vanished or changed, strays that may be of it can
// change sides: those that lie in other events, and those that are events of their own. An article
// that founds the event has no stray in it, so that its founders matter, not its slots alone.
void Relinker::gather_strays() {
  std::map<std::string, std::vector<Shape>> changed;  // by family
  for (const auto& [family, drafts] : by_family_)
    for (const auto i : drafts) changed[family].push_back(drafts_[i].shape);
  for (const auto& [name, event] : old_)
    if (!event.lone && !event.vague && !still_shaped(event))
      changed[event.family].push_back(shape_of(event));
  for (const auto& [family, shapes] : changed) gather_strays(family, shapes);
}

void Relinker::gather_strays(const std::string& family, const std::vector<Shape>& shapes) {
  const auto may_join = [&](const Shape& stray) {
    return std::ranges::any_of(
        shapes, [&](const Shape& s) { return stray_fit(knowledge_, stray, s, false).has_value(); });
  };
  for (const auto& days : windows(shapes)) {
    for (const auto& event : outlines_of_family(db_, family, days, true))
      if (!old_.contains(event.event) && may_join(shape_of(event))) bring_event(event.event);
    std::map<std::int64_t, std::vector<Report>> strays;
    for (auto& r : strays_between(db_, family, days))
      if (!held_.contains(r.row)) strays[r.stray].push_back(std::move(r));
    for (auto& [row, reports] : strays) {
      for (auto& r : reports) r.stray = 0;
      if (may_join(chokepoint::shape_of(event_slots(knowledge_, reports))))
        bring_event(event_of_mention(db_, reports.front().row));
    }
  }
}

// A person's word on an article's telling keeps it out of this.
bool Relinker::is_ruled(const Draft& draft) const {
  return std::ranges::any_of(decisions_, [&](const Decision& decision) {
    return std::ranges::any_of(draft.reports, [&](const Report& r) {
      return std::ranges::find(decision.anchors, r.key()) != decision.anchors.end();
    });
  });
}

void Relinker::place_strays() {
  std::vector<std::size_t> lone;
  for (std::size_t i = 0; i < drafts_.size(); ++i)
    if (drafts_[i].lone && !is_ruled(drafts_[i])) lone.push_back(i);
  for (const auto i : lone) {
    const auto host = host_of(drafts_[i]);
    if (!host) continue;
    auto& stray = drafts_[i];
    for (auto& r : stray.reports) r.stray = stray.reports.front().row;
    auto& into = drafts_[*host].reports;
    into.insert(into.end(), stray.reports.begin(), stray.reports.end());
    stray.reports.clear();
    stray.core = false;
  }
}

std::optional<std::size_t> Relinker::host_of(const Draft& stray) {
  std::optional<std::size_t> best_draft;
  std::string best_event;
  double best = -1e9;
  const auto& document = stray.reports.front().document;
  for (const auto i : by_family_[knowledge_.family_of(stray.shape.type)]) {
    const auto& d = drafts_[i];
    auto fit = stray_fit(knowledge_, stray.shape, d.shape, false);
    if (!fit || !better(*fit, best, d.shape)) continue;
    const bool shares = std::ranges::any_of(
        d.reports, [&](const Report& r) { return r.shapes() && r.document == document; });
    fit = stray_fit(knowledge_, stray.shape, d.shape, shares);
    if (!fit) continue;
    best = *fit;
    best_draft = i;
    best_shape_ = d.shape;
  }
  for (const auto& shape : hosts_near(stray.shape)) {
    if (old_.contains(shape.name)) continue;
    auto fit = stray_fit(knowledge_, stray.shape, shape, false);
    if (!fit || !better(*fit, best, shape)) continue;
    fit = stray_fit(knowledge_, stray.shape, shape, is_founded_by(db_, shape.name, document));
    if (!fit) continue;
    best = *fit;
    best_shape_ = shape;
    best_draft.reset();
    best_event = shape.name;
  }
  if (best_draft || best_event.empty()) return best_draft;
  bring_core(best_event);  // its vague reports may go elsewhere yet
  return drafts_.size() - 1;
}

// Stored events of several founders that may have begun in time.
const std::vector<Shape>& Relinker::hosts_near(const Shape& stray) {
  const auto family = knowledge_.family_of(stray.type);
  const auto days =
      widened({stray.days.first - kStrayReach, stray.days.first + kStrayReach}, 2 * kStrayReach);
  const auto [at, added] = hosts_.try_emplace({family, days.first});
  if (!added) return at->second;
  for (const auto& event : outlines_of_family(db_, family, days, false))
    at->second.push_back(shape_of(event));
  return at->second;
}

void Relinker::add_vague(Report report) {
  if (!vague_rows_.insert(report.row).second || !report.current) return;
  vague_.push_back(std::move(report));
}

void Relinker::gather_vague(const Touched& touched) {
  const std::vector<std::int64_t> rows(touched.vague.begin(), touched.vague.end());
  for (auto& r : reports_by_row(db_, rows)) add_vague(std::move(r));
  // Where an event appeared, vanished or changed its slots, vague reports may change sides.
  for (const auto& [name, i] : by_name_)
    if (!is_known(drafts_[i].shape)) gather_vague(drafts_[i].shape);
  for (const auto& [name, event] : old_)
    if (!event.vague && !event.lone && !still_shaped(event))
      gather_vague(chokepoint::shape_of(event));
  // A vague report that is looked at again leaves the event it was in.
  for (std::size_t i = 0; i < vague_.size(); ++i) {
    const auto name = event_of_mention(db_, vague_[i].row);
    if (!name.empty() && !old_.contains(name)) bring_core(name);
  }
  std::ranges::sort(vague_, comes_before);
}

void Relinker::gather_vague(const Shape& shape) {
  for (const auto& party : std::set<std::string>{shape.actor, ""})
    for (const auto* r : vague_reports(db_, shape.type, party, shape.days))
      if (!vague_rows_.contains(r->row) && loose_fit(*r, shape)) add_vague(*r);
  const auto family = knowledge_.family_of(shape.type);
  for (const auto* r : faint_reports(db_, family, shape.actor, faint_reach(shape)))
    if (!vague_rows_.contains(r->row) && loose_fit(*r, shape)) add_vague(*r);
}

// The rest of an event that loses a vague report: its core becomes a draft, its other vague ones
// are placed anew.
void Relinker::bring_core(const std::string& name) {
  take_over(name);
  Draft core;
  for (auto& r : reports_by_row(db_, old_.at(name).mentions)) {
    if (r.where.vague)
      add_vague(std::move(r));
    else if (r.current)
      core.reports.push_back(std::move(r));
  }
  if (!core.reports.empty()) add_whole(std::move(core));
}

std::optional<double> Relinker::loose_fit(const Report& report, const Shape& shape) const {
  return report.mention.faint ? faint_fit(knowledge_, report, shape)
                              : vague_fit(knowledge_, report, shape);
}

void Relinker::place_vague(const Report& report) {
  if (report.mention.faint && report.mention.actor.empty()) return;
  std::optional<std::size_t> best_draft;
  std::string best_event;
  double best = -1e9;
  const bool faint = report.mention.faint;
  const auto& drafts = faint ? by_family_[report.where.family] : by_type_[report.mention.type];
  for (const auto i : drafts) {
    const auto fit = loose_fit(report, drafts_[i].shape);
    if (!fit || !better(*fit, best, drafts_[i].shape)) continue;
    best = *fit;
    best_draft = i;
    best_shape_ = drafts_[i].shape;
  }
  const auto& stored = shapes_near(report);
  const auto window = faint ? faint_window(report) : vague_window(report);
  const auto begin = [](const Shape& shape) { return shape.days.first; };
  for (auto at = std::ranges::lower_bound(stored, window.first, {}, begin);
       at != stored.end() && at->days.first <= window.last; ++at) {
    const auto& shape = *at;
    const auto fit = loose_fit(report, shape);
    if (!fit || !better(*fit, best, shape) || old_.contains(shape.name)) continue;
    best = *fit;
    best_shape_ = shape;
    best_draft.reset();
    best_event = shape.name;
  }
  if (best_draft) {
    drafts_[*best_draft].reports.push_back(report);
  } else if (!best_event.empty()) {
    drafts_[draft_of(best_event)].reports.push_back(report);
  } else if (!faint) {
    drafts_[leftover_draft(report)].reports.push_back(report);
  }
}

// The stored events a vague report may join and some earlier and later ones, by day.
const std::vector<Shape>& Relinker::shapes_near(const Report& report) {
  const auto& m = report.mention;
  const bool any_actor = !m.faint && knowledge_.type(m.type).mutual;
  const auto actor = any_actor ? std::string() : m.actor;
  const auto type = m.faint ? std::string() : m.type;
  const auto days = widened(m.faint ? faint_window(report) : vague_window(report), 128);
  const auto [at, added] = shapes_.try_emplace({type, actor, actor.empty() ? "" : m.target, days});
  if (!added) return at->second;
  const auto found = actor.empty() ? outlines_of_type(db_, type, "", days)
                                   : outlines_of_pair(db_, type, actor, m.target, days);
  for (const auto& event : found)
    if (!event.vague && !event.lone) at->second.push_back(shape_of(event));
  std::ranges::sort(at->second, {}, [](const Shape& s) { return s.days.first; });
  return at->second;
}

// Ties go to the earlier event, then by its other slots, so that the order of the candidates
// cannot matter.
bool Relinker::better(double fit, double best, const Shape& s) const {
  const auto slots = [](const Shape& x) {
    return std::tie(x.days, x.actor, x.target, x.items, x.name);
  };
  return fit > best || (fit == best && slots(s) < slots(best_shape_));
}

std::size_t Relinker::leftover_draft(const Report& report) {
  const auto key = leftover_key(report);
  if (const auto at = leftovers_.find(key); at != leftovers_.end()) return at->second;
  const auto year = std::chrono::year_month_day{Day{std::chrono::days{report.where.day}}}.year();
  const DayRange days{day_number(Day{year / 1 / 1}), day_number(Day{year / 12 / 31})};
  const auto& m = report.mention;
  for (const auto& event : outlines_of_type(db_, m.type, m.actor, days)) {
    if (!event.vague || event.actor != m.actor || event.target != m.target) continue;
    if (old_.contains(event.event)) continue;
    return leftovers_[key] = draft_of(event.event);
  }
  drafts_.emplace_back();
  return leftovers_[key] = drafts_.size() - 1;
}

}  // namespace chokepoint
