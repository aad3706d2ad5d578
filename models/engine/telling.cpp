#include "models/engine/telling.h"

#include <algorithm>
#include <cmath>
#include <functional>
#include <map>

#include "models/engine/vicinity.h"

namespace chokepoint {
namespace {

// A probability as the steps it has passed, half a unit of log odds each: near to linear in log
// odds, and free to bend.
void add_fine_steps(Features& f, Word name, double p) {
  static constexpr Word kSteps[] = {"-4.0", "-3.5", "-3.0", "-2.5", "-2.0", "-1.5", "-1.0",
                                    "-0.5", "0.0",  "0.5",  "1.0",  "1.5",  "2.0",  "2.5",
                                    "3.0",  "3.5",  "4.0",  "4.5",  "5.0",  "5.5",  "6.0"};
  const double odds = std::log(std::max(p, 1e-6) / std::max(1 - p, 1e-6));
  for (std::size_t i = 0; i < std::size(kSteps); ++i)
    if (odds > -4 + 0.5 * static_cast<double>(i)) f.add(name, kSteps[i]);
}

// That at least one is right, were they independent.
class AnyOf {
 public:
  void add(double p) {
    doubt_ *= 1 - p;
    best_ = std::max(best_, p);
  }
  double p() const { return 1 - doubt_; }
  double best() const { return best_; }

 private:
  double doubt_ = 1, best_ = 0;
};

bool told_early(const Scene& s, const Draft& d) {
  return std::any_of(d.told.begin(), d.told.end(), [&](const Decided& t) {
    return !t.candidate->echo && t.candidate->sentence <= s.first_body_sentence;
  });
}

std::vector<double> highest_first(std::vector<double> values, std::size_t at_least) {
  std::sort(values.begin(), values.end(), std::greater<>());
  values.resize(std::max(values.size(), at_least));
  return values;
}

}  // namespace

bool is_dispatch(const AnnotatedText& text) {
  return text.sentences.size() <= kDispatch;
}

std::vector<TypeDrafts> drafts_by_type(const std::vector<Draft>& drafts) {
  std::map<std::size_t, TypeDrafts> out;
  for (std::size_t i = 0; i < drafts.size(); ++i) {
    const auto type = drafts[i].told.front().candidate->type;
    out[type].type = type;
    out[type].drafts.push_back(i);
  }
  std::vector<TypeDrafts> list;
  for (auto& [type, of_type] : out) list.push_back(std::move(of_type));
  return list;
}

std::vector<Features> presence_options(const Scene& s, const std::vector<Draft>& drafts,
                                       const TypeDrafts& of_type, bool dispatch) {
  const Word head = dispatch ? Word("presence short") : Word("presence");
  auto f = features_of(s, head), none = features_of(s, head);
  const auto& type = s.model.types[of_type.type];
  AnyOf score, accept, direct, parties;
  float read = 0, in_text = 0;
  std::size_t told = 0;
  bool early = false;
  for (const auto i : of_type.drafts) {
    const auto& d = drafts[i];
    score.add(d.score);
    early = early || told_early(s, d);
    for (const auto& t : d.told) {
      parties.add(t.parties_p);
      read = std::max(read, t.candidate->read.told);
      in_text = std::max(in_text, t.candidate->read.in_text);
      accept.add(t.accept);
      if (t.candidate->echo) continue;
      direct.add(t.accept);
      ++told;
    }
  }
  double rival = 0;
  for (const auto& d : drafts)
    if (d.told.front().candidate->type != of_type.type) rival = std::max(rival, d.score);
  f.add("any");
  f.add("type", type.id);
  add_fine_steps(f, "score", score.best());
  add_fine_steps(f, "scores", score.p());
  add_fine_steps(f, "accept", direct.best());
  add_fine_steps(f, "accepts", direct.p());
  add_fine_steps(f, "with echoes", accept.p());
  add_fine_steps(f, "rival", rival);
  add_fine_steps(f, "read", static_cast<double>(read));
  add_fine_steps(f, "read in text", static_cast<double>(in_text));
  add_fine_steps(f, "parties", parties.best());
  f.add("told", few(told));
  f.add("early", early ? Word("yes") : Word("no"));
  f.add("early", early ? Word("yes") : Word("no"), type.group);
  return {std::move(f), std::move(none)};
}

std::vector<Features> news_options(const Scene& s, const std::vector<Draft>& drafts,
                                   const std::vector<double>& presence_by_type, bool dispatch) {
  const Word head = dispatch ? Word("news short") : Word("news");
  auto f = features_of(s, head), none = features_of(s, head);
  AnyOf any;
  for (const auto p : presence_by_type) any.add(p);
  std::vector<double> scores;
  double early = 0;
  for (const auto& d : drafts) {
    scores.push_back(d.score);
    if (told_early(s, d)) early = std::max(early, d.score);
  }
  scores = highest_first(std::move(scores), 3);
  const auto presence = highest_first(presence_by_type, 2);
  f.add("any");
  add_fine_steps(f, "first", scores[0]);
  add_fine_steps(f, "second", scores[1]);
  add_fine_steps(f, "third", scores[2]);
  add_fine_steps(f, "presence", presence[0]);
  add_fine_steps(f, "second presence", presence[1]);
  add_fine_steps(f, "presences", any.p());
  add_fine_steps(f, "early", early);
  f.add("drafts", few(drafts.size()));
  f.add("sentences", s.text.sentences.size() > 3 ? Word("many") : Word("few"));
  return {std::move(f), std::move(none)};
}

namespace {

// Names of one list are read from the same words: what is told of one is told of all.
double least_score(const Draft& further, const Draft& best) {
  const bool one_list = further.listed && best.listed &&
                        further.told.front().candidate == best.told.front().candidate;
  if (one_list) return kToldListed;
  return further.twin.starts_with(kSameTime) ? kToldAgain : kToldFurther;
}

}  // namespace

Telling telling_of(const Scene& s, const std::vector<Draft>& drafts) {
  const auto n = drafts.size();
  Telling out{0, kToldNews, std::vector<double>(n), std::vector<double>(n), std::vector<bool>(n)};
  if (drafts.empty()) return out;
  const auto types = drafts_by_type(drafts);
  std::vector<double> presence;
  const bool dispatch = is_dispatch(s.text);
  for (const auto& t : types)
    presence.push_back(weigh(s.model, presence_options(s, drafts, t, dispatch)).front());
  out.news = weigh(s.model, news_options(s, drafts, presence, dispatch)).front();
  out.least_news = dispatch                                    ? kToldNewsDispatch
                   : s.text.sentences.size() <= kShortDocument ? kToldNewsShort
                                                               : kToldNews;
  for (std::size_t i = 0; i < types.size(); ++i) {
    const auto& of_type = types[i].drafts;
    const auto best = *std::max_element(of_type.begin(), of_type.end(), [&](auto a, auto b) {
      return drafts[a].score < drafts[b].score;
    });
    for (const auto d : of_type) {
      out.presence[d] = presence[i];
      out.least[d] = d == best ? 0 : least_score(drafts[d], drafts[best]);
      out.told[d] = out.news >= out.least_news && presence[i] >= kToldPresence &&
                    drafts[d].score >= out.least[d];
    }
  }
  return out;
}

}  // namespace chokepoint
