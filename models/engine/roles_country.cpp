#include "models/engine/roles_country.h"

#include <algorithm>
#include <array>
#include <bit>
#include <cstdlib>

#include "models/engine/name_features.h"
#include "models/engine/steps.h"

namespace chokepoint {

bool speaks_of(const Model& model, const Annotation& a, std::size_t country) {
  const auto countries = countries_of(model, a);
  return std::find(countries.begin(), countries.end(), country) != countries.end();
}

namespace {

Word naming_of(const Annotation& a) {
  if (a.meaning->kind == Meaning::Kind::Pair) return Word("pair");
  switch (a.meaning->naming) {
    case Naming::Name:
      return Word("name");
    case Naming::Adjective:
      return Word("adjective");
    case Naming::Capital:
      return Word("capital");
    case Naming::Leader:
      return Word("leader");
    case Naming::City:
      return Word("city");
    case Naming::Compact:
      return Word("compact");
    case Naming::Agency:
      return Word("agency");
    case Naming::Organisation:
      return Word("organisation");
    case Naming::Home:
      return Word("home");
  }
  return Word("name");
}

bool names_any(const Model& model, const Annotation& a) {
  return !countries_of(model, a).empty();
}

// How many commas part a name from the candidate: the one who acts is seldom far from his verb.
Word commas_between(const Scene& s, std::uint32_t from, std::uint32_t to) {
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
  // Adds to `into`.
  CountryView(const Scene& s, const Candidate& c, const Vicinity& v, Features into,
              std::size_t country)
      : s_(s),
        c_(c),
        vicinity_(v),
        country_(country),
        type_(s.model.words.types[c.type]),
        group_(s.model.words.groups[c.type]),
        f_(std::move(into)) {}

  Features take() {
    f_.add("country");
    // Who is wont to do such things, and to suffer them: what the world's record is, learned.
    const auto id = s_.model.words.countries[country_];
    f_.add("is", id);
    f_.add("is", id, group_);
    f_.add("is", id, type_);
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
    readings(here);
    f_.add(seen == 0 ? Word("not here") : Word("here"));
    f_.add(seen == 0 ? Word("not here") : Word("here"), group_);
    if (seen == 0)
      f_.add("not here", distinct == 0   ? Word("nobody")
                         : distinct == 1 ? Word("another")
                                         : Word("others"));
  }

  // What is read of its names here, beside what is read of others'.
  void readings(const Sentence& here) {
    if (s_.name_readings.empty()) return;
    const NameOutputs at(s_.model.types.size());
    const std::array asked{at.actor(), at.target(), at.actor(c_.type), at.target(c_.type)};
    static constexpr std::array<Word, asked.size()> kNames{
        "reads actor", "reads target", "reads type's actor", "reads type's target"};
    std::array<float, asked.size()> own{}, others{};
    bool named = false;
    for (auto i = here.first_annotation; i < here.last_annotation; ++i) {
      const auto& reading = s_.name_readings[i];
      if (reading.empty()) continue;
      const bool is_own = speaks_of(s_.model, s_.text.annotations[i], country_);
      named = named || is_own;
      auto& most = is_own ? own : others;
      for (std::size_t k = 0; k < asked.size(); ++k) most[k] = std::max(most[k], reading[asked[k]]);
    }
    if (!named) return;
    for (std::size_t k = 0; k < asked.size(); ++k) {
      if (own[k] == 0) continue;  // of a type that no lesson told nothing is read
      each_step(own[k], [&](Word step) { f_.add(kNames[k], step); });
      f_.add(kNames[k], own[k] > others[k] ? Word("most") : Word("less"));
    }
  }

  void annotation(const Annotation& a, bool first, std::size_t distinct) {
    const auto naming = naming_of(a);
    const Word side = a.end <= c_.start   ? Word("before")
                      : a.start >= c_.end ? Word("after")
                                          : Word("inside");
    const int gap = gap_to(c_, a.unit);
    const Word distance = gap <= 6    ? Word("touching")
                          : gap <= 14 ? Word("near")
                          : gap <= 30 ? Word("middling")
                                      : Word("far");
    f_.add("naming", naming, side);
    f_.add("naming", naming, side, group_);
    f_.add("distance", distance, side);
    f_.add("distance", distance, side, group_);
    f_.add("clause", a.clause == c_.clause ? Word("same") : Word("other"));
    const auto commas = a.end <= c_.start   ? commas_between(s_, a.end, c_.start)
                        : a.start >= c_.end ? commas_between(s_, c_.end, a.start)
                                            : Word("0");
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
      f_.add("before item", type_);
    }
    if (followed_by_organisation(a)) f_.add("before company", group_);
  }

  void cues(Word where, CueSet set, Word naming, Word side, Word commas) {
    for (auto rest = set & ~CueSet{1}; rest != 0; rest &= rest - 1) {
      const auto name = s_.model.words.cues[static_cast<std::size_t>(std::countr_zero(rest))];
      f_.add(where, name);
      f_.add(where, name, group_);
      f_.add(where, name, side);
      f_.add(where, name, naming);
      f_.add(where, name, type_);
      f_.add(where, name, "commas", commas);
      if (const bool tied = std::abs(set_distance(side)) <= 14; tied)
        f_.add(where, name, "tied", group_);
    }
  }

  int set_distance(Word side) const { return side == "inside" ? 0 : last_gap_; }

  bool nearest_on_side(const Annotation& a, Word side) {
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
    static constexpr Word kNamed[] = {"named 0", "named 1", "named 2+"},
                          kUnnamed[] = {"unnamed 0", "unnamed 1", "unnamed 2+"};
    const auto many = std::min<std::size_t>(vicinity_.countries.size(), 2);
    around_ = vicinity_.names(country_) ? kNamed[many] : kUnnamed[many];
    const auto rank =
        std::find(s_.countries.begin(), s_.countries.end(), country_) - s_.countries.begin();
    const Word place = rank == 0   ? Word("1")
                       : rank == 1 ? Word("2")
                       : rank == 2 ? Word("3")
                                   : Word("4+");
    f_.add(around_, "rank", place);
    f_.add(around_, "rank", place, group_);
    f_.add(around_, "rank", place, s_.countries.size() == 1 ? Word("alone") : Word("among"));
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
  void sentence_view(std::size_t from, std::size_t to, Word name) {
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
          f_.add(around_, name, any_other ? Word("later") : Word("first"));
          f_.add(around_, name, any_other ? Word("later") : Word("first"), group_);
          f_.add(around_, name, naming_of(a));
        }
        found = true;
        for (auto rest = (a.before | a.after) & ~CueSet{1}; rest != 0; rest &= rest - 1) {
          const auto cue = s_.model.words.cues[static_cast<std::size_t>(std::countr_zero(rest))];
          const auto bit = rest & (~rest + 1);
          if ((a.before & bit) != 0) f_.add(around_, name, "b", cue);
          if ((a.after & bit) != 0) f_.add(around_, name, "a", cue);
        }
      }
    }
    if (!found) f_.add(around_, name, "absent");
  }

  const Scene& s_;
  const Candidate& c_;
  const Vicinity& vicinity_;
  std::size_t country_;
  Word type_, group_;
  Word around_ = "";  // how many countries the sentence names, and whether this one is among them
  Features f_;
  int last_gap_ = 0;
};

}  // namespace

std::pair<Features, Features> views_of(const Scene& s, const Candidate& c, const Vicinity& v,
                                       std::size_t country) {
  if (s.keep_names)
    return {CountryView(s, c, v, features_of(s, "actor"), country).take(),
            CountryView(s, c, v, features_of(s, "target"), country).take()};
  const auto both =
      CountryView(s, c, v, Features(s.model.weights, "actor", "target"), country).take();
  return {both.of_head(0), both.of_head(1)};
}

}  // namespace chokepoint
