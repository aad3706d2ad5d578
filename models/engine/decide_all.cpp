// Every candidate decided: its parties, its date, history or news, its stage.
#include <algorithm>
#include <map>
#include <optional>
#include <set>
#include <tuple>

#include "models/engine/assemble.h"
#include "models/engine/vicinity.h"

namespace chokepoint {
namespace {

constexpr double kLeastAccept = 0.12;  // candidates below this are not worth deciding about

std::size_t best_of(const std::vector<double>& p) {
  return static_cast<std::size_t>(std::max_element(p.begin(), p.end()) - p.begin());
}

// The countries of each list of names in a sentence: "A, B and C".
std::vector<std::set<std::string>> lists_in(const Scene& s, std::size_t sentence) {
  std::map<int, std::set<std::string>> by_list;
  const auto& here = s.text.sentences[sentence];
  int unlisted = -1;  // 日韓 is a list by itself
  for (auto i = here.first_annotation; i < here.last_annotation; ++i) {
    const auto& a = s.text.annotations[i];
    const bool pair = a.meaning->kind == Meaning::Kind::Pair;
    if (a.list < 0 && !pair) continue;
    auto& list = by_list[a.list < 0 ? unlisted-- : a.list];
    for (const auto country : countries_of(s.model, a)) list.insert(s.model.countries[country].id);
  }
  std::vector<std::set<std::string>> out;
  for (auto& [list, countries] : by_list)
    if (countries.size() > 1) out.push_back(std::move(countries));
  return out;
}

// One answer to who acts on whom: two names, or a list on one side that stands as one.
struct PartyChoice {
  std::size_t pair = 0;  // the likeliest of them
  double p = 0;
  std::vector<std::string> more_targets, more_actors;
};

// "The US and China" are a pair and no list of targets: a list counts on one side only where the
// other party is not of it.
void consider_list(const PartyOptions& options, const std::vector<double>& p,
                   const std::set<std::string>& list, bool targets, PartyChoice& best) {
  std::map<std::string, PartyChoice> by_other;
  std::map<std::string, double> top;
  for (std::size_t i = 0; i < p.size(); ++i) {
    const auto& pair = options.pairs[i];
    const auto& member = targets ? pair.target_id : pair.actor_id;
    const auto& other = targets ? pair.actor_id : pair.target_id;
    if (!list.contains(member) || list.contains(other)) continue;
    auto& choice = by_other[other];
    choice.p += p[i];
    if (p[i] >= top[other]) {
      top[other] = p[i];
      choice.pair = i;
    }
  }
  for (auto& [other, choice] : by_other) {
    if (choice.p < best.p) continue;
    best = choice;
    const auto& lead =
        targets ? options.pairs[choice.pair].target_id : options.pairs[choice.pair].actor_id;
    auto& more = targets ? best.more_targets : best.more_actors;
    for (const auto& id : list)
      if (id != lead) more.push_back(id);
  }
}

bool is_named_beside(const Scene& s, const Candidate& c, const std::string& id) {
  const auto country = s.model.country_index(id);
  return country && vicinity(s, c).names(*country);
}

// "The investigation was opened in May": who is aimed at stands in the sentences above, with all of
// his list. Such a list counts where one of it would be chosen anyway and none of it is named here.
void consider_lists_above(const Scene& s, const Candidate& c, const PartyOptions& options,
                          const std::vector<double>& p, PartyChoice& best) {
  if (!best.more_targets.empty() || !best.more_actors.empty()) return;
  const auto& chosen = options.pairs[best.pair].target_id;
  const auto named_here = [&](const std::string& id) { return is_named_beside(s, c, id); };
  std::vector<std::size_t> above{c.sentence - 1};
  if (s.first_body_sentence + 1 < c.sentence) above.push_back(s.first_body_sentence);
  if (s.title_end > 0) above.push_back(0);
  for (const auto sentence : above)
    for (const auto& list : lists_in(s, sentence)) {
      if (!list.contains(chosen) || std::any_of(list.begin(), list.end(), named_here)) continue;
      return consider_list(options, p, list, true, best);
    }
}

struct SecondChoice {
  std::string actor, target;
  double p = 0;
};

// One sentence may tell a move of several parties without listing them: "India too, and since June
// Turkey". The likeliest answers beside the chosen one.
std::vector<SecondChoice> seconds_of(const PartyOptions& options, const std::vector<double>& p,
                                     const Decided& first) {
  constexpr double kLeast = 0.04;
  constexpr std::size_t kMost = 5;
  const auto in = [](const std::string& id, const std::vector<std::string>& list) {
    return std::find(list.begin(), list.end(), id) != list.end();
  };
  std::vector<SecondChoice> out;
  for (std::size_t i = 0; i < p.size(); ++i) {
    const auto& [actor, target] = std::tie(options.pairs[i].actor_id, options.pairs[i].target_id);
    if (p[i] < kLeast) continue;
    if ((actor == first.actor || in(actor, first.more_actors)) &&
        (target == first.target || in(target, first.more_targets)))
      continue;
    out.push_back({actor, target, p[i]});
  }
  std::stable_sort(out.begin(), out.end(), [](const auto& a, const auto& b) { return a.p > b.p; });
  if (out.size() > kMost) out.resize(kMost);
  return out;
}

// Answers the second choices.
std::vector<SecondChoice> choose_parties(const Scene& s, const Candidate& c, Decided& d) {
  const auto options = party_options(s, c);
  std::vector<double> part;
  for (const auto& f : options.parts) part.push_back(s.model.weights.sum(f));
  std::vector<double> sums;
  for (const auto& p : options.pairs)
    sums.push_back(part[p.actor] + part[p.target] + part[p.together]);
  const auto p = softmax(std::move(sums));
  PartyChoice best;
  best.pair = best_of(p);
  best.p = p[best.pair];
  for (const auto& list : lists_in(s, c.sentence))
    for (const bool targets : {true, false}) consider_list(options, p, list, targets, best);
  if (c.sentence > s.first_body_sentence) consider_lists_above(s, c, options, p, best);
  const auto& pair = options.pairs[best.pair];
  d.actor = pair.actor_id;
  d.target = pair.target_id;
  d.parties_p = best.p;
  d.more_targets = std::move(best.more_targets);
  d.more_actors = std::move(best.more_actors);
  for (std::size_t i = 0; i < p.size(); ++i)
    if (options.pairs[i].actor == pair.actor) d.actor_p += p[i];
  if (!d.more_actors.empty()) d.actor_p = std::max(d.actor_p, best.p);
  return seconds_of(options, p, d);
}

Decided with_second(const Decided& d, const SecondChoice& second) {
  auto out = d;
  std::tie(out.actor, out.target) = std::tie(second.actor, second.target);
  out.actor_p = out.parties_p = second.p;
  out.more_targets.clear();
  out.more_actors.clear();
  out.second = true;
  return out;
}

struct DateChoice {
  DateOption date;
  double p = 0;
};

// The likeliest day, wherever it is told: of the places that name it, the likeliest stands for it.
// Answers another day named in the sentence, where there is one.
std::optional<DateChoice> choose_date(const Scene& s, const Candidate& c, Decided& d) {
  const auto choices = date_choices(s, c);
  const auto p = weigh(s.model, date_options(s, c, choices));
  std::size_t best = 0;
  for (std::size_t i = 0; i < choices.size(); ++i) {
    double sum = 0;
    for (std::size_t k = 0; k < choices.size(); ++k)
      if (choices[k].date == choices[i].date) sum += p[k];
    if (sum < d.date_p || (sum == d.date_p && p[i] <= p[best])) continue;
    d.date_p = sum;
    best = i;
  }
  d.date = choices[best];
  std::optional<DateChoice> out;
  for (std::size_t i = 0; i < choices.size(); ++i) {
    const auto& o = choices[i];
    if (o.span == nullptr || o.span->sentence != c.sentence || !o.date) continue;
    if (d.date.date && o.date->agrees_with(*d.date.date)) continue;
    double sum = 0;
    for (std::size_t k = 0; k < choices.size(); ++k)
      if (choices[k].date == o.date) sum += p[k];
    if (sum < 0.1 || (out && sum <= out->p)) continue;
    out = DateChoice{o, sum};
  }
  return out;
}

// A title that names no day stands for the text below: when its move was, whether it is history and
// how far along it is are read where they are told in full, in the first sentences.
void read_titles_below(const Scene& s, std::vector<Decided>& all) {
  constexpr double kSure = 0.5;
  const auto last = s.first_body_sentence + 2;
  for (auto& d : all) {
    if (d.again || !s.text.sentences[d.candidate->sentence].title) continue;
    if (d.date.span != nullptr && d.date.span->sentence < s.title_end) continue;
    const auto below = std::find_if(all.begin(), all.end(), [&](const Decided& b) {
      const auto at = b.candidate->sentence;
      return b.candidate->type == d.candidate->type && at >= s.title_end && at <= last &&
             b.accept >= kSure && fits(d.actor, b.actor) && targets_fit(d.target, b.target);
    });
    if (below == all.end()) continue;
    std::tie(d.date, d.date_p) = std::tie(below->date, below->date_p);
    std::tie(d.background, d.background_p) = std::tie(below->background, below->background_p);
    d.stage_p = below->stage_p;
  }
}

}  // namespace

void choose_rest(const Scene& s, const Candidate& c, Decided& d) {
  d.background_p = weigh(s.model, background_options(s, c, d.date)).front();
  d.background = d.background_p >= 0.5;
  const auto stage_p = weigh(s.model, stage_options(s, c, d.date, d.background));
  std::copy(stage_p.begin(), stage_p.end(), d.stage_p.begin());
}

std::vector<Decided> decide_all(const Scene& s) {
  std::vector<Decided> out;
  for (const auto& c : s.candidates) {
    Decided d;
    d.candidate = &c;
    d.accept = weigh(s.model, accept_options(s, c)).front();
    if (d.accept < kLeastAccept) continue;
    const auto seconds = choose_parties(s, c, d);
    const auto other_day = choose_date(s, c, d);
    choose_rest(s, c, d);
    out.push_back(d);
    for (const auto& second : seconds) out.push_back(with_second(d, second));
    if (!other_day) continue;
    d.again = true;
    std::tie(d.date, d.date_p) = std::tie(other_day->date, other_day->p);
    choose_rest(s, c, d);
    out.push_back(std::move(d));
  }
  read_titles_below(s, out);
  return out;
}

}  // namespace chokepoint
