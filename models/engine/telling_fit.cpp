#include "models/engine/telling_fit.h"

#include <algorithm>
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
    const bool here = std::any_of(d.told.begin(), d.told.end(), [&](const Decided& t) {
      return stands_in((*p.proof)[i], s.text.sentences[t.candidate->sentence]);
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

// The decisions over whole drafts and documents build on one another: each is fitted to what the
// one before says of articles that the weights below it have not seen.
class TellingFit {
 public:
  TellingFit(const Model& model, std::vector<JudgedArticle> articles, int rounds)
      : model_(model), articles_(std::move(articles)), rounds_(rounds) {}

  TellingWeights run() {
    TellingWeights out;
    out.forests["draft"] = fit_scores();
    fit_standing(out.forests);
    PresencesByArticle presences;
    out.forests["type"] = fit_presences(presences);
    std::vector<Example> news;
    for (const auto& [article, by_type] : presences) add_news(*article, by_type, news);
    out.weights = fit(news, 3.0, rounds_, 3);
    return out;
  }

 private:
  // What trees are asked of an article.
  struct Asked {
    const JudgedArticle* article;
    TreeLesson lesson;
    bool teaches = true;
    double p = 0;  // what trees say that have not seen the article
  };
  // By type, in the order of drafts_by_type().
  using PresencesByArticle = std::vector<std::pair<const JudgedArticle*, std::vector<double>>>;

  // Fits trees to all, and asks each of trees that are fitted to other articles: what builds on the
  // answers has to learn from such.
  static TreeWeights fit_and_ask(std::vector<Asked>& all, const std::vector<std::string>& numbers) {
    constexpr int kParts = 3;
    const auto part_of = [](const Asked& a) {
      return fold_of(a.article->article.gold->document.id, kParts);
    };
    const auto fit_without = [&](int part) {
      std::vector<TreeLesson> lessons;
      for (const auto& a : all)
        if (a.teaches && part_of(a) != part) lessons.push_back(a.lesson);
      return fit_trees(lessons, numbers);
    };
    for (int part = 0; part < kParts; ++part) {
      const auto trees = Trees::from(fit_without(part), numbers);
      for (auto& a : all)
        if (part_of(a) == part) a.p = trees.probability(a.lesson.values);
    }
    return fit_without(kParts);
  }

  // Also sets the drafts' scores.
  TreeWeights fit_scores() {
    std::vector<Asked> all;
    for (const auto& a : articles_)
      for (std::size_t i = 0; i < a.drafts.size(); ++i)
        all.push_back({&a, {a.drafts[i].numbers, a.right[i]}, a.judged[i]});
    auto out = fit_and_ask(all, draft_number_names(model_));
    auto next = all.begin();
    for (auto& a : articles_)
      for (auto& d : a.drafts) d.score = (next++)->p;
    return out;
  }

  // Looks at the drafts' scores. Answers what each article's types are said to be.
  TreeWeights fit_presences(PresencesByArticle& presences) const {
    std::vector<Asked> all;
    for (const auto& a : articles_)
      if (!a.drafts.empty()) ask_of_types(a, all);
    auto out = fit_and_ask(all, presence_number_names(model_));
    for (const auto& asked : all) {
      if (presences.empty() || presences.back().first != asked.article)
        presences.emplace_back(asked.article, std::vector<double>{});
      presences.back().second.push_back(asked.p);
    }
    return out;
  }

  void ask_of_types(const JudgedArticle& a, std::vector<Asked>& into) const {
    const auto s = scene(a);
    for (const auto& t : drafts_by_type(a.drafts)) {
      const auto& type = model_.types[t.type].id;
      bool told = false, optional = false;
      for (const auto& e : a.article.gold->events)
        if (e.types.contains(type)) (e.optional ? optional : told) = true;
      if (told || !optional)
        into.push_back({&a, {presence_numbers(s, a.drafts, t), told, importance_of(a)}});
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

  // Lessons are many, and seldom look-alikes.
  static double importance_of(const JudgedArticle& a) { return a.article.lesson ? 0.3 : 1.0; }

  // A short article teaches the weights of dispatches, and all but lessons those of the others.
  void add_news(const JudgedArticle& a, const std::vector<double>& presences,
                std::vector<Example>& into) const {
    const auto s = scene(a);
    const auto add = [&](bool dispatch) {
      into.push_back(
          Example::of({news_options(s, a.drafts, presences, dispatch).front(), Features(true)},
                      a.article.gold->events.empty() ? 1U : 0U, importance_of(a)));
    };
    if (is_dispatch(*a.article.text)) add(true);
    if (!a.article.lesson) add(false);
  }

  Scene scene(const JudgedArticle& a) const {
    const auto& p = a.article;
    return make_scene(model_, p.gold->document, *p.text, *p.moves, true);
  }

  const Model& model_;
  std::vector<JudgedArticle> articles_;
  int rounds_;
};

}  // namespace

TellingWeights fit_telling(const Model& model, std::vector<JudgedArticle> articles, int rounds) {
  return TellingFit(model, std::move(articles), rounds).run();
}

}  // namespace chokepoint
