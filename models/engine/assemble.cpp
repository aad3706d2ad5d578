#include "models/engine/assemble.h"

#include <algorithm>
#include <cmath>
#include <tuple>

#include "models/engine/vicinity.h"

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

bool same_move(const Draft& draft, const Decided& d, bool mutual) {
  const auto& lead = draft.told.front();
  const bool told_apart = lead.background != d.background || dates_apart(lead, d);
  const bool swapped = draft.actor == d.target && draft.target == d.actor;
  const bool doubtful = d.parties_p < (swapped ? kSureSwap : kSureRoles);
  return (parties_fit(draft, d, mutual) || doubtful) && !told_apart;
}

// What sets a draft apart from a surer one of the same parties.
std::string difference(const Draft& a, const Draft& surer) {
  const auto &x = a.told.front(), &y = surer.told.front();
  std::string out{x.background == y.background ? kSameTime
                  : x.background               ? "history of news"
                                               : "news of history"};
  out += dates_apart(x, y)            ? ", dates apart"
         : x.date.date && y.date.date ? ", one date"
                                      : ", undated";
  return out;
}

// Joins the draft that tells the same move, or opens one. A second answer opens one where no draft
// has its parties, and adds nothing to one that does.
void place(std::vector<Draft>& drafts, const Decided& d, bool mutual) {
  const auto same = std::find_if(drafts.begin(), drafts.end(), [&](const Draft& draft) {
    return draft.told.front().candidate->type == d.candidate->type &&
           (d.second ? parties_fit(draft, d, mutual) : same_move(draft, d, mutual));
  });
  if (same == drafts.end()) {
    drafts.push_back({d.actor, d.target, {d}, 0, 0, false, {}, 0, false, false});
    return;
  }
  if (d.second) return;
  if (same->actor.empty()) same->actor = d.actor;
  if (same->target.empty()) same->target = d.target;
  same->told.push_back(d);
}

bool same_target(const std::string& a, const std::string& b) {
  return a == b || (a.size() <= 1 && b.size() <= 1);  // "*" and not said
}

// How likely is it that some candidate tells a move of this type between these parties?
double support_of(const Draft& draft, const std::vector<Decided>& decided) {
  double doubt = 1;
  for (const auto& d : decided) {
    if (d.candidate->type != draft.told.front().candidate->type) continue;
    if (d.actor != draft.actor || !same_target(d.target, draft.target)) continue;
    doubt *= 1 - std::min(1.0, d.parties_p) * d.accept;  // rounding may put a list's sum past 1
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
  a.told_else = std::any_of(drafts.begin(), drafts.end(), [&](const Draft& other) {
    return type_of(other) != type_of(a) && other.actor == a.actor &&
           same_target(other.target, a.target);
  });
  for (std::size_t i = 0; i < at; ++i) {
    const auto& b = drafts[i];
    if (type_of(b) != type_of(a)) continue;
    ++a.rank;
    a.rivals = a.rivals || a.actor == b.actor || a.target == b.target;
    const bool same_parties = fits(a.actor, b.actor) && targets_fit(a.target, b.target);
    const bool swapped = !a.actor.empty() && a.actor == b.target && a.target == b.actor;
    if (!a.twin.empty()) continue;
    if (same_parties)
      a.twin = difference(a, b);
    else if (swapped)
      a.twin = "swapped, " + difference(a, b);
  }
}

}  // namespace

std::vector<Draft> merge_drafts(const Scene& s, std::vector<Decided> decided) {
  std::stable_sort(decided.begin(), decided.end(), [](const Decided& a, const Decided& b) {
    if (a.second != b.second) return b.second;
    return a.accept * a.parties_p > b.accept * b.parties_p;
  });
  std::vector<Draft> drafts;
  for (const auto& d : decided)
    place_all(drafts, d, s.model.types[d.candidate->type].group == "truce");
  for (std::size_t i = 0; i < drafts.size(); ++i) {
    const auto& first = drafts[i].told.front();
    drafts[i].listed = !first.more_targets.empty() || !first.more_actors.empty();
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

Stage stage_of(const Draft& d) {
  std::array<double, 4> sum{};
  for (const auto& t : d.told)
    for (std::size_t i = 0; i < sum.size(); ++i) sum[i] += t.accept * t.stage_p[i];
  return static_cast<Stage>(std::max_element(sum.begin(), sum.end()) - sum.begin());
}

namespace {

// A probability as the steps it has passed, so that a linear model can bend.
void add_steps(Features& f, Word name, double p) {
  static constexpr Word kSteps[] = {"10", "20", "30", "40", "50", "60",
                                    "70", "80", "90", "95", "98"};
  static constexpr double kEdges[] = {.1, .2, .3, .4, .5, .6, .7, .8, .9, .95, .98};
  for (std::size_t i = 0; i < std::size(kEdges); ++i)
    if (p > kEdges[i]) f.add(name, kSteps[i]);
}

Word where_dated(const Decided& d) {
  if (d.date.published) return "published";
  if (d.date.span == nullptr) return "undated";
  return d.date.span->sentence == d.candidate->sentence ? Word("dated here")
                                                        : Word("dated elsewhere");
}

// Are actor and target named in the sentence itself?
std::string where_named(const Scene& s, const Draft& d) {
  const auto& here = vicinity(s, *d.told.front().candidate);
  const auto named = [&](const std::string& id) {
    const auto country = s.model.country_index(id);
    return !country ? "no name" : here.names(*country) ? "here" : "away";
  };
  return std::string{named(d.actor)} + ", " + named(d.target);
}

// Where the text tells the draft first: its headline and lead tell what is new.
Word told_first_in(const Scene& s, const Draft& d) {
  Word out = "body";
  for (const auto& t : d.told) {
    if (t.candidate->echo) continue;
    if (s.text.sentences[t.candidate->sentence].title) return "title";
    if (t.candidate->sentence == s.first_body_sentence) out = "lead";
  }
  return out;
}

// Another draft has the same parties: what makes this one a move of its own?
void add_twin(const Scene& s, const Draft& d, const std::string& parties, Word told_in,
              Features& f) {
  const auto& lead = d.told.front();
  const Word dated = where_dated(lead);
  f.add("twin");
  f.add("twin", dated);
  f.add("twin", parties);
  f.add("twin", s.model.types[lead.candidate->type].group);
  f.add("twin", d.twin);
  f.add("twin", d.twin, dated);
  f.add("twin", d.twin, place_of(s, *lead.candidate));
  f.add("twin", "told in", told_in, d.twin);
  f.add("twin", "told in", told_in);
  add_steps(f, "twin background", lead.background_p);
}

}  // namespace

std::vector<Features> score_options(const Scene& s, const Draft& d) {
  auto f = features_of(s, "score"), none = features_of(s, "score");
  double accept = 0, doubt = 1;
  float read = 0, in_text = 0;
  for (const auto& t : d.told) {
    read = std::max(read, t.candidate->read.told);
    in_text = std::max(in_text, t.candidate->read.in_text);
    accept = std::max(accept, t.accept);
    doubt *= 1 - t.accept;
  }
  const auto& lead = d.told.front();
  const auto& type = s.model.types[lead.candidate->type];
  const auto rank = few(d.rank);
  const auto parties = where_named(s, d);
  f.add("any");
  add_steps(f, "accept", accept);
  add_steps(f, "together", 1 - doubt);
  add_steps(f, "read", static_cast<double>(read));
  add_steps(f, "read in text", static_cast<double>(in_text));
  add_steps(f, "actor", lead.actor_p);
  add_steps(f, "parties", lead.parties_p);
  f.add("type", type.id);
  f.add("rank", rank);
  if (lead.candidate->echo) {
    f.add("echo");
    f.add("echo", type.group);
    add_steps(f, "echo", accept);
  }
  if (lead.second) {
    f.add("second");
    f.add("second", type.group);
    f.add("second", parties);
    add_steps(f, "second", lead.parties_p);
    add_steps(f, "second accept", accept);
  }
  if (d.rivals) f.add("rivals", rank);
  f.add("dated", where_dated(lead), rank);
  f.add("parties", parties, rank);
  const auto told_in = told_first_in(s, d);
  if (!d.twin.empty()) add_twin(s, d, parties, told_in, f);
  f.add("told", few(d.told.size()));
  f.add("told", few(d.told.size()), rank);
  f.add("told in", told_in);
  f.add("told in", told_in, rank);
  f.add("told in", told_in, lead.background ? Word("background") : Word("news"));
  add_steps(f, "support", d.support);
  f.add("told else", d.told_else ? Word("yes") : Word("no"));
  if (d.listed) {
    f.add("listed", rank);
    f.add("listed", type.group);
    add_steps(f, "listed", lead.parties_p);
  }
  f.add(lead.background ? Word("background") : Word("news"), rank);
  f.add("actor", d.actor.empty() ? Word("none") : Word("some"));
  f.add("target",
        d.target.empty()  ? Word("none")
        : d.target == "*" ? Word("all")
                          : Word("some"),
        type.group);
  return {std::move(f), std::move(none)};
}

}  // namespace chokepoint
