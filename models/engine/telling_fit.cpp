#include "models/engine/telling_fit.h"

#include <algorithm>
#include <map>
#include <string>
#include <tuple>
#include <utility>

#include "models/engine/draft_numbers.h"
#include "models/engine/draft_standing.h"
#include "models/engine/fit.h"
#include "models/engine/telling.h"
#include "models/engine/train.h"
#include "models/engine/trees_fit.h"

namespace chokepoint {

namespace {

// The labelled event that a draft is: of its type and parties, and none that a surer draft is; of
// several the one told where the draft is, or of its day. used.size(): there is none.
std::size_t event_of(const Scene& s, const UnseenArticle& p, const Draft& d,
                     const std::vector<bool>& used) {
  const auto& type = s.model.types[d.told.front().candidate->type].id;
  const auto date = date_of(s, d).date;
  std::size_t best = used.size();
  int most = -1;
  for (std::size_t i = 0; i < used.size(); ++i) {
    const auto& e = p.gold->events[i];
    if (used[i] || !e.types.contains(type) || !same_parties(e, type, d.actor, d.target)) continue;
    const auto proof = (*p.proof)[i];
    const bool here = std::any_of(d.told.begin(), d.told.end(), [&](const Decided& t) {
      const auto& sentence = s.text.sentences[t.candidate->sentence];
      return proof.second > 0 && proof.first < sentence.end && proof.second > sentence.start;
    });
    const bool same_day = e.date && date && same_date(*e.date, *date);
    const int near = (here ? 2 : 0) + (same_day ? 1 : 0);
    if (near > most) std::tie(most, best) = std::pair{near, i};
  }
  return best;
}

}  // namespace

JudgedArticle judge(const Model& model, const UnseenArticle& p) {
  const auto s = make_scene(model, p.gold->document, *p.text, *p.moves, true);
  const auto decided = decide_all(s);
  JudgedArticle out{p, merge_drafts(s, decided), {}, {}, {}, {}};
  std::vector<bool> used(p.gold->events.size(), false);
  std::erase_if(out.drafts, [&](const Draft& d) {
    return p.gold->unlabelled.contains(model.types[d.told.front().candidate->type].id);
  });
  number_drafts(s, decided, out.drafts);
  for (const auto& d : out.drafts) {
    const auto at = event_of(s, p, d, used);
    const bool right = at < used.size();
    const auto* event = right ? &p.gold->events[at] : nullptr;
    if (right) used[at] = true;
    out.right.push_back(right);
    out.judged.push_back(!right || !event->optional);
    out.event.push_back(event);
    out.standing.push_back(right ? standing_numbers(s, d) : std::vector<float>{});
  }
  return out;
}

namespace {

Example yes_or_no(Features features, bool yes, double weight = 1.0) {
  return Example::of({std::move(features), Features(true)}, yes ? 0U : 1U, weight);
}

// The decisions over whole drafts and documents build on one another: each is fitted to what the
// one before says of articles that the weights below it have not seen. What whole articles tell is
// not learnt from lessons, most of which are a sentence or two.
class TellingFit {
 public:
  TellingFit(const Model& model, std::vector<JudgedArticle> articles, int rounds)
      : model_(model), articles_(std::move(articles)), rounds_(rounds) {}

  TellingWeights run() {
    TellingWeights out;
    score_each_by_others();
    out.forests["draft"] = fit_scores([](const JudgedArticle&) { return true; });
    for (const auto& a : articles_) add_presences(a);
    const auto names = presence_number_names(model_);
    std::vector<TreeLesson> all;
    for (const auto& p : presences_) all.push_back(p.lesson);
    out.forests["type"] = fit_trees(all, names);
    fit_standing(out.forests);
    weigh_presences_by_others();
    std::vector<Example> news;
    for (const auto& a : articles_)
      if (!heads_of(a).empty()) add_news(a, news);
    learn(news, 3.0);
    out.weights = std::move(weights_);
    return out;
  }

 private:
  template <class Use>
  TreeWeights fit_scores(Use use) const {
    std::vector<TreeLesson> lessons;
    for (const auto& a : articles_)
      for (std::size_t i = 0; i < a.drafts.size(); ++i)
        if (use(a) && a.judged[i]) lessons.push_back({a.drafts[i].numbers, a.right[i]});
    return fit_trees(lessons, draft_number_names(model_));
  }

  // What builds on the scores learns from those of drafts that the trees have not seen either.
  void score_each_by_others() {
    constexpr int kParts = 3;
    for (int part = 0; part < kParts; ++part) {
      const auto here = [&](const JudgedArticle& a) {
        return fold_of(a.article.gold->document.id, kParts) == part;
      };
      const auto trees = Trees::from(fit_scores([&](const JudgedArticle& a) { return !here(a); }),
                                     draft_number_names(model_));
      for (auto& a : articles_)
        for (std::size_t i = 0; here(a) && i < a.drafts.size(); ++i)
          a.drafts[i].score = trees.probability(a.drafts[i].numbers);
    }
  }

  // Of drafts that are right, where the label says so.
  void fit_standing(Forests& out) const {
    constexpr ForestSize kSmaller{150, 15};  // there is a third as much to learn from
    const auto names = standing_number_names(model_);
    const auto grow = [&](const std::string& name, auto said, auto yes) {
      std::vector<TreeLesson> lessons;
      for (const auto& a : articles_)
        for (std::size_t i = 0; i < a.drafts.size(); ++i)
          if (a.right[i] && a.judged[i] && said(*a.event[i]))
            lessons.push_back({a.standing[i], yes(*a.event[i])});
      out[name] = fit_trees(lessons, names, kSmaller);
    };
    grow(
        "history", [](const GoldEvent& e) { return e.background.has_value(); },
        [](const GoldEvent& e) { return *e.background; });
    for (const auto stage : {Stage::Considered, Stage::Announced, Stage::InForce, Stage::Ended})
      grow(
          std::string{name_of(stage)}, [](const GoldEvent& e) { return e.stage.has_value(); },
          [stage](const GoldEvent& e) { return *e.stage == stage; });
  }

  void learn(const std::vector<Example>& examples, double l2) {
    const auto fitted = fit(examples, l2, rounds_, 3);
    weights_.insert(weights_.end(), fitted.begin(), fitted.end());
    model_.weights = Weights::from_names(weights_);
  }

  // Which weights it teaches, those of dispatches or not: a short article both, a long lesson none.
  static std::vector<bool> heads_of(const JudgedArticle& a) {
    std::vector<bool> out;
    if (is_dispatch(*a.article.text)) out.push_back(true);
    if (!a.article.lesson) out.push_back(false);
    return out;
  }
  // Lessons are many, and seldom look-alikes.
  static double weight_of(const JudgedArticle& a) { return a.article.lesson ? 0.3 : 1.0; }

  struct Presence {
    const JudgedArticle* article;
    TreeLesson lesson;
    double p = 0;
  };

  void add_presences(const JudgedArticle& a) {
    if (a.drafts.empty()) return;
    const auto s = scene(a);
    for (const auto& t : drafts_by_type(a.drafts)) {
      const auto& type = model_.types[t.type].id;
      bool told = false, optional = false;
      for (const auto& e : a.article.gold->events)
        if (e.types.contains(type)) (e.optional ? optional : told) = true;
      if (told || !optional)
        presences_.push_back({&a, {presence_numbers(s, a.drafts, t), told, weight_of(a)}, 0});
    }
  }

  void weigh_presences_by_others() {
    constexpr int kParts = 3;
    for (int part = 0; part < kParts; ++part) {
      std::vector<TreeLesson> rest;
      const auto here = [&](const Presence& p) {
        return fold_of(p.article->article.gold->document.id, kParts) == part;
      };
      for (const auto& p : presences_)
        if (!here(p)) rest.push_back(p.lesson);
      const auto trees = Trees::from(fit_trees(rest, presence_number_names(model_)),
                                     presence_number_names(model_));
      for (auto& p : presences_)
        if (here(p)) presence_by_article_[p.article].push_back(trees.probability(p.lesson.values));
    }
  }

  void add_news(const JudgedArticle& a, std::vector<Example>& into) const {
    if (a.drafts.empty()) return;
    const auto s = scene(a);
    const auto found = presence_by_article_.find(&a);
    if (found == presence_by_article_.end()) return;
    const auto& presence = found->second;
    for (const bool dispatch : heads_of(a))
      into.push_back(yes_or_no(news_options(s, a.drafts, presence, dispatch).front(),
                               !a.article.gold->events.empty(), weight_of(a)));
  }

  Scene scene(const JudgedArticle& a) const {
    const auto& p = a.article;
    return make_scene(model_, p.gold->document, *p.text, *p.moves, true);
  }

  Model model_;
  std::vector<JudgedArticle> articles_;
  std::vector<Presence> presences_;
  std::map<const JudgedArticle*, std::vector<double>> presence_by_article_;
  int rounds_;
  std::vector<std::pair<std::string, double>> weights_;
};

}  // namespace

TellingWeights fit_telling(const Model& model, std::vector<JudgedArticle> articles, int rounds) {
  return TellingFit(model, std::move(articles), rounds).run();
}

}  // namespace chokepoint
