// Who acts, and on whom: which countries come into question for a candidate, and how two of them go
// together.
#include <algorithm>
#include <array>
#include <cmath>
#include <cstdlib>
#include <iterator>
#include <limits>

#include "models/engine/roles_country.h"

namespace chokepoint {
namespace {

Features not_said(const Scene& s, const Candidate& c, Word head, Word what) {
  auto f = features_of(s, head);
  const Word type = s.model.words.types[c.type], group = s.model.words.groups[c.type];
  const auto& v = vicinity(s, c);
  f.add(what);
  f.add(what, group);
  f.add(what, type);
  f.add(what, "here", few(v.countries.size()));
  f.add(what, "here", few(v.countries.size()), group);
  f.add(what, "named", few(s.countries.size()));
  f.add(what, place_of(s, c));
  for (const auto id : v.near) f.add(what, "near", s.model.words.concepts[id]);
  for (const auto id : v.sentence)
    if (s.model.concepts[id].starts_with("cue.")) f.add(what, "sent", s.model.words.concepts[id]);
  return f;
}

// Where the country's nearest name to the candidate stands in a sentence; -1: it is not named
// there.
std::int64_t place_in(const Scene& s, const Sentence& sentence, std::size_t country,
                      std::int64_t around) {
  std::int64_t best = -1;
  for (auto i = sentence.first_annotation; i < sentence.last_annotation; ++i) {
    const auto& a = s.text.annotations[i];
    if (!speaks_of(s.model, a, country)) continue;
    const auto at = static_cast<std::int64_t>(a.start);
    if (best < 0 || std::abs(at - around) < std::abs(best - around)) best = at;
  }
  return best;
}

// In which order actor, target and act (x) stand; what comes together stands in the order x, a, t.
constexpr Word kOrders[] = {"x", "ax", "xa", "tx", "xt", "atx", "tax", "axt", "txa", "xat", "xta"};
std::size_t order_of(std::int64_t actor, std::int64_t target, std::int64_t act) {
  if (actor < 0 && target < 0) return 0;
  if (target < 0) return actor < act ? 1 : 2;
  if (actor < 0) return target < act ? 3 : 4;
  if (actor < act && target < act) return actor <= target ? 5 : 6;
  if (actor < act) return 7;
  if (target < act) return 8;
  return actor <= target ? 9 : 10;
}

// Sums of features that many pairs share, weighed when first asked for.
template <std::size_t N>
class KnownSums {
 public:
  KnownSums() { sums_.fill(std::numeric_limits<double>::quiet_NaN()); }
  // `add` adds the features that `at` stands for.
  template <class Add>
  void add_to(Features& f, const Scene& s, std::size_t at, Add add) {
    if (s.keep_names) return add(f);
    if (std::isnan(sums_[at])) {
      auto fresh = features_of(s, "pair");
      add(fresh);
      sums_[at] = fresh.sum();
    }
    f.add_sum(sums_[at]);
  }

 private:
  std::array<double, N> sums_;
};

// What the pairs of a candidate's countries have in common: where each country stands in the
// sentences that are looked at.
class PairView {
 public:
  // `who`: indices into Scene::countries; an actor or a target is a place in it.
  PairView(const Scene& s, const Candidate& c, const Vicinity& v,
           const std::vector<std::size_t>& who)
      : s_(s), who_(who), type_(s.model.words.types[c.type]), group_(s.model.words.groups[c.type]) {
    for (const auto i : who) here_.push_back(v.names(s.countries[i]));
    look({"order", "order", "order", "order"}, s.text.sentences[c.sentence], c.start);
    if (s.title_end > 0 && c.sentence >= s.title_end)
      look({"title order away away", "title order away here", "title order here away",
            "title order here here"},
           s.text.sentences[0], 0);
    if (c.sentence != s.first_body_sentence && s.first_body_sentence < s.text.sentences.size()) {
      const auto& lead = s.text.sentences[s.first_body_sentence];
      look({"lead order away away", "lead order away here", "lead order here away",
            "lead order here here"},
           lead, lead.start);
    }
  }

  // As many as there are stands for none of them, one more for all.
  Features features(std::size_t actor, std::size_t target) {
    static constexpr Word kNamed[] = {"away away", "away here", "here away", "here here"};
    static constexpr Word kActors[] = {"some", "none"}, kTargets[] = {"some", "none", "all"};
    const auto n = who_.size();
    auto f = features_of(s_, "pair");
    add_names(f, actor, target);
    const auto named =
        (actor < n && here_[actor] ? 2U : 0U) + (target < n && here_[target] ? 1U : 0U);
    const std::size_t an_actor = actor < n ? 0 : 1, a_target = target < n ? 0 : target == n ? 1 : 2;
    for (auto& look : looks_) {
      const auto order = order_of(actor < n ? look.places[actor] : -1,
                                  target < n ? look.places[target] : -1, look.act);
      const auto at = ((named * std::size(kOrders) + order) * 2 + an_actor) * 3 + a_target;
      look.sums.add_to(f, s_, at, [&](Features& into) {
        into.add(look.names[named], kOrders[order], group_);
        into.add(look.names[named], kOrders[order], kActors[an_actor], kTargets[a_target]);
      });
    }
    const auto rank = [&](std::size_t i) { return i >= n ? 4 : std::min<std::size_t>(who_[i], 3); };
    const auto word = [](std::size_t r) { return r == 4 ? Word("none") : few(r); };
    const auto from = rank(actor), to = rank(target);
    ranks_.add_to(f, s_, (named * 5 + from) * 5 + to, [&](Features& into) {
      into.add("ranks", word(from), word(to), kNamed[named]);
      into.add("ranks", word(from), word(to), group_);
    });
    return f;
  }

 private:
  struct Look {
    std::array<Word, 4> names;         // by whether actor and target are named in the sentence
    std::int64_t act;                  // where the act stands
    std::vector<std::int64_t> places;  // where the countries do
    KnownSums<4 * std::size(kOrders) * 2 * 3> sums;
  };
  void look(const std::array<Word, 4>& names, const Sentence& sentence, std::int64_t act) {
    Look look{names, act, {}, {}};
    for (const auto i : who_) look.places.push_back(place_in(s_, sentence, s_.countries[i], act));
    looks_.push_back(std::move(look));
  }
  void add_names(Features& f, std::size_t actor, std::size_t target) const {
    const auto n = who_.size();
    // A country beside "nobody" or "all" has no feature: it would learn whom the articles of its
    // time spared, and leave out the target of a country new to such news.
    if (actor >= n || target >= n) return;
    const auto from = s_.model.words.countries[s_.countries[who_[actor]]];
    const auto to = s_.model.words.countries[s_.countries[who_[target]]];
    f.add("are", from, to);
    f.add("are", from, to, group_);
    f.add("are", from, to, type_);
  }

  const Scene& s_;
  const std::vector<std::size_t>& who_;
  Word type_, group_;
  std::vector<bool> here_;
  std::vector<Look> looks_;
  KnownSums<4 * 5 * 5> ranks_;
};

// Who comes into question, as indices into Scene::countries: those named near the candidate and at
// the head of the text, and the most frequent.
std::vector<std::size_t> parties_in_question(const Scene& s, const Candidate& c,
                                             const Vicinity& v) {
  constexpr std::size_t kFrequent = 5;
  const auto lead = lead_countries(s);
  const auto before = c.sentence > 0 ? countries_in(s, c.sentence - 1) : std::vector<std::size_t>{};
  const auto among = [](const std::vector<std::size_t>& sorted, std::size_t country) {
    return std::binary_search(sorted.begin(), sorted.end(), country);
  };
  std::vector<std::size_t> out;
  for (std::size_t i = 0; i < s.countries.size(); ++i) {
    const auto country = s.countries[i];
    if (i < kFrequent || v.names(country) || among(lead, country) || among(before, country))
      out.push_back(i);
  }
  return out;
}

}  // namespace

PartyOptions party_options(const Scene& s, const Candidate& c) {
  PartyOptions out;
  const std::size_t n = s.countries.size();
  const auto& v = vicinity(s, c);
  const auto who = parties_in_question(s, c, v);
  const std::size_t asked = who.size();
  std::vector<Features> as_target;
  for (const auto i : who) {
    auto [actor, target] = views_of(s, c, v, s.countries[i]);
    out.parts.push_back(std::move(actor));
    as_target.push_back(std::move(target));
  }
  out.parts.push_back(not_said(s, c, "actor", "none"));
  std::move(as_target.begin(), as_target.end(), std::back_inserter(out.parts));
  out.parts.push_back(not_said(s, c, "target", "none"));
  out.parts.push_back(not_said(s, c, "target", "all"));
  const auto id = [&](std::size_t i) {
    return i < n ? s.model.countries[s.countries[i]].id : i == n + 1 ? "*" : "";
  };
  PairView pairs(s, c, v, who);
  out.parts.reserve(out.parts.size() + (asked + 1) * (asked + 2));
  for (std::size_t a = 0; a <= asked; ++a)
    for (std::size_t t = 0; t < asked + 2; ++t) {
      if (a == t && a < asked) continue;
      const auto actor = a < asked ? who[a] : n;
      const auto target = t < asked ? who[t] : n + (t - asked);
      out.pairs.push_back({a, asked + 1 + t, out.parts.size(), id(actor), id(target)});
      out.parts.push_back(pairs.features(a, t));
    }
  return out;
}

}  // namespace chokepoint
