#include "models/engine/assemble.h"

#include <algorithm>
#include <cmath>
#include <set>

#include "models/engine/vicinity.h"

namespace chokepoint {
namespace {

constexpr double kLeastAccept = 0.12;  // candidates below this are not worth deciding about
constexpr double kSureRoles = 0.55;    // below this a clash of parties is doubt, not another move

std::size_t best_of(const std::vector<double>& p) {
  return static_cast<std::size_t>(std::max_element(p.begin(), p.end()) - p.begin());
}

// The pair of different parties that is likeliest together.
void choose_parties(const Scene& s, const Candidate& c, Decided& d) {
  const auto actor_p = weigh(s.model, actor_options(s, c));
  const auto target_p = weigh(s.model, target_options(s, c));
  const std::size_t n = s.countries.size();
  double best = -1;
  std::size_t best_a = n, best_t = n;
  for (std::size_t a = 0; a <= n; ++a)
    for (std::size_t t = 0; t < n + 2; ++t) {
      if (a == t && a < n) continue;
      const double p = actor_p[a] * target_p[t];
      if (p > best) std::tie(best, best_a, best_t) = std::tuple{p, a, t};
    }
  const auto id = [&](std::size_t i) {
    return i < n ? s.model.countries[s.countries[i]].id : i == n + 1 ? "*" : "";
  };
  d.actor = id(best_a);
  d.target = id(best_t);
  d.actor_p = actor_p[best_a];
  d.target_p = target_p[best_t];
}

// Names joined to the target's in one list are targets as well: several targets are several events.
std::vector<std::string> list_mates(const Scene& s, const Candidate& c, const std::string& target,
                                    const std::string& actor) {
  std::set<std::string> out;
  const auto country = s.model.country_index(target);
  if (!country) return {};
  const auto& here = s.text.sentences[c.sentence];
  for (auto i = here.first_annotation; i < here.last_annotation; ++i) {
    const auto& a = s.text.annotations[i];
    const auto of_a = countries_of(s.model, a);
    if (a.list < 0 || of_a.size() != 1 || of_a.front() != *country) continue;
    for (auto k = here.first_annotation; k < here.last_annotation; ++k) {
      const auto& b = s.text.annotations[k];
      if (b.list != a.list) continue;
      for (const auto other : countries_of(s.model, b)) out.insert(s.model.countries[other].id);
    }
  }
  out.erase(target);
  if (out.contains(actor)) return {};  // "the US and China": a pair, not a list of targets
  return {out.begin(), out.end()};
}

bool fits(const std::string& a, const std::string& b) {
  return a == b || a.empty() || b.empty();
}
bool targets_fit(const std::string& a, const std::string& b) {
  return fits(a, b) || a == "*" || b == "*";
}

bool dates_apart(const Decided& a, const Decided& b) {
  if (!a.date.date || !b.date.date) return false;
  if (a.date.date->agrees_with(*b.date.date)) return false;
  const auto days = std::abs((a.date.date->first_day() - b.date.date->first_day()).count());
  return days > 5;
}

bool same_move(const Draft& draft, const Decided& d, const std::string& target, bool mutual) {
  const auto& lead = draft.told.front();
  bool parties = fits(draft.actor, d.actor) && targets_fit(draft.target, target);
  if (mutual)
    parties = parties || (fits(draft.actor, target) && targets_fit(draft.target, d.actor));
  const bool told_apart = lead.background != d.background && dates_apart(lead, d);
  if (parties) return !told_apart && !(lead.background && d.background && dates_apart(lead, d));
  return std::min(d.actor_p, d.target_p) < kSureRoles && !told_apart;
}

void join(Draft& draft, const Decided& d, const std::string& target) {
  if (draft.actor.empty()) draft.actor = d.actor;
  if (draft.target.empty()) draft.target = target;
  draft.told.push_back(d);
}

}  // namespace

std::vector<Decided> decide_all(const Scene& s) {
  std::vector<Decided> out;
  for (const auto& c : s.candidates) {
    Decided d;
    d.candidate = &c;
    d.accept = weigh(s.model, accept_options(s, c)).front();
    if (d.accept < kLeastAccept) continue;
    choose_parties(s, c, d);
    d.more_targets = list_mates(s, c, d.target, d.actor);
    const auto choices = date_choices(s, c);
    const auto date_p = weigh(s.model, date_options(s, c, choices));
    d.date = choices[best_of(date_p)];
    d.date_p = date_p[best_of(date_p)];
    d.background_p = weigh(s.model, background_options(s, c, d.date)).front();
    d.background = d.background_p >= 0.5;
    d.stage =
        static_cast<Stage>(best_of(weigh(s.model, stage_options(s, c, d.date, d.background))));
    out.push_back(std::move(d));
  }
  return out;
}

std::vector<Draft> merge_drafts(const Scene& s, std::vector<Decided> decided) {
  std::stable_sort(decided.begin(), decided.end(), [](const Decided& a, const Decided& b) {
    return a.accept * a.actor_p * a.target_p > b.accept * b.actor_p * b.target_p;
  });
  std::vector<Draft> drafts;
  for (const auto& d : decided) {
    auto targets = d.more_targets;
    targets.insert(targets.begin(), d.target);
    for (const auto& target : targets) {
      const bool mutual = s.model.types[d.candidate->type].group == "truce";
      const auto same = std::find_if(drafts.begin(), drafts.end(), [&](const Draft& draft) {
        return draft.told.front().candidate->type == d.candidate->type &&
               same_move(draft, d, target, mutual);
      });
      if (same != drafts.end())
        join(*same, d, target);
      else
        drafts.push_back({d.actor, target, {d}, 0, 0, false});
    }
  }
  for (std::size_t i = 0; i < drafts.size(); ++i)
    for (std::size_t j = 0; j < i; ++j) {
      if (drafts[j].told.front().candidate->type != drafts[i].told.front().candidate->type)
        continue;
      ++drafts[i].rank;
      if (drafts[i].actor == drafts[j].actor || drafts[i].target == drafts[j].target)
        drafts[i].rivals = true;
    }
  return drafts;
}

std::vector<Features> score_options(const Scene& s, const Draft& d) {
  Features f(s.keep_names), none(s.keep_names);
  f.set_head("score");
  none.set_head("score");
  f.add("any");
  double accept = 0, doubt = 1;
  for (const auto& t : d.told) {
    accept = std::max(accept, t.accept);
    doubt *= 1 - t.accept;
  }
  const auto& lead = d.told.front();
  const auto steps = [&](const char* name, double p) {
    static constexpr const char* kSteps[] = {"10", "20", "30", "40", "50", "60",
                                             "70", "80", "90", "95", "98"};
    static constexpr double kEdges[] = {.1, .2, .3, .4, .5, .6, .7, .8, .9, .95, .98};
    for (std::size_t i = 0; i < std::size(kEdges); ++i)
      if (p > kEdges[i]) f.add(name, kSteps[i]);
  };
  steps("accept", accept);
  steps("together", 1 - doubt);
  steps("actor", lead.actor_p);
  steps("target", lead.target_p);
  const auto& type = s.model.types[lead.candidate->type];
  f.add("type", type.id);
  f.add("rank", few(d.rank));
  if (d.rivals) f.add("rivals", few(d.rank));
  f.add("told", few(d.told.size()));
  f.add(lead.background ? "background" : "news", few(d.rank));
  f.add("actor", d.actor.empty() ? "none" : "some");
  f.add("target", d.target.empty() ? "none" : d.target == "*" ? "all" : "some", type.group);
  return {std::move(f), std::move(none)};
}

}  // namespace chokepoint
