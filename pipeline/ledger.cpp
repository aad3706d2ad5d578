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
  bool lone = false;  // of which one article founded it: it takes none, and may be a stray
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
  return {e.id,       e.type,      e.actor, e.target, {e.items.begin(), e.items.end()},
          event.days, event.unsure};
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
    gather_strays();
    place_strays();
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
    for (const auto& [place, runs] : plan_)
      for (const auto& run : runs)
        for (const auto& name : events_between(db_, place.family, place.party, run))
          take_over(name);
    for (const auto& [name, event] : old_) {
      std::vector<std::int64_t> missing;
      for (const auto row : event.mentions)
        if (!held_.contains(row)) missing.push_back(row);
      add_rest(reports_by_row(db_, missing));
    }
  }

  // The reports of an event as linking left them: its founders together, its strays each as they
  // came, its vague ones apart.
  void add_rest(std::vector<Report> reports) {
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

  void add_draft(Draft draft) {
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
    drafts_.push_back(std::move(draft));
  }

  // Where an event of several founders appeared, vanished or changed, strays that may be of it can
  // change sides: those that lie in other events, and those that are events of their own.
  void gather_strays() {
    std::map<std::string, std::vector<Shape>> changed;  // by family
    for (const auto& d : drafts_)
      if (!d.lone && !known_shape(d))
        changed[knowledge_.family_of(d.shape.type)].push_back(d.shape);
    for (const auto& [name, event] : old_)
      if (!event.lone && !event.vague && !still_shaped(event))
        changed[event.family].push_back(shape_of(event));
    for (const auto& [family, shapes] : changed) {
      const auto may_join = [&](const Shape& stray) {
        return std::ranges::any_of(shapes, [&](const Shape& s) {
          return stray_fit(knowledge_, stray, s, false).has_value();
        });
      };
      for (const auto& days : windows(shapes)) {
        for (const auto& event : events_of_family(db_, family, days, true))
          if (!old_.contains(event.event.id) && may_join(shape_of(event)))
            bring_event(event.event.id);
        std::map<std::int64_t, std::vector<Report>> strays;
        for (auto& r : strays_between(db_, family, days))
          if (!held_.contains(r.row)) strays[r.stray].push_back(std::move(r));
        for (auto& [row, reports] : strays) {
          for (auto& r : reports) r.stray = 0;
          if (may_join(shape_of(event_slots(knowledge_, reports))))
            bring_event(event_of_mention(db_, reports.front().row));
        }
      }
    }
  }

  // The days of strays that these may take, overlapping stretches made one.
  static std::vector<DayRange> windows(const std::vector<Shape>& shapes) {
    std::set<DayRange> all;
    for (const auto& s : shapes)
      all.insert({s.days.first - kStrayReach, s.days.last + kStrayReach});
    std::vector<DayRange> out;
    for (const auto& days : all) {
      if (!out.empty() && days.first <= out.back().last)
        out.back().last = std::max(out.back().last, days.last);
      else
        out.push_back(days);
    }
    return out;
  }

  void bring_event(const std::string& name) {
    if (name.empty() || old_.contains(name)) return;
    take_over(name);
    if (const auto at = old_.find(name); at != old_.end())
      add_rest(reports_by_row(db_, at->second.mentions));
  }

  bool known_shape(const Draft& draft) const {
    return std::ranges::any_of(old_, [&](const auto& old) {
      return !old.second.vague && same_shape(shape_of(old.second), draft.shape) &&
             old.second.lone == draft.lone;
    });
  }

  bool still_shaped(const StoredEvent& event) const {
    const auto shape = shape_of(event);
    return std::ranges::any_of(drafts_, [&](const Draft& d) {
      return d.lone == event.lone && same_shape(d.shape, shape);
    });
  }

  // A person's word on an article's telling keeps it out of this.
  bool is_ruled(const Draft& draft) const {
    return std::ranges::any_of(decisions_, [&](const Decision& decision) {
      return std::ranges::any_of(draft.reports, [&](const Report& r) {
        return std::ranges::find(decision.anchors, r.key()) != decision.anchors.end();
      });
    });
  }

  void place_strays() {
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

  std::optional<std::size_t> host_of(const Draft& stray) {
    std::optional<std::size_t> best_draft;
    std::string best_event;
    double best = -1e9;
    const auto& document = stray.reports.front().document;
    for (std::size_t i = 0; i < drafts_.size(); ++i) {
      const auto& d = drafts_[i];
      if (!d.core || d.lone) continue;
      const bool shares = std::ranges::any_of(
          d.reports, [&](const Report& r) { return r.shapes() && r.document == document; });
      const auto fit = stray_fit(knowledge_, stray.shape, d.shape, shares);
      if (!fit || !better(*fit, best, d.shape)) continue;
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
    return draft_of(best_event);
  }

  // Stored events of several founders that may have begun in time.
  const std::vector<Shape>& hosts_near(const Shape& stray) {
    const auto family = knowledge_.family_of(stray.type);
    const auto [at, added] = hosts_.try_emplace({family, stray.days.first});
    if (!added) return at->second;
    const DayRange days{stray.days.first - kStrayReach, stray.days.first + kStrayReach};
    for (const auto& event : events_of_family(db_, family, days, false))
      at->second.push_back(shape_of(event));
    return at->second;
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
    if (!core.reports.empty()) add_whole(std::move(core));
  }

  bool shapes_changed(const Touched::Place& place, const DayRange& run) const {
    std::vector<const Shape*> now;
    for (const auto& d : drafts_)
      if (d.core && !d.lone && d.reports.front().where.family == place.family &&
          d.reports.front().where.party == place.party && d.shape.days.first >= run.first &&
          d.shape.days.last <= run.last)
        now.push_back(&d.shape);
    std::size_t matched = 0, before = 0;
    for (const auto& [name, event] : old_) {
      if (event.vague || event.lone || event.family != place.family || event.party != place.party ||
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
      if (!drafts_[i].core || drafts_[i].lone) continue;
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
        if (!event.vague && !event.lone) at->second.push_back(shape_of(event));
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
    draft.core = !old_.at(name).vague;
    if (draft.core) return add_whole(std::move(draft));
    draft.shape = shape_of(old_.at(name));
    drafts_.push_back(std::move(draft));
    return drafts_.size() - 1;
  }

  // An event that only gains or loses: its strays stay where they are.
  std::size_t add_whole(Draft draft) {
    const auto& any = draft.reports.front();
    for (const auto& r : draft.reports) {
      held_.insert(r.row);
      if (r.stray != 0) was_stray_.insert(r.row);
    }
    const auto slots = event_slots(knowledge_, draft.reports);
    draft.shape = shape_of(slots);
    draft.core = std::ranges::any_of(draft.reports, &Report::shapes) || any.where.vague;
    draft.lone = slots.lone;
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
          apart.reports.back().stray = 0;
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
      const bool moved = std::ranges::any_of(draft.reports, [&](const Report& r) {
        return (r.stray != 0) != was_stray_.contains(r.row);
      });
      const bool same =
          !moved && known != old_.end() && known->second.mentions == rows_of(draft.reports) &&
          known->second.dismissed == flags.dismissed && known->second.confirmed == flags.confirmed;
      if (same) {
        unchanged.insert(id);
        continue;
      }
      std::ranges::sort(draft.reports, comes_before);
      for (const auto& r : draft.reports)
        if (r.stray != 0 || was_stray_.contains(r.row)) mark_stray(db_, r.row, r.stray);
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
  std::unordered_set<std::int64_t> vague_rows_, held_, was_stray_;
  std::map<std::pair<std::string, std::int64_t>, std::vector<Shape>> hosts_;
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
