#include "models/engine/explain.h"

#include <algorithm>
#include <cmath>
#include <cstdio>

#include "models/engine/by_words.h"
#include "models/engine/draft_numbers.h"
#include "models/engine/draft_standing.h"
#include "models/engine/explain_marks.h"
#include "models/engine/sentence_features.h"
#include "models/engine/telling.h"

namespace chokepoint {
namespace {

constexpr std::size_t kMostReasons = 12;

void keep_strongest(std::vector<ExplainedReason>& reasons) {
  std::stable_sort(reasons.begin(), reasons.end(),
                   [](const ExplainedReason& a, const ExplainedReason& b) {
                     return std::abs(a.weight) > std::abs(b.weight);
                   });
  if (reasons.size() > kMostReasons) reasons.resize(kMostReasons);
}

std::vector<ExplainedReason> reasons_of(const Model& model,
                                        const std::vector<const Features*>& parts) {
  std::vector<ExplainedReason> out;
  for (const auto* f : parts)
    for (std::size_t i = 0; i < f->hashes.size(); ++i)
      if (const double w = model.weights.of(f->hashes[i]); w != 0) out.push_back({f->names[i], w});
  keep_strongest(out);
  return out;
}

// The best and the second best; `names` and `p` are parallel.
ExplainedDecision decision(const char* head, const std::vector<std::string>& names,
                           const std::vector<double>& p, std::size_t& best) {
  best = static_cast<std::size_t>(std::max_element(p.begin(), p.end()) - p.begin());
  ExplainedDecision out{head, names[best], {}, p[best], 0, {}};
  for (std::size_t i = 0; i < p.size(); ++i)
    if (i != best && p[i] > out.runner_up_p) {
      out.runner_up = names[i];
      out.runner_up_p = p[i];
    }
  return out;
}

// Of two options, the weights all stand on the first.
ExplainedDecision yes_or_no(const Model& model, const char* head,
                            const std::vector<Features>& options) {
  std::size_t best = 0;
  auto out = decision(head, {"yes", "no"}, weigh(model, options), best);
  out.reasons = reasons_of(model, {&options.front()});
  return out;
}

ExplainedDecision choice(const Model& model, const char* head,
                         const std::vector<std::string>& names,
                         const std::vector<Features>& options) {
  std::size_t best = 0;
  auto out = decision(head, names, weigh(model, options), best);
  out.reasons = reasons_of(model, {&options[best]});
  return out;
}

std::string parties(const std::string& actor, const std::string& target) {
  return (actor.empty() ? "?" : actor) + " > " + (target.empty() ? "?" : target);
}

ExplainedDecision explain_parties(const Scene& s, const Candidate& c) {
  const auto options = party_options(s, c);
  std::vector<double> sums;
  std::vector<std::string> names;
  for (const auto& p : options.pairs) {
    sums.push_back(s.model.weights.sum(options.parts[p.actor]) +
                   s.model.weights.sum(options.parts[p.target]) +
                   s.model.weights.sum(options.parts[p.together]));
    names.push_back(parties(p.actor_id, p.target_id));
  }
  std::size_t best = 0;
  auto out = decision("parties", names, softmax(std::move(sums)), best);
  const auto& pair = options.pairs[best];
  out.reasons = reasons_of(s.model, {&options.parts[pair.actor], &options.parts[pair.target],
                                     &options.parts[pair.together]});
  return out;
}

std::string date_name(const DateOption& o) {
  if (!o.date) return "not said";
  return o.date->string() + (o.published ? " (publication)" : "");
}

// What the second reader read for the type or against it.
ExplainedDecision explain_reading(const Scene& s, const Candidate& c) {
  const auto p = static_cast<double>(c.read.told);
  ExplainedDecision out{"words", p >= 0.5 ? "yes" : "no", {}, std::max(p, 1 - p), 0, {}};
  std::vector<std::string> names;
  const auto features = SentencesSeen(s.model, s.text).all(c.sentence, &names);
  auto sums = s.model.sentences.start();
  s.model.sentences.add(features, sums);
  const auto output = SentenceOutputs(s.model.types.size()).told(c.type);
  for (std::size_t i = 0; i < features.size(); ++i)
    if (const auto share = s.model.sentences.share(features[i], sums, output); share != 0)
      out.reasons.push_back({names[i], static_cast<double>(share)});
  keep_strongest(out.reasons);
  return out;
}

ExplainedCandidate explain_candidate(const Scene& s, const Candidate& c, const Decided* d) {
  ExplainedCandidate out;
  out.type = s.model.types[c.type].id;
  for (const auto r : c.rules) out.rules.push_back(s.model.rules[r].id);
  out.start = s.text.folded.original_start(c.start);
  out.end = s.text.folded.original_end(c.end);
  out.dropped = d == nullptr;
  out.trial = c.trial;
  out.decisions.push_back(yes_or_no(s.model, "accept", accept_options(s, c)));
  if (!s.model.sentences.empty()) out.decisions.push_back(explain_reading(s, c));
  if (d == nullptr) return out;
  out.decisions.push_back(explain_parties(s, c));
  const auto choices = date_choices(s, c);
  std::vector<std::string> dates;
  for (const auto& o : choices) dates.push_back(date_name(o));
  out.decisions.push_back(choice(s.model, "date", dates, date_options(s, c, choices)));
  out.decisions.push_back(yes_or_no(s.model, "background", background_options(s, c, d->date)));
  out.decisions.push_back(choice(s.model, "stage", {"considered", "announced", "in_force", "ended"},
                                 stage_options(s, c, d->date, d->background)));
  return out;
}

ExplainedMove explain_move(const Scene& s, const Draft& d) {
  const auto& lead = d.told.front();
  ExplainedMove out;
  out.type = s.model.types[lead.candidate->type].id;
  out.actor = d.actor;
  out.target = d.target;
  out.date = date_name(date_of(s, d));
  out.stage = name_of(d.stage);
  out.background = d.background;
  for (const auto& t : d.told)
    out.candidates.push_back(static_cast<std::size_t>(t.candidate - s.candidates.data()));
  return out;
}

// Why trees say what they do: what each number is worth.
ExplainedDecision by_trees(const char* head, bool told, double p, const Trees& trees,
                           const std::vector<float>& numbers, std::vector<std::string> names) {
  ExplainedDecision out{head, told ? "told" : "not told", {}, p, 0, {}};
  if (trees.empty()) return out;
  names.emplace_back("any");
  const auto shares = trees.shares(numbers);
  for (std::size_t i = 0; i < shares.size(); ++i) {
    if (shares[i] == 0) continue;
    char value[32] = "";
    if (i < numbers.size())
      std::snprintf(value, sizeof value, " %.3g", static_cast<double>(numbers[i]));
    out.reasons.push_back({names[i] + value, shares[i]});
  }
  keep_strongest(out.reasons);
  return out;
}

void explain_telling(const Scene& s, Explanation& out, const std::vector<Decided>& decided) {
  auto drafts = merge_drafts(s, decided);
  score_drafts(s, decided, drafts);
  for (auto& d : drafts) settle_standing(s, d);
  const auto telling = telling_of(s, drafts);
  out.news = telling.news;
  out.least_news = telling.least_news;
  for (const auto& of_type : drafts_by_type(drafts)) {
    const auto presence = presence_numbers(s, drafts, of_type);
    for (const auto i : of_type.drafts) {
      auto move = explain_move(s, drafts[i]);
      move.told = telling.told[i];
      move.excluded = telling.excluded[i];
      move.least_score = telling.least[i];
      move.score = by_trees("score", move.told, drafts[i].score, s.model.scores, drafts[i].numbers,
                            draft_number_names(s.model));
      move.presence = by_trees("presence", move.told, telling.presence[i], s.model.presences,
                               presence, presence_number_names(s.model));
      out.moves.push_back(std::move(move));
    }
  }
  std::stable_sort(
      out.moves.begin(), out.moves.end(),
      [](const ExplainedMove& a, const ExplainedMove& b) { return a.score.p > b.score.p; });
}

}  // namespace

const ExplainedMove* Explanation::nearest_miss() const {
  const auto at =
      std::find_if(moves.begin(), moves.end(), [](const ExplainedMove& m) { return !m.told; });
  return at == moves.end() ? nullptr : &*at;
}

Explanation explain(const Model& model, const Document& document) {
  const auto text = annotate_text(model, document);
  const auto moves = all_moves(model, text);
  const auto& candidates = moves.candidates;
  const auto scene = make_scene(model, document, text, moves, true);
  Explanation out;
  out.original = text.original;
  out.title_bytes = text.title_bytes;
  out.lang = text.lang;
  out.marks = marks_of(model, text);
  const auto decided = decide_all(scene);
  for (const auto& c : candidates) {
    const auto of_c = std::find_if(decided.begin(), decided.end(),
                                   [&](const Decided& d) { return d.candidate == &c; });
    out.candidates.push_back(explain_candidate(scene, c, of_c == decided.end() ? nullptr : &*of_c));
  }
  explain_telling(scene, out, decided);
  return out;
}

}  // namespace chokepoint
