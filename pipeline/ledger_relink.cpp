#include "pipeline/ledger_relink.h"

#include <algorithm>

#include "pipeline/link_event.h"
#include "storage/database.h"

namespace chokepoint {
namespace {

std::vector<std::int64_t> rows_of(const std::vector<Report>& reports) {
  std::vector<std::int64_t> rows;
  rows.reserve(reports.size());
  for (const auto& r : reports) rows.push_back(r.row);
  std::ranges::sort(rows);
  return rows;
}

}  // namespace

Shape shape_of(const StoredEvent& event) {
  const Event& e = event.event;
  return {e.id,       e.type,      e.actor, e.target, {e.items.begin(), e.items.end()},
          event.days, event.unsure};
}

bool same_shape(const Shape& a, const Shape& b) {
  return a.name == b.name && a.type == b.type && a.actor == b.actor && a.target == b.target &&
         a.items == b.items && a.days == b.days;
}

std::vector<Transition> Relinker::run(const Touched& touched) {
  trim_kept_reports(db_);
  decisions_ = active_decisions(db_);
  settle_anchors();
  plan_ = plan_runs(db_, touched, decisions_);
  for (const auto& name : touched.events) take_over(name);
  find_ruled();
  link_runs();
  gather_strays();
  place_strays();
  gather_vague(touched);
  for (const auto& r : vague_) place_vague(r);
  apply_splits();
  apply_merges();
  return write();
}

// The old event is in our hands now: its row is rewritten or removed at the end.
void Relinker::take_over(const std::string& name) {
  if (name.empty() || old_.contains(name)) return;
  auto event = load_event(db_, name);
  if (!event || old_.contains(event->event.id)) return;
  const auto id = event->event.id;
  for (const auto row : event->mentions) owner_[row] = id;
  old_.emplace(id, std::move(*event));
}

Relinker::Runs Relinker::read_runs() const {
  Runs out;
  for (const auto& [place, runs] : plan_)
    for (const auto& run : runs) {
      out.seats.push_back(reports_of_run(db_, place.family, place.party, run));
      for (const auto& seat : out.seats.back()) {
        if (seat.report->stray != 0)
          ++out.strays[seat.report->stray];
        else if (seat.event != 0)
          ++out.founders[seat.event];
      }
    }
  return out;
}

void Relinker::find_ruled() {
  for (const auto& decision : decisions_)
    for (const auto& key : decision.anchors)
      if (const auto report = report_by_key(db_, key))
        if (const auto event = event_row_of_mention(db_, report->row)) ruled_.insert(event);
}

// All of one event's founders, or of a stray's reports, are still together and alone.
bool Relinker::is_settled(const Runs& runs, const std::vector<Seat>& seats,
                          const Cluster& cluster) const {
  const auto& first = seats[cluster.front()];
  const auto stray = first.report->stray;
  if (first.event == 0 || ruled_.contains(first.event)) return false;
  if (stray != 0 && stray != first.report->row) return false;
  const bool together = std::ranges::all_of(cluster, [&](auto i) {
    return seats[i].event == first.event && seats[i].report->stray == stray;
  });
  const auto& all = stray != 0 ? runs.strays : runs.founders;
  return together && all.at(stray != 0 ? stray : first.event) == cluster.size() &&
         !owner_.contains(first.report->row);
}

void Relinker::link_runs() {
  const auto runs = read_runs();
  std::set<std::int64_t> changed;  // rows of events
  for (const auto& seats : runs.seats) {
    std::vector<const Report*> reports;
    reports.reserve(seats.size());
    for (const auto& seat : seats) reports.push_back(seat.report);
    for (const auto& cluster : link_run(knowledge_, reports)) {
      if (is_settled(runs, seats, cluster)) continue;
      Draft draft;
      for (const auto i : cluster) {
        draft.reports.push_back(*reports[i]);
        if (seats[i].event != 0) changed.insert(seats[i].event);
      }
      add_draft(std::move(draft));
    }
  }
  for (const auto row : changed) take_over(event_of_row(db_, row));
  // They come along whole, also with what lies outside the runs.
  for (const auto& [name, event] : old_) {
    std::vector<std::int64_t> missing;
    for (const auto row : event.mentions)
      if (!held_.contains(row)) missing.push_back(row);
    add_rest(reports_by_row(db_, missing));
  }
}

// The reports of an event as linking left them: its founders together, its strays each as they
// came, its vague ones apart.
void Relinker::add_rest(std::vector<Report> reports) {
  Draft rest;
  std::map<std::int64_t, Draft> strays;
  for (auto& r : reports) {
    if (r.where.vague) {
      add_vague(std::move(r));
    } else if (r.current && !held_.contains(r.row)) {
      auto& draft = r.stray != 0 ? strays[r.stray] : rest;
      draft.reports.push_back(std::move(r));
    }
  }
  if (!rest.reports.empty()) add_draft(std::move(rest));
  for (auto& [row, stray] : strays) add_draft(std::move(stray));
}

void Relinker::add_draft(Draft draft) {
  std::ranges::sort(draft.reports, comes_before);
  for (auto& r : draft.reports) {
    held_.insert(r.row);
    if (r.stray != 0) was_stray_.insert(r.row);
    r.stray = 0;
  }
  const auto slots = event_slots(knowledge_, draft.reports);
  draft.shape = shape_of(slots);
  draft.core = true;
  draft.lone = slots.lone;
  keep(std::move(draft));
}

// An event that only gains or loses: its strays stay where they are.
std::size_t Relinker::add_whole(Draft draft) {
  const auto& any = draft.reports.front();
  for (const auto& r : draft.reports) {
    held_.insert(r.row);
    if (r.stray != 0) was_stray_.insert(r.row);
  }
  const auto slots = event_slots(knowledge_, draft.reports);
  draft.shape = shape_of(slots);
  draft.core = std::ranges::any_of(draft.reports, &Report::shapes) || any.where.vague;
  draft.lone = slots.lone;
  keep(std::move(draft));
  return drafts_.size() - 1;
}

void Relinker::keep(Draft draft) {
  draft.shape.name = event_id(draft.reports);
  if (draft.core && !draft.lone) {
    by_type_[draft.shape.type].push_back(drafts_.size());
    by_family_[knowledge_.family_of(draft.shape.type)].push_back(drafts_.size());
    by_name_.emplace(draft.shape.name, drafts_.size());
  }
  drafts_.push_back(std::move(draft));
}

std::size_t Relinker::draft_of(const std::string& name) {
  take_over(name);
  Draft draft;
  for (auto& r : reports_by_row(db_, old_.at(name).mentions)) {
    if (!vague_rows_.contains(r.row)) draft.reports.push_back(std::move(r));
  }
  draft.core = !old_.at(name).vague;
  if (draft.core) return add_whole(std::move(draft));
  draft.shape = shape_of(old_.at(name));
  drafts_.push_back(std::move(draft));
  return drafts_.size() - 1;
}

void Relinker::bring_event(const std::string& name) {
  if (name.empty() || old_.contains(name)) return;
  take_over(name);
  if (const auto at = old_.find(name); at != old_.end())
    add_rest(reports_by_row(db_, at->second.mentions));
}

void Relinker::apply_rulings(StoredEvent& event, const std::vector<Report>& reports) const {
  for (const auto& decision : decisions_) {
    if (decision.ruling != Ruling::Dismiss && decision.ruling != Ruling::Confirm) continue;
    const bool here = std::ranges::any_of(reports, [&](const Report& r) {
      return std::ranges::find(decision.anchors, r.key()) != decision.anchors.end();
    });
    if (!here) continue;
    if (decision.ruling == Ruling::Dismiss && has_outgrown(decision, reports)) continue;
    event.dismissed = decision.ruling == Ruling::Dismiss;
    event.confirmed = decision.ruling == Ruling::Confirm;
  }
}

bool Relinker::is_unchanged(const std::string& id, const StoredEvent& flags,
                            const Draft& draft) const {
  const auto known = old_.find(id);
  if (known == old_.end() || known->second.dismissed != flags.dismissed ||
      known->second.confirmed != flags.confirmed)
    return false;
  const bool moved = std::ranges::any_of(
      draft.reports, [&](const Report& r) { return (r.stray != 0) != was_stray_.contains(r.row); });
  return !moved && known->second.mentions == rows_of(draft.reports);
}

std::vector<Transition> Relinker::write() {
  EventWriter writer(db_, knowledge_);
  std::map<std::string, std::string> heirs;  // old event -> the one that has its first report now
  std::set<std::string> stay;
  std::vector<std::pair<StoredEvent, std::vector<Report>>> changed;
  for (auto& draft : drafts_) {
    if (draft.reports.empty()) continue;
    const auto id = event_id(draft.reports);
    for (const auto& r : draft.reports)
      if (const auto was = owner_.find(r.row); was != owner_.end())
        heirs.try_emplace(was->second, id);
    StoredEvent flags;
    apply_rulings(flags, draft.reports);
    stay.insert(id);
    if (is_unchanged(id, flags, draft)) continue;
    std::ranges::sort(draft.reports, comes_before);
    for (const auto& r : draft.reports)
      if (r.stray != 0 || was_stray_.contains(r.row)) mark_stray(db_, r.row, r.stray);
    flags.event.id = id;
    changed.emplace_back(std::move(flags), std::move(draft.reports));
  }
  for (const auto& [name, event] : old_)
    if (!stay.contains(name))
      writer.remove(name, heirs.contains(name) ? heirs.at(name) : std::string());
  for (auto& [flags, reports] : changed)
    writer.save(std::move(reports), flags.dismissed, flags.confirmed);
  return writer.finish();
}

}  // namespace chokepoint
