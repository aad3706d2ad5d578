#include "models/engine/train.h"

#include <algorithm>
#include <cmath>
#include <map>
#include <set>
#include <unordered_map>

#include "models/engine/assemble.h"
#include "models/engine/by_words.h"
#include "models/engine/fit.h"
#include "models/engine/lessons.h"
#include "models/engine/name_features.h"
#include "models/engine/sentence_features.h"
#include "models/engine/telling_fit.h"

namespace chokepoint {
namespace {

// An article with what is proposed in it by rules and by a second reader that has not seen
// it; made once, as it does not depend on the other weights.
struct Prepared {
  const GoldArticle* gold;
  AnnotatedText text;
  std::vector<FoldedSpan> proof;  // per event: where its evidence stands, or {0, 0}
  std::vector<Lesson> sentences, names;
  ProposedMoves moves;
  bool lesson = false;
};

FoldedSpan folded_span(const AnnotatedText& t, const std::string& evidence) {
  const auto at = evidence.empty() ? std::string::npos : t.original.find(evidence);
  if (at == std::string::npos) return {0, 0};
  const auto& origin = t.folded.origin;
  const auto start = std::lower_bound(origin.begin(), origin.end(), at) - origin.begin();
  const auto end =
      std::lower_bound(origin.begin(), origin.end(), at + evidence.size()) - origin.begin();
  return {static_cast<std::size_t>(start), static_cast<std::size_t>(end)};
}

Prepared prepare(const Model& model, const GoldArticle& g) {
  Prepared p{&g, annotate_text(model, g.document), {}, {}, {}, {}, false};
  for (const auto& e : g.events) p.proof.push_back(folded_span(p.text, e.evidence));
  p.sentences = sentence_lessons(model, p.text, g, p.proof);
  p.names = name_lessons(model, p.text, g, p.proof);
  return p;
}

// The labelled event a candidate tells: the one whose proof stands in its sentence, nearest first;
// else the only one of its type. `certain`: the proof is there.
struct Told {
  const GoldEvent* event = nullptr;
  bool certain = false;
  bool type_known = false;            // some event of the type is labelled
  std::vector<const GoldEvent*> all;  // with those whose proof is as near: a list of targets
};

Told told_by(const Model& model, const Prepared& p, const Candidate& c) {
  const auto& type = model.types[c.type].id;
  const auto& sentence = p.text.sentences[c.sentence];
  Told out;
  std::size_t of_type = 0, best_gap = 1U << 30U;
  const GoldEvent* any = nullptr;
  for (std::size_t i = 0; i < p.gold->events.size(); ++i) {
    const auto& e = p.gold->events[i];
    if (!e.types.contains(type)) continue;
    ++of_type;
    any = &e;
    if (!stands_in(p.proof[i], sentence)) continue;
    const auto [from, to] = p.proof[i];
    const std::size_t gap = from > c.end ? from - c.end : c.start > to ? c.start - to : 0;
    if (gap > best_gap) continue;
    if (gap < best_gap) {
      out.event = &e;
      out.certain = true;
      out.all.clear();
    }
    best_gap = gap;
    out.all.push_back(&e);
  }
  out.type_known = of_type > 0;
  if (out.event == nullptr && of_type == 1) out.all = {out.event = any};
  return out;
}

using HeadExamples = std::map<std::string, std::vector<Example>>;

void learn_parties(std::vector<Example>& into, const Scene& s, const Candidate& c,
                   const std::vector<const GoldEvent*>& told, double importance) {
  if (!told.front()->actor && !told.front()->target) return;
  auto options = party_options(s, c);
  Example e;
  for (std::size_t i = 0; i < options.pairs.size(); ++i) {
    const auto& p = options.pairs[i];
    e.options.push_back({p.actor, p.target, p.together});
    const bool right = std::any_of(told.begin(), told.end(), [&](const GoldEvent* gold) {
      return (!gold->actor || *gold->actor == p.actor_id) &&
             (!gold->target || *gold->target == p.target_id);
    });
    if (right) e.right.push_back(i);
  }
  if (e.right.empty()) return;  // a country the text does not name: nothing to learn
  e.parts = std::move(options.parts);
  e.importance = importance;
  into.push_back(std::move(e));
}

// Wherever the text has the day, it is right: in the headline, the lead or as that of publication.
void learn_date(std::vector<Example>& into, const Scene& s, const Candidate& c,
                const std::optional<PartialDate>& right, double importance) {
  const auto choices = date_choices(s, c);
  std::vector<std::size_t> exact, near;
  for (std::size_t i = 0; i < choices.size(); ++i) {
    const auto& date = choices[i].date;
    if (right == date) exact.push_back(i);
    if (right && date && same_date(*right, *date)) near.push_back(i);
  }
  const auto& all = exact.empty() ? near : exact;
  if (all.empty()) return;
  // A date that is not labelled may still be told: such examples teach less.
  auto e =
      Example::of(date_options(s, c, choices), all.front(), right ? importance : importance * 0.3);
  e.right = all;
  into.push_back(std::move(e));
}

void learn_candidate(HeadExamples& into, const Scene& s, const Prepared& p, const Candidate& c) {
  const auto& type = s.model.types[c.type].id;
  if (p.gold->unlabelled.contains(type)) return;
  const auto told = told_by(s.model, p, c);
  const bool optional = told.event != nullptr && told.event->optional;
  if (c.echo) {
    into["echo"].push_back(
        Example::of(accept_options(s, c), told.certain ? 0U : 1U, optional ? 0.2 : 1.0));
    if (!told.certain) return;
  } else {
    const double weight = !told.type_known ? 1.0 : optional ? 0.2 : told.certain ? 1.0 : 0.6;
    into["accept"].push_back(Example::of(accept_options(s, c), told.type_known ? 0U : 1U, weight));
  }
  if (told.event == nullptr) return;
  const auto& e = *told.event;
  const double sure = told.certain ? 1.0 : 0.5;
  learn_parties(into["parties"], s, c, told.all, sure);
  if (told.certain || e.date) learn_date(into["date"], s, c, e.date, sure);
  // Decisions that look at the date see the right one where the text has it.
  DateOption date;
  for (const auto& o : date_choices(s, c))
    if (e.date && o.date && same_date(*e.date, *o.date)) {
      date = o;
      break;
    }
  if (e.background)
    into["background"].push_back(
        Example::of(background_options(s, c, date), *e.background ? 0U : 1U, sure));
  if (e.stage && told.certain)
    into["stage"].push_back(Example::of(stage_options(s, c, date, e.background.value_or(false)),
                                        static_cast<std::size_t>(*e.stage), sure));
}

HeadExamples examples_of(const Model& model, const std::vector<const Prepared*>& articles) {
  HeadExamples out;
  for (const auto* p : articles) {
    const auto s = make_scene(model, p->gold->document, p->text, p->moves, true);
    for (const auto& c : p->moves.candidates) learn_candidate(out, s, *p, c);
  }
  return out;
}

std::vector<std::pair<std::string, double>> fit_heads(const HeadExamples& examples,
                                                      const TrainOptions& o) {
  std::vector<std::pair<std::string, double>> out;
  for (const auto& [head, list] : examples) {
    auto weights = fit(list, o.l2, o.rounds, o.least);
    out.insert(out.end(), weights.begin(), weights.end());
  }
  return out;
}

}  // namespace

int fold_of(const std::string& id, int folds) {
  return static_cast<int>((hash_feature(id) >> 20U) % static_cast<std::uint64_t>(folds));
}

namespace {
// Other folds than those of a cross-validation around the training, or the two would be one.
int inner_fold_of(const std::string& id, int folds) {
  return static_cast<int>((hash_feature(id) >> 40U) % static_cast<std::uint64_t>(folds));
}

NetworkWeights fit_lessons(const std::vector<const Prepared*>& articles,
                           std::vector<Lesson> Prepared::*lessons,
                           const std::vector<std::string>& outputs) {
  constexpr int kLeast = 3;
  std::vector<const Lesson*> all;
  for (const auto* p : articles)
    for (const auto& lesson : p->*lessons) all.push_back(&lesson);
  return fit_network(all, outputs, kLeast);
}

// Proposes each article's candidates with networks fitted to the others, so that what builds on
// their readings learns how far to trust them. What is kept is fitted to all.
void learn_to_read(const Model& model, std::vector<Prepared>& prepared, const TrainOptions& options,
                   Trained& out) {
  const auto types = model.type_ids();
  const auto of_sentences = sentence_outputs(types), of_names = name_outputs(types);
  for (int fold = 0; fold < options.folds; ++fold) {
    std::vector<const Prepared*> rest;
    for (const auto& p : prepared)
      if (inner_fold_of(p.gold->document.id, options.folds) != fold) rest.push_back(&p);
    Model part = model;
    part.sentences =
        Network::from(fit_lessons(rest, &Prepared::sentences, of_sentences), of_sentences);
    part.names = Network::from(fit_lessons(rest, &Prepared::names, of_names), of_names);
    for (auto& p : prepared)
      if (inner_fold_of(p.gold->document.id, options.folds) == fold)
        p.moves = all_moves(part, p.text);
  }
  std::vector<const Prepared*> all;
  std::vector<const AnnotatedText*> texts;
  for (const auto& p : prepared) {
    all.push_back(&p);
    texts.push_back(&p.text);
  }
  out.sentences = fit_lessons(all, &Prepared::sentences, of_sentences);
  name_features_of_sentences(model, texts, out.sentences);
  out.names = fit_lessons(all, &Prepared::names, of_names);
  name_features_of_names(model, texts, out.names);
}
}  // namespace

Trained train(const Model& model, const std::vector<GoldArticle>& gold,
              const TrainOptions& options) {
  const auto say = [&](const std::string& line) {
    if (options.say) options.say(line);
  };
  std::vector<Prepared> prepared;
  for (const auto* all : {&gold, &options.lessons})
    for (const auto& g : *all) {
      prepared.push_back(prepare(model, g));
      prepared.back().lesson = all == &options.lessons;
    }
  Trained out;
  learn_to_read(model, prepared, options, out);
  std::vector<JudgedArticle> judged;
  for (int fold = 0; fold < options.folds; ++fold) {
    std::vector<const Prepared*> rest;
    for (const auto& p : prepared)
      if (inner_fold_of(p.gold->document.id, options.folds) != fold) rest.push_back(&p);
    Model part = model;
    part.weights = Weights::from_names(fit_heads(examples_of(model, rest), options));
    for (const auto& p : prepared)
      if (inner_fold_of(p.gold->document.id, options.folds) == fold)
        judged.push_back(judge(part, {p.gold, &p.text, &p.proof, &p.moves, p.lesson}));
    say("fold " + std::to_string(fold + 1) + " of " + std::to_string(options.folds));
  }
  std::vector<const Prepared*> all;
  for (const auto& p : prepared) all.push_back(&p);
  out.weights = fit_heads(examples_of(model, all), options);
  auto told = fit_telling(model, std::move(judged), options.rounds);
  out.weights.insert(out.weights.end(), told.weights.begin(), told.weights.end());
  out.forests = std::move(told.forests);
  std::sort(out.weights.begin(), out.weights.end());
  say(std::to_string(out.weights.size()) + " weights, " +
      std::to_string(out.sentences.features.size()) + " features of sentences, " +
      std::to_string(out.names.features.size()) + " of names");
  return out;
}

}  // namespace chokepoint
