// Who acts, and on whom: the features of each country a text names, for the actor and the target
// heads of decide.h.
#include <algorithm>
#include <cstdlib>

#include "models/engine/decide.h"
#include "models/engine/vicinity.h"

namespace chokepoint {
namespace {

std::string naming_of(const Annotation& a) {
  if (a.meaning->kind == Meaning::Kind::Pair) return "pair";
  switch (a.meaning->naming) {
    case Naming::Name:
      return "name";
    case Naming::Adjective:
      return "adjective";
    case Naming::Capital:
      return "capital";
    case Naming::Leader:
      return "leader";
    case Naming::City:
      return "city";
    case Naming::Compact:
      return "compact";
    case Naming::Agency:
      return "agency";
    case Naming::Organisation:
      return "organisation";
    case Naming::Home:
      return "home";
  }
  return "name";
}

bool speaks_of(const Model& model, const Annotation& a, std::size_t country) {
  const auto countries = countries_of(model, a);
  return std::find(countries.begin(), countries.end(), country) != countries.end();
}

bool names_any(const Model& model, const Annotation& a) {
  return !countries_of(model, a).empty();
}

// How many commas part a name from the candidate: the one who acts is seldom far from his verb.
std::string commas_between(const Scene& s, std::uint32_t from, std::uint32_t to) {
  std::size_t n = 0;
  for (std::size_t i = from; i < to && n < 3; ++i) {
    const std::string_view rest = std::string_view{s.text.folded.text}.substr(i, 3);
    n += rest.front() == ',' || rest == "、" ? 1U : 0U;
  }
  return few(n);
}

// One head's view of one country.
class CountryView {
 public:
  CountryView(const Scene& s, const Candidate& c, const Vicinity& v, const char* head,
              std::size_t country)
      : s_(s),
        c_(c),
        vicinity_(v),
        country_(country),
        group_(s.model.types[c.type].group),
        f_(s.keep_names) {
    f_.set_head(head);
  }

  Features take() {
    f_.add("country");
    // Who is wont to do such things, and to suffer them: what the world's record is, learned.
    const auto& id = s_.model.countries[country_].id;
    f_.add("is", id);
    f_.add("is", id, group_);
    f_.add("is", id, s_.model.types[c_.type].id);
    in_sentence();
    elsewhere();
    return std::move(f_);
  }

 private:
  void in_sentence() {
    const auto& here = s_.text.sentences[c_.sentence];
    int seen = 0;
    const Annotation* first_name = nullptr;
    const std::size_t distinct = vicinity_.countries.size();
    for (auto i = here.first_annotation; i < here.last_annotation; ++i) {
      const auto& a = s_.text.annotations[i];
      if (!names_any(s_.model, a)) continue;
      if (first_name == nullptr) first_name = &a;
      if (!speaks_of(s_.model, a, country_)) continue;
      if (++seen > 4) break;
      annotation(a, &a == first_name, distinct);
    }
    f_.add(seen == 0 ? "not here" : "here");
    f_.add(seen == 0 ? "not here" : "here", group_);
    if (seen == 0)
      f_.add("not here", distinct == 0 ? "nobody" : distinct == 1 ? "another" : "others");
  }

  void annotation(const Annotation& a, bool first, std::size_t distinct) {
    const auto naming = naming_of(a);
    const std::string side = a.end <= c_.start ? "before" : a.start >= c_.end ? "after" : "inside";
    const int gap = a.unit < c_.unit        ? c_.unit - a.unit
                    : a.unit > c_.last_unit ? a.unit - c_.last_unit
                                            : 0;
    const std::string distance = gap <= 6    ? "touching"
                                 : gap <= 14 ? "near"
                                 : gap <= 30 ? "middling"
                                             : "far";
    f_.add("naming", naming, side);
    f_.add("naming", naming, side, group_);
    f_.add("distance", distance, side);
    f_.add("distance", distance, side, group_);
    f_.add("clause", a.clause == c_.clause ? "same" : "other");
    const auto commas = a.end <= c_.start   ? commas_between(s_, a.end, c_.start)
                        : a.start >= c_.end ? commas_between(s_, c_.end, a.start)
                                            : std::string{"0"};
    f_.add("commas", commas, side);
    f_.add("commas", commas, side, group_);
    if (first) f_.add("commas", commas, "first");
    if (first) {
      f_.add("first");
      f_.add("first", naming, side);
      f_.add("first", group_);
    }
    if (distinct == 1) {
      f_.add("single", side);
      f_.add("single", naming, group_);
    }
    if (nearest_on_side(a, side)) f_.add("nearest", side, group_);
    if (side == "before" && a.before == 0 && !uncued_between(a)) {
      f_.add("last uncued");
      f_.add("last uncued", group_);
      f_.add("last uncued", naming, commas);
    }
    cues("b", a.before, naming, side, commas);
    cues("a", a.after, naming, side, commas);
    if (a.before == 0 && a.after == 0) f_.add("no cue", naming, side);
    if (followed_by_item(a)) {
      f_.add("before item", naming);
      f_.add("before item", group_);
      f_.add("before item", s_.model.types[c_.type].id);
    }
    if (followed_by_organisation(a)) f_.add("before company", group_);
  }

  void cues(const char* where, CueSet set, const std::string& naming, const std::string& side,
            const std::string& commas) {
    for (std::size_t cue = 1; cue < s_.model.cues.size() && cue < 64; ++cue) {
      if ((set & (CueSet{1} << cue)) == 0) continue;
      const auto& name = s_.model.cues[cue];
      f_.add(where, name);
      f_.add(where, name, group_);
      f_.add(where, name, side);
      f_.add(where, name, naming);
      f_.add(where, name, s_.model.types[c_.type].id);
      f_.add(where, name, "commas", commas);
      if (const bool tied = std::abs(set_distance(side)) <= 14; tied)
        f_.add(where, name, "tied", group_);
    }
  }

  int set_distance(const std::string& side) const { return side == "inside" ? 0 : last_gap_; }

  bool nearest_on_side(const Annotation& a, const std::string& side) {
    last_gap_ = a.unit < c_.unit        ? c_.unit - a.unit
                : a.unit > c_.last_unit ? a.unit - c_.last_unit
                                        : 0;
    const auto& here = s_.text.sentences[c_.sentence];
    for (auto i = here.first_annotation; i < here.last_annotation; ++i) {
      const auto& b = s_.text.annotations[i];
      if (!names_any(s_.model, b) || speaks_of(s_.model, b, country_)) continue;
      if (side == "before" && b.unit > a.unit && b.unit < c_.unit) return false;
      if (side == "after" && b.unit < a.unit && b.unit > c_.last_unit) return false;
    }
    return true;
  }

  // Does another country stand between the name and the candidate with no word before it that
  // makes it an object?
  bool uncued_between(const Annotation& a) const {
    const auto& here = s_.text.sentences[c_.sentence];
    for (auto i = here.first_annotation; i < here.last_annotation; ++i) {
      const auto& b = s_.text.annotations[i];
      if (b.start >= a.end && b.end <= c_.start && b.before == 0 && names_any(s_.model, b) &&
          !speaks_of(s_.model, b, country_))
        return true;
    }
    return false;
  }

  const Annotation* next_of(const Annotation& a) const {
    const Annotation* next = &a + 1;
    const Annotation* end = s_.text.annotations.data() + s_.text.annotations.size();
    while (next != end && next->start < a.end) ++next;
    return next != end && next->sentence == a.sentence && next->unit - a.unit <= 6 ? next : nullptr;
  }
  bool followed_by_item(const Annotation& a) const {
    const auto* next = next_of(a);
    return next != nullptr && is_item(*next);
  }
  bool followed_by_organisation(const Annotation& a) const {
    const auto* next = next_of(a);
    return next != nullptr && next->meaning->kind == Meaning::Kind::Organisation;
  }

  void elsewhere() {
    around_ = vicinity_.countries.contains(country_) ? "named " : "unnamed ";
    around_ += vicinity_.countries.size() >= 2 ? "2+" : few(vicinity_.countries.size());
    const auto rank =
        std::find(s_.countries.begin(), s_.countries.end(), country_) - s_.countries.begin();
    const std::string place = rank == 0 ? "1" : rank == 1 ? "2" : rank == 2 ? "3" : "4+";
    f_.add(around_, "rank", place);
    f_.add(around_, "rank", place, group_);
    f_.add(around_, "rank", place, s_.countries.size() == 1 ? "alone" : "among");
    const auto& model = s_.model;
    if (s_.text.language != nullptr &&
        model.countries[country_].id == s_.text.language->home_of(s_.text.lang))
      f_.add(around_, "language's own", group_);
    if (model.countries[country_].id == s_.document.country) f_.add("outlet's own");
    sentence_view(0, s_.title_end, "title");
    sentence_view(s_.first_body_sentence, s_.first_body_sentence + 1, "lead");
    if (c_.sentence > 0 && c_.sentence - 1 >= s_.first_body_sentence)
      sentence_view(c_.sentence - 1, c_.sentence, "previous");
  }

  // How the country stands in another sentence: first named there, and beside which cues.
  void sentence_view(std::size_t from, std::size_t to, const char* name) {
    if (c_.sentence >= from && c_.sentence < to) return;
    bool any_other = false, found = false;
    for (std::size_t i = from; i < to && i < s_.text.sentences.size(); ++i) {
      const auto& sentence = s_.text.sentences[i];
      for (auto k = sentence.first_annotation; k < sentence.last_annotation; ++k) {
        const auto& a = s_.text.annotations[k];
        if (!names_any(s_.model, a)) continue;
        if (!speaks_of(s_.model, a, country_)) {
          any_other = true;
          continue;
        }
        if (!found) {
          f_.add(around_, name, any_other ? "later" : "first");
          f_.add(around_, name, any_other ? "later" : "first", group_);
          f_.add(around_, name, naming_of(a));
        }
        found = true;
        for (std::size_t cue = 1; cue < s_.model.cues.size() && cue < 64; ++cue) {
          if ((a.before & (CueSet{1} << cue)) != 0) f_.add(around_, name, "b", s_.model.cues[cue]);
          if ((a.after & (CueSet{1} << cue)) != 0) f_.add(around_, name, "a", s_.model.cues[cue]);
        }
      }
    }
    if (!found) f_.add(around_, name, "absent");
  }

  const Scene& s_;
  const Candidate& c_;
  const Vicinity& vicinity_;
  std::size_t country_;
  const std::string& group_;
  std::string around_;  // how many countries the sentence names, and whether this one is among them
  Features f_;
  int last_gap_ = 0;
};

Features not_said(const Scene& s, const Candidate& c, const char* head, const std::string& what) {
  Features f(s.keep_names);
  f.set_head(head);
  const auto& type = s.model.types[c.type];
  const auto v = vicinity(s, c);
  f.add(what);
  f.add(what, type.group);
  f.add(what, type.id);
  f.add(what, "here", few(v.countries.size()));
  f.add(what, "here", few(v.countries.size()), type.group);
  f.add(what, "named", few(s.countries.size()));
  f.add(what, place_of(s, c));
  for (const auto id : v.near) f.add(what, "near", s.model.concepts[id]);
  for (const auto id : v.sentence)
    if (s.model.concepts[id].starts_with("cue.")) f.add(what, "sent", s.model.concepts[id]);
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

std::string order_of(std::int64_t actor, std::int64_t target, std::int64_t act) {
  std::vector<std::pair<std::int64_t, char>> order{{act, 'x'}};
  if (actor >= 0) order.emplace_back(actor, 'a');
  if (target >= 0) order.emplace_back(target, 't');
  std::stable_sort(order.begin(), order.end(),
                   [](const auto& x, const auto& y) { return x.first < y.first; });
  std::string out;
  for (const auto& [at, name] : order) out += name;
  return out;
}

std::size_t rank_of(const Scene& s, std::size_t country) {
  return static_cast<std::size_t>(std::find(s.countries.begin(), s.countries.end(), country) -
                                  s.countries.begin());
}

// `actor` and `target` are indices into Scene::countries; as many as there are stands for none of
// them.
Features pair_features(const Scene& s, const Candidate& c, const Vicinity& v, std::size_t actor,
                       std::size_t target) {
  const std::size_t n = s.countries.size();
  const auto& group = s.model.types[c.type].group;
  Features f(s.keep_names);
  f.set_head("pair");
  const auto country = [&](std::size_t i) {
    return i < n ? s.countries[i] : s.model.countries.size();
  };
  const auto here = [&](std::size_t i) {
    return i < n && v.countries.contains(country(i)) ? "here" : "away";
  };
  const std::string named = std::string{here(actor)} + " " + here(target);
  const auto view = [&](const std::string& name, const Sentence& sentence, std::int64_t act) {
    const auto a = actor < n ? place_in(s, sentence, country(actor), act) : -1;
    const auto t = target < n ? place_in(s, sentence, country(target), act) : -1;
    const auto order = order_of(a, t, act);
    f.add(name, order, group);
    f.add(name, order, actor < n ? "some" : "none",
          target < n    ? "some"
          : target == n ? "none"
                        : "all");
  };
  const auto& type = s.model.types[c.type].id;
  if (actor < n && target < n) {
    const auto& from = s.model.countries[country(actor)].id;
    const auto& to = s.model.countries[country(target)].id;
    f.add("are", from, to);
    f.add("are", from, to, group);
    f.add("are", from, to, type);
  } else if (actor < n) {
    f.add("are", s.model.countries[country(actor)].id, target == n ? "none" : "all", type);
  }
  view("order", s.text.sentences[c.sentence], c.start);
  if (s.title_end > 0 && c.sentence >= s.title_end)
    view("title order " + named, s.text.sentences[0], 0);
  if (c.sentence != s.first_body_sentence && s.first_body_sentence < s.text.sentences.size()) {
    const auto& lead = s.text.sentences[s.first_body_sentence];
    view("lead order " + named, lead, lead.start);
  }
  const auto rank = [&](std::size_t i) {
    return i >= n ? std::string{"none"} : few(rank_of(s, country(i)));
  };
  f.add("ranks", rank(actor), rank(target), named);
  f.add("ranks", rank(actor), rank(target), group);
  return f;
}

// Who comes into question, as indices into Scene::countries: those named near the candidate and at
// the head of the text, and the most frequent.
std::vector<std::size_t> parties_in_question(const Scene& s, const Candidate& c,
                                             const Vicinity& v) {
  constexpr std::size_t kFrequent = 5;
  const auto lead = lead_countries(s);
  const auto before = c.sentence > 0 ? countries_in(s, c.sentence - 1) : std::set<std::size_t>{};
  std::vector<std::size_t> out;
  for (std::size_t i = 0; i < s.countries.size(); ++i) {
    const auto country = s.countries[i];
    if (i < kFrequent || v.countries.contains(country) || lead.contains(country) ||
        before.contains(country))
      out.push_back(i);
  }
  return out;
}

}  // namespace

PartyOptions party_options(const Scene& s, const Candidate& c) {
  PartyOptions out;
  const std::size_t n = s.countries.size();
  const auto v = vicinity(s, c);
  const auto who = parties_in_question(s, c, v);
  const std::size_t asked = who.size();
  for (const auto i : who)
    out.parts.push_back(CountryView(s, c, v, "actor", s.countries[i]).take());
  out.parts.push_back(not_said(s, c, "actor", "none"));
  for (const auto i : who)
    out.parts.push_back(CountryView(s, c, v, "target", s.countries[i]).take());
  out.parts.push_back(not_said(s, c, "target", "none"));
  out.parts.push_back(not_said(s, c, "target", "all"));
  const auto id = [&](std::size_t i) {
    return i < n ? s.model.countries[s.countries[i]].id : i == n + 1 ? "*" : "";
  };
  for (std::size_t a = 0; a <= asked; ++a)
    for (std::size_t t = 0; t < asked + 2; ++t) {
      if (a == t && a < asked) continue;
      const auto actor = a < asked ? who[a] : n;
      const auto target = t < asked ? who[t] : n + (t - asked);
      out.pairs.push_back({a, asked + 1 + t, out.parts.size(), id(actor), id(target)});
      out.parts.push_back(pair_features(s, c, v, actor, target));
    }
  return out;
}

}  // namespace chokepoint
