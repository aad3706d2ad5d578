#include "models/engine/model_image.h"

#include "models/engine/dates_grammar.h"
#include "models/engine/image.h"

namespace chokepoint {

// Found by their argument's namespace, so they stand in it and not in a nameless one.
// Every struct is taken apart into all its fields: one that gets another stops compiling here until
// the image has it too.
template <class A>
static void fields(A& archive, EventType& x) {
  auto& [id, direction, group, family, severity, default_stage, ended_by, eased_by, widened_by] = x;
  archive(id, direction, group, family, severity, default_stage, ended_by, eased_by, widened_by);
}
template <class A>
static void fields(A& archive, RuleCase& x) {
  auto& [lang, text, where, fires] = x;
  archive(lang, text, where, fires);
}
template <class A>
static void fields(A& archive, Rule& x) {
  auto& [id, type, all, anywhere, none, within, whole_sentence, trial, cases, where] = x;
  archive(id, type, all, anywhere, none, within, whole_sentence, trial, cases, where);
}
template <class A>
static void fields(A& archive, Agency& x) {
  auto& [id, country, home, country_index, meaning] = x;
  archive(id, country, home, country_index, meaning);
}
template <class A>
static void fields(A& archive, Item& x) {
  auto& [id, kind, parent] = x;
  archive(id, kind, parent);
}
template <class A>
static void fields(A& archive, Organisation& x) {
  auto& [id, country, country_index] = x;
  archive(id, country, country_index);
}
template <class A>
static void fields(A& archive, Country& x) {
  auto& [id] = x;
  archive(id);
}
template <class A>
static void fields(A& archive, RoleCue& x) {
  auto& [form, cue] = x;
  archive(form, cue);
}
template <class A>
static void fields(A& archive, Language& x) {
  auto& [id, bit, abbreviations, skip, conjunctions, list_before, list_after, sole_home,
         acting_lists, before, after, before_by_last, after_by_first, homes] = x;
  static_cast<void>(before_by_last), static_cast<void>(after_by_first);  // derived
  archive(id, bit, abbreviations, skip, conjunctions, list_before, list_after, sole_home,
          acting_lists, before, after, homes);
}
template <class A>
static void fields(A& archive, DateRule& x) {
  auto& [means, set, not_before, not_after, news, query] = x;
  archive(means, set, not_before, not_after, news, query);
}
template <class A>
static void fields(A& archive, DateState& x) {
  auto& [edges, rule] = x;
  archive(edges, rule);
}
template <class A>
static void fields(A& archive, LanguageDates& x) {
  auto& [spaced, hangul, han_digits, order, day_suffix, not_before, not_after, joiners, capitals,
         words, states, root_edges, rules, holidays] = x;
  archive(spaced, hangul, han_digits, order, day_suffix, not_before, not_after, joiners, capitals,
          words, states, root_edges, rules, holidays);
}
template <class A>
static void dates_fields(A& archive, std::optional<DateGrammar>& dates) {
  auto rules = std::make_shared<DateRules>();
  if constexpr (!A::kReads)
    if (dates) *rules = dates->rules();
  bool there = dates.has_value();
  archive(there, rules->languages);
  if constexpr (A::kReads)
    if (there) dates.emplace(rules);
}

template <class A>
static void model_fields(A& archive, Model& x) {
  auto& [types, concepts, concept_sets, rules, agencies, items, organisations, countries, cues,
         languages, meanings, forms, dates, official, weights, sentences, names, scores, presences,
         histories, stages, version, rules_by_concept, rules_by_part, home_meanings, words,
         country_by_id, type_by_id, concept_by_id, item_by_id] = x;
  archive(types, concepts, concept_sets, rules, agencies, items, organisations, countries, cues,
          languages, meanings, forms);
  dates_fields(archive, dates);
  static_cast<void>(words);  // made anew from the names
  archive(official, weights, sentences, names, scores, presences, histories, stages, version,
          rules_by_concept, rules_by_part, home_meanings, country_by_id, type_by_id, concept_by_id,
          item_by_id);
}

std::string image_of(const Model& model) {
  ImageWriter out;
  auto copy = model;  // an archive is handed what it might fill
  model_fields(out, copy);
  return out.take();
}

std::shared_ptr<const Model> model_of(std::string_view image, std::shared_ptr<const void> owner) {
  ImageReader in(image, std::move(owner));
  auto model = std::make_shared<Model>();
  model_fields(in, *model);
  if (!in.whole()) return nullptr;
  model->prepare();
  return model;
}

}  // namespace chokepoint
