#include "models/engine/assemble.h"

#include <algorithm>
#include <cmath>
#include <tuple>

#include "models/engine/draft_numbers.h"

namespace chokepoint {
namespace {

constexpr double kSureRoles = 0.45;  // below this a clash of parties is doubt, not another move
constexpr double kSureSwap = 0.85;   // the same move the other way round must be surer still

bool dates_apart(const Decided& a, const Decided& b) {
  if (!a.date.date || !b.date.date) return false;
  if (a.date.date->agrees_with(*b.date.date)) return false;
  const auto days = std::abs((a.date.date->first_day() - b.date.date->first_day()).count());
  return days > 5;
}

bool parties_fit(const Draft& draft, const Decided& d, bool mutual) {
  return (fits(draft.actor, d.actor) && targets_fit(draft.target, d.target)) ||
         (mutual && fits(draft.actor, d.target) && targets_fit(draft.target, d.actor));
}

bool same_parties(const Draft& draft, const Decided& d, bool mutual) {
  return (draft.actor == d.actor && same_or_unsaid(draft.target, d.target)) ||
         (mutual && draft.actor == d.target && same_or_unsaid(draft.target, d.actor));
}

bool same_move(const Draft& draft, const Decided& d, bool mutual) {
  const auto& lead = draft.told.front();
  const bool told_apart = lead.background != d.background || dates_apart(lead, d);
  const bool swapped = draft.actor == d.target && draft.target == d.actor;
  const bool doubtful = d.parties_p < (swapped ? kSureSwap : kSureRoles);
  return (parties_fit(draft, d, mutual) || doubtful) && !told_apart;
}

// Joins the draft that tells the same move, or opens one. A second answer opens one where no draft
// has its parties, and adds nothing to one that does.
void place(std::vector<Draft>& drafts, const Decided& d, bool mutual) {
  const auto same = std::find_if(drafts.begin(), drafts.end(), [&](const Draft& draft) {
    if (draft.told.front().candidate->type != d.candidate->type) return false;
    if (d.second) return same_parties(draft, d, mutual);
    if (d.again)
      return parties_fit(draft, d, mutual) && draft.told.front().date.date &&
             draft.told.front().date.date->agrees_with(*d.date.date);
    return same_move(draft, d, mutual);
  });
  if (same == drafts.end()) {
    auto& draft = drafts.emplace_back();
    draft.actor = d.actor;
    draft.target = d.target;
    draft.told = {d};
    return;
  }
  if (d.second || d.again) return;
  if (same->actor.empty()) same->actor = d.actor;
  if (same->target.empty()) same->target = d.target;
  same->told.push_back(d);
}

// How likely is it that some candidate tells a move of this type between these parties?
double support_of(const Draft& draft, const std::vector<Decided>& decided) {
  double doubt = 1;
  for (const auto& d : decided) {
    if (d.again || d.candidate->type != draft.told.front().candidate->type) continue;
    if (d.actor != draft.actor || !same_or_unsaid(d.target, draft.target)) continue;
    doubt *= 1 - sureness(d);
  }
  return 1 - doubt;
}

// What a candidate tells: its parties, and each other name of their list.
void place_all(std::vector<Draft>& drafts, const Decided& d, bool mutual) {
  place(drafts, d, mutual);
  for (const auto& target : d.more_targets) {
    auto another = d;
    another.target = target;
    place(drafts, another, mutual);
  }
  for (const auto& actor : d.more_actors) {
    auto another = d;
    another.actor = actor;
    place(drafts, another, mutual);
  }
}

std::size_t type_of(const Draft& d) {
  return d.told.front().candidate->type;
}

// How a draft stands among the others; those before it are the surer ones.
void compare(std::vector<Draft>& drafts, std::size_t at) {
  auto& a = drafts[at];
  for (std::size_t i = 0; i < at; ++i) {
    const auto& b = drafts[i];
    if (type_of(b) != type_of(a)) continue;
    ++a.rank;
    a.twin = a.twin || (fits(a.actor, b.actor) && targets_fit(a.target, b.target)) ||
             (!a.actor.empty() && a.actor == b.target && a.target == b.actor);
  }
}

}  // namespace

std::vector<Draft> merge_drafts(const Scene& s, std::vector<Decided> decided) {
  std::stable_sort(decided.begin(), decided.end(), [](const Decided& a, const Decided& b) {
    if (a.second != b.second) return b.second;
    if (a.again != b.again) return b.again;
    return a.accept * a.parties_p > b.accept * b.parties_p;
  });
  std::vector<Draft> drafts;
  for (const auto& d : decided)
    place_all(drafts, d, s.model.types[d.candidate->type].group == "truce");
  for (std::size_t i = 0; i < drafts.size(); ++i) {
    drafts[i].support = support_of(drafts[i], decided);
    compare(drafts, i);
  }
  return drafts;
}

DateOption date_of(const Scene& s, const Draft& d) {
  // A day that is named goes before that of publication, which is a guess, and that before none.
  constexpr double kPublished = 0.6, kNone = 0.3;
  const DateOption* out = nullptr;
  double most = -1;
  for (const auto& t : d.told) {
    double say = 0;
    for (const auto& other : d.told)
      if (t.date.date == other.date.date) say += other.accept * other.date_p;
    if (!t.date.date)
      say *= kNone;
    else if (t.date.published)
      say *= kPublished;
    if (say > most) std::tie(most, out) = std::tuple{say, &t.date};
  }
  if (!out->date && !d.told.front().background && s.document.published)
    return {PartialDate::of(*s.document.published), true, nullptr};
  return *out;
}

void score_drafts(const Scene& s, const std::vector<Decided>& decided, std::vector<Draft>& drafts) {
  number_drafts(s, decided, drafts);
  for (auto& d : drafts)
    d.score =
        s.model.scores.empty() ? sureness(d.told.front()) : s.model.scores.probability(d.numbers);
}

}  // namespace chokepoint
