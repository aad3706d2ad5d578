#include "pipeline/link_story.h"

#include <algorithm>
#include <array>
#include <map>
#include <set>

#include "pipeline/link_group.h"
#include "pipeline/link_stages.h"

namespace chokepoint {
namespace {

constexpr std::size_t kWitnesses =
    6;  // a change is judged by the next documents, at most this many
constexpr auto kWitnessDays = std::chrono::days{10};

// Surely told, and of these days.
bool is_fresh(const Tale& t) {
  constexpr auto kDays = std::chrono::days{3};
  constexpr double kSure = 0.85;
  return t.founded && t.score >= kSure && t.date && t.date->day != 0 &&
         t.date->first_day() + kDays >= t.published && t.date->first_day() <= t.published + kDays;
}

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
};

Jury jury_from(std::span<const Tale> tales, std::size_t i) {
  std::size_t n = 1;
  while (i + n < tales.size() && n < kWitnesses &&
         tales[i + n].published <= tales[i].published + kWitnessDays)
    ++n;
  return {tales.subspan(i, n)};
}

// Which tales are of what was added later: those that say so, and those of these days that have the
// goods added. Their stage and start are those of the addition, not of the measure.
std::vector<bool> tales_of_more(const LinkKnowledge& knowledge, std::span<const Tale> tales) {
  constexpr auto kSameNews = std::chrono::days{7};
  std::vector<bool> out(tales.size());
  const auto has = [&](const auto& items, const std::string& item) {
    return std::ranges::any_of(items, [&](const auto& i) { return knowledge.related(i, item); });
  };
  std::set<std::string> before, added;
  std::optional<Day> since;
  for (std::size_t i = 0; i < tales.size(); ++i) {
    const auto& t = tales[i];
    const auto is_more = [&](const auto& item) { return added.contains(item); };
    out[i] = t.widens && t.founded && t.published > tales[0].published + std::chrono::days{1};
    if (out[i]) {
      since = t.published;
      for (const auto& item : t.items)
        if (!has(before, item)) added.insert(item);
    } else if (since && t.published <= *since + kSameNews && is_fresh(t)) {
      out[i] = std::ranges::any_of(t.items, is_more);
    }
    if (!since) before.insert(t.items.begin(), t.items.end());
  }
  return out;
}

class Teller {
 public:
  Teller(const LinkKnowledge& knowledge, std::span<const Tale> tales,
         const std::optional<PartialDate>& date, bool at_once)
      : knowledge_(knowledge), tales_(tales), date_(date), at_once_(at_once) {}

  std::vector<StoredTransition> tell() {
    if (tales_.empty()) return {};
    more_ = tales_of_more(knowledge_, tales_);
    const auto stages = stages_without_more();
    stage_ = stages.front();
    items_.insert(tales_[0].items.begin(), tales_[0].items.end());
    settle(0);
    emit(
        Change::FirstSeen, 0, [](const Tale&) { return true; }, date_);
    for (std::size_t i = 0; i < tales_.size(); ++i) {
      if (stages[i] != stage_) change_stage(stages[i], i);
      const auto jury = jury_from(tales_, i);
      widen(i, jury);
      if (!more_[i]) move_date(i, jury);
    }
    return std::move(out_);
  }

 private:
  std::vector<Stage> stages_without_more() const {
    std::vector<Tale> plain;
    for (std::size_t i = 0; i < tales_.size(); ++i)
      if (!more_[i]) plain.push_back(tales_[i]);
    const auto of_plain = stages_of(plain, date_, at_once_);
    std::vector<Stage> out;
    for (std::size_t i = 0, at = 0; i < tales_.size(); ++i)
      out.push_back(more_[i] ? out.back() : of_plain[at++]);
    return out;
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

  void change_stage(Stage to, std::size_t i) {
    stage_ = to;
    settle(i);
    std::map<PartialDate, int> dates;
    const auto same_day = [&](std::size_t j) { return tales_[j].published == tales_[i].published; };
    for (std::size_t j = i; j < tales_.size() && same_day(j); ++j)
      if (tales_[j].stage == to && tales_[j].date && tales_[j].date->day != 0)
        ++dates[*tales_[j].date];
    std::optional<PartialDate> date;
    if (!dates.empty())
      date = std::ranges::max_element(dates, {}, [](const auto& d) { return d.second; })->first;
    const auto reaches = [&](const Tale& t) { return rank(t.stage) >= rank(to); };
    bool said = false;
    for (std::size_t j = i; j < tales_.size() && same_day(j); ++j) said |= reaches(tales_[j]);
    emit(
        to == Stage::Ended ? Change::Ended : Change::Stage, i,
        [&](const Tale& t) { return !said || reaches(t); }, date);
  }

  // The day it starts, as told with the decision and in the days after, is part of the decision.
  void settle(std::size_t i) {
    std::map<PartialDate, double> starts;
    settled_ = tales_[i].published + kSettling;
    for (std::size_t j = i; j < tales_.size() && tales_[j].published <= settled_; ++j)
      if (const auto& start = tales_[j].effective; start && start->day != 0)
        starts[*start] += tales_[j].score;
    if (!starts.empty())
      effective_ =
          std::ranges::max_element(starts, {}, [](const auto& s) { return s.second; })->first;
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
      const bool heard =
          (jury.count(says) >= 2 && jury.agrees(says)) || is_fresh(tales_[i]) || more_[i];
      if (!covered(item) && heard) added.push_back(item);
    }
    if (added.empty()) return;
    items_.insert(added.begin(), added.end());
    // What the decision adds to the rumour is the decision.
    if (tales_[i].published <= settled_ && !more_[i]) return;
    emit(
        Change::Scope, i,
        [&](const Tale& t) { return std::ranges::find(t.items, added.front()) != t.items.end(); },
        tales_[i].date);
    out_.back().transition.added = std::move(added);
  }

  void move_date(std::size_t i, const Jury& jury) {
    const auto& to = tales_[i].effective;
    if (!to || to->day == 0 || (effective_ && *effective_ == *to)) return;
    if (stage_ == Stage::InForce || tales_[i].published <= settled_) return;
    const auto says = [&](const Tale& t) { return t.effective == to; };
    const auto contradicts =
        jury.count([&](const Tale& t) { return t.effective && t.effective != to; });
    // One article is enough where another day was known and it tells a fresh decision on a day to
    // come.
    const auto needed = effective_ && is_fresh(tales_[i]) && to->first_day() > tales_[i].published
                            ? std::size_t{1}
                            : std::size_t{2};
    if (jury.count(says) < needed || contradicts >= jury.count(says)) return;
    effective_ = to;
    emit(Change::Date, i, says, to);
  }

  static constexpr auto kSettling = std::chrono::days{3};
  const LinkKnowledge& knowledge_;
  std::span<const Tale> tales_;
  std::optional<PartialDate> date_, effective_;
  bool at_once_;
  std::vector<bool> more_;  // by tale: it is of what was added later
  Stage stage_ = Stage::Announced;
  Day settled_{};  // until this day what is told belongs to the last change of stage
  std::set<std::string> items_;
  std::vector<StoredTransition> out_;
};

void add_report(Tale& tale, const Report& r) {
  const auto& m = r.mention;
  // A document that tells two stages of one move tells the later one as its news, unless its reader
  // was far less sure of that.
  constexpr double kFarLess = 0.25;
  const bool later = rank(m.stage) > rank(tale.stage) && m.score > tale.score - kFarLess;
  const bool founds = r.shapes() && !tale.founded;
  if (tale.mentions.empty() || founds || (later && r.shapes() == tale.founded)) {
    tale.stage = m.stage;
    if (m.date) tale.date = m.date;
  }
  tale.founded = tale.founded || r.shapes();
  tale.widens = tale.widens || r.widens;
  if (!tale.date) tale.date = m.date;
  if (!tale.effective) tale.effective = m.effective;
  tale.trial = tale.trial || m.trial;
  tale.score = std::max(tale.score, m.score);
  for (const auto& item : m.items)
    if (std::ranges::find(tale.items, item) == tale.items.end()) tale.items.push_back(item);
  tale.mentions.push_back(r.row);
}

}  // namespace

std::vector<Tale> tales_of(std::span<const Report> reports) {
  const bool news = std::ranges::any_of(
      reports, [](const Report& r) { return !r.mention.background && !r.mention.faint; });
  std::vector<Tale> out;
  for (const auto& r : reports) {
    if (r.mention.background == news || (r.mention.faint && out.empty())) continue;
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

std::vector<StoredTransition> story_of(const LinkKnowledge& knowledge, const std::string& type,
                                       std::span<const Tale> tales,
                                       const std::optional<PartialDate>& date) {
  return Teller(knowledge, tales, date, knowledge.type(type).at_once).tell();
}

}  // namespace chokepoint
