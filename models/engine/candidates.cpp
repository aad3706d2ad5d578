#include "models/engine/candidates.h"

#include <algorithm>
#include <cstdlib>
#include <limits>

namespace chokepoint {
namespace {

constexpr int kSamePlace =
    16;  // half words: two firings of one type nearer than this are one candidate

bool has_any(const Model& model, const Annotation& a, const std::vector<ConceptId>& concepts) {
  if (!is_concept(a)) return false;
  const auto& set = model.concept_sets[a.meaning->index];
  return std::any_of(concepts.begin(), concepts.end(), [&](ConceptId c) {
    return std::find(set.begin(), set.end(), c) != set.end();
  });
}

class RuleMatcher {
 public:
  RuleMatcher(const Model& model, const AnnotatedText& t, const Sentence& s)
      : model_(model), t_(t), s_(s) {}

  // The rule's tightest fit around the annotation that holds its first group.
  bool match(std::size_t rule_index, std::uint32_t anchor, Candidate& out) const {
    const Rule& rule = model_.rules[rule_index];
    const Annotation& first = t_.annotations[anchor];
    out = {rule.type,  {rule_index}, first.sentence, first.start, first.end,
           first.unit, first.unit,   first.clause,   rule.trial,  false};
    for (std::size_t g = 1; g < rule.all.size(); ++g) {
      const Annotation* found = nearest(rule, rule.all[g], first);
      if (found == nullptr) return false;
      out.start = std::min(out.start, found->start);
      out.end = std::max(out.end, found->end);
      out.unit = std::min(out.unit, found->unit);
      out.last_unit = std::max(out.last_unit, found->unit);
    }
    return rule.none.empty() || !vetoed(rule, out);
  }

 private:
  const Annotation* nearest(const Rule& rule, const std::vector<ConceptId>& group,
                            const Annotation& anchor) const {
    const Annotation* best = nullptr;
    int best_distance = rule.whole_sentence ? std::numeric_limits<int>::max() : rule.within * 2 + 1;
    for (auto i = s_.first_annotation; i < s_.last_annotation; ++i) {
      const auto& a = t_.annotations[i];
      const int distance = std::abs(a.unit - anchor.unit);
      if (distance >= best_distance || !has_any(model_, a, group)) continue;
      if (!rule.whole_sentence && a.clause != anchor.clause) continue;
      best = &a;
      best_distance = distance;
    }
    return best;
  }

  bool vetoed(const Rule& rule, const Candidate& c) const {
    for (auto i = s_.first_annotation; i < s_.last_annotation; ++i) {
      const auto& a = t_.annotations[i];
      if (a.unit >= c.unit - 8 && a.unit <= c.last_unit + 8 && has_any(model_, a, rule.none))
        return true;
    }
    return false;
  }

  const Model& model_;
  const AnnotatedText& t_;
  const Sentence& s_;
};

void merge_into(std::vector<Candidate>& found, std::size_t from, Candidate fresh) {
  for (std::size_t i = from; i < found.size(); ++i) {
    auto& c = found[i];
    const bool near =
        fresh.unit <= c.last_unit + kSamePlace && fresh.last_unit >= c.unit - kSamePlace;
    if (c.type != fresh.type || !near || c.clause != fresh.clause) continue;
    if (std::find(c.rules.begin(), c.rules.end(), fresh.rules.front()) == c.rules.end())
      c.rules.push_back(fresh.rules.front());
    if (fresh.last_unit - fresh.unit <
        c.last_unit - c.unit) {  // the tighter fit is the better evidence
      c.start = fresh.start;
      c.end = fresh.end;
      c.unit = fresh.unit;
      c.last_unit = fresh.last_unit;
    }
    c.trial = c.trial && fresh.trial;
    return;
  }
  found.push_back(std::move(fresh));
}

// Which rules have all of what they ask of the document as a whole.
std::vector<bool> rules_with_context(const Model& model, const AnnotatedText& t) {
  std::vector<bool> present(model.concepts.size(), false);
  for (const auto& a : t.annotations)
    if (is_concept(a))
      for (const auto c : model.concept_sets[a.meaning->index]) present[c] = true;
  const auto any_present = [&](const std::vector<ConceptId>& group) {
    return std::any_of(group.begin(), group.end(), [&](ConceptId c) { return present[c]; });
  };
  std::vector<bool> out;
  for (const auto& rule : model.rules)
    out.push_back(std::all_of(rule.anywhere.begin(), rule.anywhere.end(), any_present));
  return out;
}

// Has the sentence what would make another move of a part of a rule: a country, or a date?
bool has_party_or_date(const Model& model, const AnnotatedText& t, std::uint32_t sentence) {
  const auto& s = t.sentences[sentence];
  for (auto i = s.first_annotation; i < s.last_annotation; ++i)
    if (!countries_of(model, t.annotations[i]).empty()) return true;
  return std::any_of(t.dates.begin(), t.dates.end(),
                     [&](const DatedSpan& d) { return d.sentence == sentence; });
}

// What carries a move on to a sentence that has no word for it: countries in a list ("Poland,
// Hungary and Slovakia"), or one beside a word of likeness ("so did Norway"). Null: nothing.
const Annotation* carrier(const Model& model, const AnnotatedText& t, const Sentence& s,
                          std::optional<ConceptId> likewise) {
  const Annotation* country = nullptr;
  bool alike = false;
  for (auto i = s.first_annotation; i < s.last_annotation; ++i) {
    const auto& a = t.annotations[i];
    if (likewise && is_concept(a)) alike = alike || has_any(model, a, {*likewise});
    if (countries_of(model, a).empty()) continue;
    if (a.list >= 0) return &a;
    if (country == nullptr) country = &a;
  }
  return alike ? country : nullptr;
}

// By type: the sentences that tell it.
using ToldByType = std::vector<std::vector<bool>>;

Candidate echo_at(const Model& model, std::size_t rule, const Annotation& a) {
  const auto& r = model.rules[rule];
  return {r.type, {rule}, a.sentence, a.start, a.end, a.unit, a.unit, a.clause, r.trial, true};
}

void carry_on(const Model& model, const AnnotatedText& t, ToldByType& told,
              std::vector<Candidate>& out) {
  const auto likewise = model.concept_id("rel.likewise");
  const auto known = out.size();
  for (std::size_t i = 0; i < known; ++i) {
    const auto type = out[i].type;
    const auto next = out[i].sentence + 1;
    if (out[i].echo || next >= t.sentences.size() || t.sentences[next].title || told[type][next])
      continue;
    const auto* a = carrier(model, t, t.sentences[next], likewise);
    if (a == nullptr) continue;
    told[type][next] = true;
    out.push_back(echo_at(model, out[i].rules.front(), *a));
  }
}

}  // namespace

void add_echoes(const Model& model, const AnnotatedText& t, std::vector<Candidate>& out) {
  ToldByType told(model.types.size());
  for (const auto& c : out) {
    auto& of_type = told[c.type];
    of_type.resize(t.sentences.size(), false);
    of_type[c.sentence] = true;
  }
  for (std::uint32_t n = 0; n < t.sentences.size(); ++n) {
    const auto& s = t.sentences[n];
    if (s.title || !has_party_or_date(model, t, n)) continue;
    for (auto i = s.first_annotation; i < s.last_annotation; ++i) {
      const auto& a = t.annotations[i];
      if (!is_concept(a)) continue;
      for (const auto concept_id : model.concept_sets[a.meaning->index])
        for (const auto rule : model.rules_by_part[concept_id]) {
          const auto type = model.rules[rule].type;
          if (told[type].empty() || told[type][n]) continue;
          told[type][n] = true;
          out.push_back(echo_at(model, rule, a));
        }
    }
  }
  carry_on(model, t, told, out);
}

std::vector<Candidate> fire_rules(const Model& model, const AnnotatedText& t) {
  std::vector<Candidate> out;
  const auto possible = rules_with_context(model, t);
  for (const auto& s : t.sentences) {
    const std::size_t from = out.size();
    const RuleMatcher matcher(model, t, s);
    for (auto i = s.first_annotation; i < s.last_annotation; ++i) {
      const auto& a = t.annotations[i];
      if (!is_concept(a)) continue;
      for (const auto concept_id : model.concept_sets[a.meaning->index])
        for (const auto rule : model.rules_by_concept[concept_id]) {
          Candidate c;
          if (possible[rule] && matcher.match(rule, i, c)) merge_into(out, from, std::move(c));
        }
    }
    std::stable_sort(out.begin() + static_cast<std::ptrdiff_t>(from), out.end(),
                     [](const Candidate& a, const Candidate& b) { return a.start < b.start; });
  }
  return out;
}

}  // namespace chokepoint
