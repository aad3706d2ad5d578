// What easings make of a measure's story: eased, given up, put off, and resumed afterwards.
#include "pipeline/link_easings.h"

#include <algorithm>

namespace chokepoint {
namespace {

// What was to begin on a day still to come, and is to begin on another, is not eased: it is put
// off.
bool puts_off(const EasedBy& easing, std::span<const Tale> tales) {
  const auto& told = easing.first.transition.published;
  if (!easing.starts || easing.starts->day == 0 || !told) return false;
  const bool due = std::ranges::any_of(tales, [&](const Tale& t) {
    return t.published <= *told && t.effective && t.effective->day != 0 &&
           t.effective->first_day() >= *told;
  });
  return due && easing.starts->first_day() > *told;
}

void insert_in_order(std::vector<StoredTransition>& story, StoredTransition t) {
  const auto after =
      std::ranges::upper_bound(story, t.transition.published, {},
                               [](const StoredTransition& s) { return s.transition.published; });
  story.insert(after, std::move(t));
}

void put_off(std::vector<StoredTransition>& story, StoredTransition t, const PartialDate& to,
             bool news) {
  const auto same = std::ranges::find_if(story, [&](const StoredTransition& s) {
    return s.transition.change == Change::Date && s.transition.date == to;
  });
  if (same != story.end()) {
    if (same->transition.published <= t.transition.published) return;
    story.erase(same);  // told earlier than its own articles tell it
  }
  t.transition.change = Change::Date;
  t.transition.alertable = news;
  t.transition.stage = Stage::Announced;
  t.transition.date = to;
  insert_in_order(story, std::move(t));
}

// A measure that was suspended and is then told as in force, with a day of its own after that, is
// in force again.
void resume(std::vector<StoredTransition>& story, std::span<const Tale> tales) {
  constexpr auto kFresh = std::chrono::days{3};
  constexpr double kSure = 0.7;
  const auto begins_anew = [&](const Tale& t, Day eased) {
    return t.published > eased + kFresh && t.stage == Stage::InForce && t.score >= kSure &&
           t.founded && t.date && t.date->day != 0 && t.date->first_day() > eased + kFresh &&
           t.date->first_day() + kFresh >= t.published;
  };
  std::vector<StoredTransition> resumed;
  for (std::size_t i = 0; i < story.size(); ++i) {
    const auto& eased = story[i].transition;
    if (eased.change != Change::Eased || !eased.published) continue;
    if (i + 1 < story.size() && story[i + 1].transition.change != Change::Scope) continue;
    const auto again = std::ranges::find_if(
        tales, [&](const Tale& t) { return begins_anew(t, *eased.published); });
    if (again == tales.end()) continue;
    StoredTransition t;
    t.transition.change = Change::Stage;
    t.transition.stage = Stage::InForce;
    t.transition.date = again->date;
    t.transition.published = again->published;
    t.transition.at = again->first_seen;
    t.transition.alertable = !again->trial;
    t.transition.documents = {again->document};
    t.mentions = again->mentions;
    resumed.push_back(std::move(t));
  }
  for (auto& t : resumed) insert_in_order(story, std::move(t));
}

}  // namespace

void add_easings(std::vector<StoredTransition>& story, std::span<const EasedBy> easings,
                 std::span<const Tale> tales) {
  constexpr auto kOneStep =
      std::chrono::days{60};  // easings this close are steps of one, or its extension
  std::optional<Day> last;
  for (const auto& easing : easings) {
    auto t = easing.first;
    const bool step = last && t.transition.published && *t.transition.published - *last <= kOneStep;
    const bool news = t.transition.alertable;
    t.transition.change = Change::Eased;
    t.transition.alertable = false;  // the easing's own event tells it
    t.transition.added.clear();
    Stage stage = Stage::InForce;
    for (const auto& earlier : story)
      if (earlier.transition.published <= t.transition.published) stage = earlier.transition.stage;
    if (stage == Stage::Ended) continue;
    if (stage == Stage::Announced && puts_off(easing, tales)) {
      put_off(story, std::move(t), *easing.starts, news);
      continue;
    }
    if ((step && !easing.ends) || easing.weak) continue;
    last = t.transition.published;
    if (stage == Stage::Announced) stage = Stage::InForce;  // nobody lifts what has not begun
    // What was only planned is not eased but given up, and that is told of the plan.
    if (stage == Stage::Considered) {
      t.transition.change = Change::Ended;
      t.transition.alertable = news;
      stage = Stage::Ended;
    }
    if (easing.ends && stage == Stage::InForce) {
      t.transition.change = Change::Ended;
      stage = Stage::Ended;
    }
    t.transition.stage = stage;
    insert_in_order(story, std::move(t));
  }
  resume(story, tales);
}

}  // namespace chokepoint
