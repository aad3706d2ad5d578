#include "pipeline/link_story.h"

#include <algorithm>
#include <array>
#include <map>
#include <set>

#include "pipeline/link_group.h"

namespace chokepoint {
namespace {

constexpr std::size_t kWitnesses =
    6;  // a change is judged by the next documents, at most this many
constexpr auto kWitnessDays = std::chrono::days{10};

int rank(Stage stage) {
  return static_cast<int>(stage);
}

// What the documents from a given one on say together: whether a change is real or one reader's
// slip.
struct Jury {
  std::span<const Tale> tales;

  template <class Says>
  std::size_t count(const Says& says) const {
    return static_cast<std::size_t>(std::ranges::count_if(tales, says));
  }
  template <class Says>
  bool agrees(const Says& says) const {
    const auto n = count(says);
    return 2 * n >= tales.size() && (n >= 2 || tales.size() == 1);
  }
  template <class Says>
  bool is_sure(const Says& says) const {
    const auto n = count(says);
    return n >= 3 && 4 * n >= 3 * tales.size();
  }
};

Jury jury_from(std::span<const Tale> tales, std::size_t i) {
  std::size_t n = 1;
  while (i + n < tales.size() && n < kWitnesses &&
         tales[i + n].published <= tales[i].published + kWitnessDays)
    ++n;
  return {tales.subspan(i, n)};
}

class Teller {
 public:
  Teller(const LinkKnowledge& knowledge, std::span<const Tale> tales,
         const std::optional<PartialDate>& date)
      : knowledge_(knowledge), tales_(tales), date_(date) {}

  std::vector<StoredTransition> tell() {
    if (tales_.empty()) return {};
    open();
    for (std::size_t i = first_day_end_; i < tales_.size(); ++i) {
      const auto jury = jury_from(tales_, i);
      advance(i, jury);
      widen(i, jury);
      move_date(i, jury);
    }
    return std::move(out_);
  }

 private:
  void open() {
    while (first_day_end_ < tales_.size() &&
           tales_[first_day_end_].published == tales_[0].published)
      ++first_day_end_;
    const auto first = tales_.first(first_day_end_);
    std::array<double, 4> votes{};
    std::map<PartialDate, int> starts;
    for (const auto& t : first) {
      votes.at(static_cast<std::size_t>(t.stage)) += 0.1 + t.score;
      if (t.effective && t.effective->day != 0) ++starts[*t.effective];
      items_.insert(t.items.begin(), t.items.end());
    }
    stage_ = static_cast<Stage>(std::distance(votes.begin(), std::ranges::max_element(votes)));
    if (!starts.empty())
      effective_ =
          std::ranges::max_element(starts, {}, [](const auto& s) { return s.second; })->first;
    stage_day_ = tales_[0].published;
    emit(
        Change::FirstSeen, 0, [](const Tale&) { return true; }, date_);
  }

  template <class Says>
  void emit(Change change, std::size_t i, const Says& says,
            const std::optional<PartialDate>& date) {
    StoredTransition t;
    t.transition.change = change;
    t.transition.stage = stage_;
    t.transition.date = date ? date : PartialDate::of(tales_[i].published);
    t.transition.published = tales_[i].published;
    t.transition.at = tales_[i].first_seen;
    t.transition.alertable = false;
    for (std::size_t j = i; j < tales_.size() && tales_[j].published == tales_[i].published; ++j) {
      const Tale& tale = tales_[j];
      if (!says(tale)) continue;
      t.transition.documents.push_back(tale.document);
      t.mentions.insert(t.mentions.end(), tale.mentions.begin(), tale.mentions.end());
      t.transition.at = std::min(*t.transition.at, tale.first_seen);
      t.transition.alertable |= !tale.trial;
    }
    out_.push_back(std::move(t));
  }

  // "Takes effect" is said loosely of what was only decided: without a day of its own it must be
  // said by most.
  bool starts(const Tale& tale, const Jury& jury) const {
    const auto decided = exact_day(date_);
    const auto given = exact_day(tale.date);
    const auto due = exact_day(effective_);
    const auto said = [](const Tale& t) { return t.stage == Stage::InForce; };
    if (due && (!decided || *due > *decided) && day_number(tale.published) >= *due)
      return jury.agrees(said);
    if (given && decided && *given > *decided) return jury.agrees(said);
    return jury.is_sure(said);
  }

  void advance(std::size_t i, const Jury& jury) {
    const Tale& tale = tales_[i];
    const auto to = tale.stage;
    const auto reaches = [to](const Tale& t) {
      return to == Stage::Ended ? t.stage == Stage::Ended
                                : t.stage != Stage::Ended && rank(t.stage) >= rank(to);
    };
    if (stage_ == Stage::Ended) {
      const bool again = (to == Stage::Announced || to == Stage::InForce) &&
                         tale.published > stage_day_ + std::chrono::days{3} &&
                         exact_day(tale.date) && *exact_day(tale.date) > day_number(stage_day_);
      if (again && jury.agrees(reaches)) change_stage(Change::Stage, to, i, reaches);
      return;
    }
    if (to == Stage::Ended && jury.agrees(reaches)) {
      change_stage(Change::Ended, to, i, reaches);
    } else if (rank(to) > rank(stage_) && to != Stage::Ended) {
      if (stage_ == Stage::Announced ? starts(tale, jury) : jury.agrees(reaches))
        change_stage(Change::Stage, to, i, reaches);
    } else if (to == Stage::Considered && rank(stage_) > rank(to)) {
      const auto lower = [](const Tale& t) { return t.stage == Stage::Considered; };
      if (jury.tales.size() >= 3 && jury.count(lower) == jury.tales.size())
        change_stage(Change::Corrected, to, i, lower);
    }
  }

  template <class Says>
  void change_stage(Change change, Stage to, std::size_t i, const Says& says) {
    stage_ = to;
    stage_day_ = tales_[i].published;
    std::map<PartialDate, int> dates;
    for (std::size_t j = i; j < tales_.size() && tales_[j].published == tales_[i].published; ++j)
      if (tales_[j].stage == to && tales_[j].date && tales_[j].date->day != 0)
        ++dates[*tales_[j].date];
    std::optional<PartialDate> date;
    if (!dates.empty())
      date = std::ranges::max_element(dates, {}, [](const auto& d) { return d.second; })->first;
    emit(change, i, says, date);
  }

  bool covered(const std::string& item) const {
    return std::ranges::any_of(items_,
                               [&](const auto& known) { return knowledge_.related(known, item); });
  }

  void widen(std::size_t i, const Jury& jury) {
    if (tales_[i].published <= tales_[0].published + std::chrono::days{1} || items_.empty()) {
      items_.insert(tales_[i].items.begin(), tales_[i].items.end());
      return;
    }
    std::vector<std::string> added;
    for (const auto& item : tales_[i].items) {
      const auto says = [&](const Tale& t) {
        return std::ranges::find(t.items, item) != t.items.end();
      };
      if (!covered(item) && jury.count(says) >= 2 && jury.agrees(says)) added.push_back(item);
    }
    if (added.empty()) return;
    items_.insert(added.begin(), added.end());
    emit(
        Change::Scope, i,
        [&](const Tale& t) { return std::ranges::find(t.items, added.front()) != t.items.end(); },
        tales_[i].date);
    out_.back().transition.added = std::move(added);
  }

  void move_date(std::size_t i, const Jury& jury) {
    const auto& to = tales_[i].effective;
    if (!to || to->day == 0 || (effective_ && *effective_ == *to)) return;
    const auto says = [&](const Tale& t) { return t.effective == to; };
    const auto contradicts =
        jury.count([&](const Tale& t) { return t.effective && t.effective != to; });
    if (jury.count(says) < 2 || contradicts >= jury.count(says)) return;
    effective_ = to;
    emit(Change::Date, i, says, to);
  }

  const LinkKnowledge& knowledge_;
  std::span<const Tale> tales_;
  std::optional<PartialDate> date_, effective_;
  std::size_t first_day_end_ = 0;
  Stage stage_ = Stage::Announced;
  Day stage_day_{};
  std::set<std::string> items_;
  std::vector<StoredTransition> out_;
};

void add_report(Tale& tale, const Report& r) {
  const auto& m = r.mention;
  // A document that tells two stages of one move tells the later one as its news.
  if (tale.mentions.empty() || rank(m.stage) > rank(tale.stage)) {
    tale.stage = m.stage;
    if (m.date) tale.date = m.date;
  }
  if (!tale.date) tale.date = m.date;
  if (!tale.effective) tale.effective = m.effective;
  tale.trial = tale.trial || m.trial;
  tale.score = std::max(tale.score, m.score);
  tale.items.insert(tale.items.end(), m.items.begin(), m.items.end());
  tale.mentions.push_back(r.row);
}

}  // namespace

std::vector<Tale> tales_of(std::span<const Report> reports) {
  const bool news =
      std::ranges::any_of(reports, [](const Report& r) { return !r.mention.background; });
  std::vector<Tale> out;
  for (const auto& r : reports) {
    if (r.mention.background == news) continue;
    if (out.empty() || out.back().document != r.document) {
      out.emplace_back();
      out.back().document = r.document;
      out.back().published = r.published;
      out.back().first_seen = r.first_seen;
    }
    add_report(out.back(), r);
  }
  return out;
}

std::vector<StoredTransition> story_of(const LinkKnowledge& knowledge, std::span<const Tale> tales,
                                       const std::optional<PartialDate>& date) {
  return Teller(knowledge, tales, date).tell();
}

}  // namespace chokepoint
