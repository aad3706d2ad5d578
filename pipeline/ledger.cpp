#include "pipeline/ledger.h"

#include <algorithm>
#include <tuple>
#include <unordered_map>
#include <unordered_set>

#include "pipeline/ledger_answers.h"
#include "pipeline/ledger_plan.h"
#include "pipeline/link.h"
#include "pipeline/link_event.h"
#include "pipeline/link_group.h"
#include "storage/database.h"
#include "storage/decisions.h"
#include "storage/events.h"

namespace chokepoint {
namespace {

constexpr std::int64_t kHistory =
    730;  // how long after it began an event may still gain a vague report

// An event in the making: the reports it will have.
struct Draft {
  std::vector<Report> reports;
  Shape shape;
  bool core = false;  // founded by reports that are not vague; only these take vague ones in
};

std::vector<std::int64_t> rows_of(const std::vector<Report>& reports) {
  std::vector<std::int64_t> rows;
  rows.reserve(reports.size());
  for (const auto& r : reports) rows.push_back(r.row);
  std::ranges::sort(rows);
  return rows;
}

Shape shape_of(const StoredEvent& event) {
  const Event& e = event.event;
  return {e.id, e.type, e.actor, e.target, {e.items.begin(), e.items.end()}, event.days};
}

bool same_shape(const Shape& a, const Shape& b) {
  return a.type == b.type && a.actor == b.actor && a.target == b.target && a.items == b.items &&
         a.days == b.days;
}

// The leftovers among vague reports make events of their own: those of one type, parties and year.
std::string leftover_key(const Report& r) {
  const auto year = std::chrono::year_month_day{Day{std::chrono::days{r.where.day}}}.year();
  return r.mention.type + "|" + r.mention.actor + "|" + r.mention.target + "|" +
         std::to_string(static_cast<int>(year));
}

class Relinker {
 public:
  Relinker(Database& db, const LinkKnowledge& knowledge) : db_(db), knowledge_(knowledge) {}

  std::vector<Transition> run(const Touched& touched) {
    decisions_ = active_decisions(db_);
    plan_ = plan_runs(db_, touched, decisions_);
    for (const auto& name : touched.events) take_over(name);
    link_runs();
    gather_vague(touched);
    for (const auto& r : vague_) place_vague(r);
    apply_splits();
    apply_merges();
    return write();
  }

 private:
  // The old event is in our hands now: its row is rewritten or removed at the end.
  void take_over(const std::string& name) {
    if (name.empty() || old_.contains(name)) return;
    auto event = load_event(db_, name);
    if (!event || old_.contains(event->event.id)) return;
    const auto id = event->event.id;
    for (const auto row : event->mentions) owner_[row] = id;
    old_.emplace(id, std::move(*event));
  }

  void link_runs() {
    for (const auto& [place, runs] : plan_)
      for (const auto& run : runs) {
        const auto reports = reports_between(db_, place.family, place.party, false, run);
        for (const auto& cluster : link_run(knowledge_, reports)) {
          Draft draft;
          for (const auto i : cluster) draft.reports.push_back(reports[i]);
          add_draft(std::move(draft));
        }
      }
    // Events whose core lies outside the runs but of which we hold something (a split, a merge)
    // come along whole.
    std::set<std::int64_t> held;
    for (const auto& draft : drafts_)
      for (const auto& r : draft.reports) held.insert(r.row);
    for (const auto& [place, runs] : plan_)
      for (const auto& run : runs)
        for (const auto& name : events_between(db_, place.family, place.party, run))
          take_over(name);
    for (const auto& [name, event] : old_) {
      std::vector<std::int64_t> missing;
      for (const auto row : event.mentions)
        if (!held.contains(row)) missing.push_back(row);
      Draft rest;
      for (auto& r : reports_by_row(db_, missing)) {
        if (r.where.vague) {
          add_vague(std::move(r));
        } else if (r.current) {
          rest.reports.push_back(std::move(r));
        }
      }
      if (!rest.reports.empty()) add_draft(std::move(rest));
    }
  }

  void add_draft(Draft draft) {
    draft.shape = shape_of(event_slots(knowledge_, draft.reports));
    draft.core = true;
    drafts_.push_back(std::move(draft));
  }

  void add_vague(Report report) {
    if (!vague_rows_.insert(report.row).second || !report.current) return;
    vague_.push_back(std::move(report));
  }

  void gather_vague(const Touched& touched) {
    const std::vector<std::int64_t> rows(touched.vague.begin(), touched.vague.end());
    for (auto& r : reports_by_row(db_, rows)) add_vague(std::move(r));
    // Where an event appeared, vanished or changed its slots, vague reports may change sides.
    for (const auto& [place, runs] : plan_)
      for (const auto& run : runs) {
        if (!shapes_changed(place, run)) continue;
        const DayRange reach{run.first - 430, run.last + kHistory};
        for (const auto& party : std::set<std::string>{place.party, ""})
          for (auto& r : reports_between(db_, place.family, party, true, reach))
            add_vague(std::move(r));
      }
    // A vague report that is looked at again leaves the event it was in.
    for (std::size_t i = 0; i < vague_.size(); ++i) {
      const auto name = event_of_mention(db_, vague_[i].row);
      if (!name.empty() && !old_.contains(name)) bring_vague_event(name);
    }
    std::ranges::sort(vague_, comes_before);
  }

  // The rest of an event that loses a vague report: its core becomes a draft, its other vague ones
  // are placed anew.
  void bring_vague_event(const std::string& name) {
    take_over(name);
    Draft core;
    for (auto& r : reports_by_row(db_, old_.at(name).mentions)) {
      if (r.where.vague)
        add_vague(std::move(r));
      else if (r.current)
        core.reports.push_back(std::move(r));
    }
    if (!core.reports.empty()) add_draft(std::move(core));
  }

  bool shapes_changed(const Touched::Place& place, const DayRange& run) const {
    std::vector<const Shape*> now;
    for (const auto& d : drafts_)
      if (d.core && d.reports.front().where.family == place.family &&
          d.reports.front().where.party == place.party && d.shape.days.first >= run.first &&
          d.shape.days.last <= run.last)
        now.push_back(&d.shape);
    std::size_t matched = 0, before = 0;
    for (const auto& [name, event] : old_) {
      if (event.vague || event.family != place.family || event.party != place.party ||
          event.days.first < run.first || event.days.last > run.last)
        continue;
      ++before;
      const auto shape = shape_of(event);
      matched += static_cast<std::size_t>(
          std::ranges::any_of(now, [&](const Shape* s) { return same_shape(*s, shape); }));
    }
    return before != now.size() || matched != before;
  }

  void place_vague(const Report& report) {
    std::optional<std::size_t> best_draft;
    std::string best_event;
    double best = -1e9;
    for (std::size_t i = 0; i < drafts_.size(); ++i) {
      if (!drafts_[i].core) continue;
      const auto fit = vague_fit(knowledge_, report, drafts_[i].shape);
      if (!fit || !better(*fit, best, drafts_[i].shape)) continue;
      best = *fit;
      best_draft = i;
      best_shape_ = drafts_[i].shape;
    }
    for (const auto& shape : shapes_near(report)) {
      if (old_.contains(shape.name)) continue;
      const auto fit = vague_fit(knowledge_, report, shape);
      if (!fit || !better(*fit, best, shape)) continue;
      best = *fit;
      best_shape_ = shape;
      best_draft.reset();
      best_event = shape.name;
    }
    if (best_draft) {
      drafts_[*best_draft].reports.push_back(report);
    } else if (!best_event.empty()) {
      drafts_[draft_of(best_event)].reports.push_back(report);
    } else {
      drafts_[leftover_draft(report)].reports.push_back(report);
    }
  }

  // The stored events a vague report may join. Many ask for the same ones, so they are read once, a
  // little wider than asked; vague_fit looks at the days itself.
  const std::vector<Shape>& shapes_near(const Report& report) {
    constexpr std::int64_t kBlock = 128;
    const auto& m = report.mention;
    const auto actor = knowledge_.type(m.type).mutual ? std::string() : m.actor;
    const auto window = vague_window(report);
    const DayRange wide{window.first - (window.first % kBlock + kBlock) % kBlock,
                        window.last + kBlock - (window.last % kBlock + kBlock) % kBlock};
    const auto [at, added] = shapes_.try_emplace({m.type, actor, wide});
    if (added)
      for (const auto& event : events_of_type(db_, m.type, actor, wide))
        if (!event.vague) at->second.push_back(shape_of(event));
    return at->second;
  }

  // Ties go to the earlier event, then by its other slots, so that the order of the candidates
  // cannot matter.
  bool better(double fit, double best, const Shape& s) const {
    const auto slots = [](const Shape& x) { return std::tie(x.days, x.actor, x.target, x.items); };
    return fit > best || (fit == best && slots(s) < slots(best_shape_));
  }

  std::size_t draft_of(const std::string& name) {
    take_over(name);
    Draft draft;
    for (auto& r : reports_by_row(db_, old_.at(name).mentions)) {
      if (!vague_rows_.contains(r.row)) draft.reports.push_back(std::move(r));
    }
    draft.shape = shape_of(old_.at(name));
    draft.core = !old_.at(name).vague;
    drafts_.push_back(std::move(draft));
    return drafts_.size() - 1;
  }

  std::size_t leftover_draft(const Report& report) {
    const auto key = leftover_key(report);
    if (const auto at = leftovers_.find(key); at != leftovers_.end()) return at->second;
    const auto year = std::chrono::year_month_day{Day{std::chrono::days{report.where.day}}}.year();
    const DayRange days{day_number(Day{year / 1 / 1}), day_number(Day{year / 12 / 31})};
    for (const auto& event : events_of_type(db_, report.mention.type, "", days)) {
      if (!event.vague || event.event.actor != report.mention.actor ||
          event.event.target != report.mention.target)
        continue;
      if (old_.contains(event.event.id)) continue;
      return leftovers_[key] = draft_of(event.event.id);
    }
    drafts_.emplace_back();
    return leftovers_[key] = drafts_.size() - 1;
  }

  std::optional<std::size_t> draft_holding(const std::string& key) const {
    for (std::size_t i = 0; i < drafts_.size(); ++i)
      for (const auto& r : drafts_[i].reports)
        if (r.key() == key) return i;
    return std::nullopt;
  }

  void apply_splits() {
    for (const auto& decision : decisions_) {
      if (decision.ruling != Ruling::Split) continue;
      Draft apart;
      const std::set<std::string> leaving(decision.anchors.begin(), decision.anchors.end());
      for (auto& draft : drafts_)
        std::erase_if(draft.reports, [&](const Report& r) {
          if (!leaving.contains(r.key())) return false;
          apart.reports.push_back(r);
          return true;
        });
      if (!apart.reports.empty()) drafts_.push_back(std::move(apart));
    }
  }

  void apply_merges() {
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
  std::optional<std::size_t> fetch_holding(const std::string& key) {
    const bool any_here = std::ranges::any_of(decisions_, [&](const Decision& d) {
      return d.ruling == Ruling::Merge && std::ranges::find(d.anchors, key) != d.anchors.end() &&
             std::ranges::any_of(
                 d.anchors, [&](const auto& other) { return draft_holding(other).has_value(); });
    });
    if (!any_here) return std::nullopt;
    const auto report = report_by_key(db_, key);
    const auto name = report ? event_of_mention(db_, report->row) : std::string();
    if (name.empty() || old_.contains(name)) return std::nullopt;
    return draft_of(name);
  }

  void apply_rulings(StoredEvent& event, const std::vector<Report>& reports) const {
    for (const auto& decision : decisions_) {
      if (decision.ruling != Ruling::Dismiss && decision.ruling != Ruling::Confirm) continue;
      const bool here = std::ranges::any_of(reports, [&](const Report& r) {
        return std::ranges::find(decision.anchors, r.key()) != decision.anchors.end();
      });
      if (!here) continue;
      event.dismissed = decision.ruling == Ruling::Dismiss;
      event.confirmed = decision.ruling == Ruling::Confirm;
    }
  }

  std::vector<Transition> write() {
    EventWriter writer(db_, knowledge_);
    std::map<std::string, std::string> heirs;  // old event -> the one that has its first report now
    std::set<std::string> unchanged;
    std::vector<std::pair<StoredEvent, std::vector<Report>>> changed;
    for (auto& draft : drafts_) {
      if (draft.reports.empty()) continue;
      const auto id = event_id(draft.reports);
      for (const auto& r : draft.reports)
        if (const auto was = owner_.find(r.row); was != owner_.end())
          heirs.try_emplace(was->second, id);
      const auto known = old_.find(id);
      StoredEvent flags;
      apply_rulings(flags, draft.reports);
      const bool same = known != old_.end() && known->second.mentions == rows_of(draft.reports) &&
                        known->second.dismissed == flags.dismissed &&
                        known->second.confirmed == flags.confirmed;
      if (same) {
        unchanged.insert(id);
        continue;
      }
      std::ranges::sort(draft.reports, comes_before);
      flags.event.id = id;
      changed.emplace_back(std::move(flags), std::move(draft.reports));
    }
    for (const auto& [name, event] : old_) {
      const bool stays =
          unchanged.contains(name) ||
          std::ranges::any_of(changed, [&](const auto& c) { return c.first.event.id == name; });
      if (!stays) writer.remove(name, heirs.contains(name) ? heirs.at(name) : std::string());
    }
    for (auto& [flags, reports] : changed)
      writer.save(std::move(reports), flags.dismissed, flags.confirmed);
    return writer.finish();
  }

  Database& db_;
  const LinkKnowledge& knowledge_;
  std::vector<Decision> decisions_;
  RunPlan plan_;
  std::vector<Draft> drafts_;
  std::vector<Report> vague_;
  std::unordered_set<std::int64_t> vague_rows_;
  std::map<std::string, StoredEvent> old_;
  std::unordered_map<std::int64_t, std::string> owner_;
  std::map<std::string, std::size_t> leftovers_;
  std::map<std::tuple<std::string, std::string, DayRange>, std::vector<Shape>> shapes_;
  Shape best_shape_;
};

}  // namespace

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
