#include "models/engine/telling.h"

#include <algorithm>
#include <cmath>
#include <functional>
#include <iterator>
#include <map>
#include <string_view>

#include "models/engine/draft_numbers.h"
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

namespace {

// All drafts of one type as one.
struct TypeSums {
  const Draft* best = nullptr;
  double second_score = 0;
  AnyOf score, accept, with_echoes, parties;
  float read = 0, in_text = 0;
  std::size_t told = 0;
  bool early = false;
};

TypeSums sums_of(const Scene& s, const std::vector<Draft>& drafts, const TypeDrafts& of_type) {
  TypeSums out;
  for (const auto i : of_type.drafts) {
    const auto& d = drafts[i];
    out.score.add(d.score);
    out.early = out.early || told_early(s, d);
    if (out.best == nullptr || d.score > out.best->score) {
      if (out.best != nullptr) out.second_score = out.best->score;
      out.best = &d;
    } else {
      out.second_score = std::max(out.second_score, d.score);
    }
    for (const auto& t : d.told) {
      out.parties.add(t.parties_p);
      out.read = std::max(out.read, t.candidate->read.told);
      out.in_text = std::max(out.in_text, t.candidate->read.in_text);
      out.with_echoes.add(t.accept);
      if (t.candidate->echo) continue;
      out.accept.add(t.accept);
      ++out.told;
    }
  }
  return out;
}

constexpr std::string_view kPresenceNumbers[] = {"score",
                                                 "second score",
                                                 "any score",
                                                 "any accept",
                                                 "any accept or echo",
                                                 "any parties",
                                                 "read",
                                                 "in text",
                                                 "told",
                                                 "drafts of type",
                                                 "early",
                                                 "dispatch",
                                                 "score of other type",
                                                 "other type in text"};
constexpr std::size_t kAnyScore = 2;

}  // namespace

std::vector<std::string> presence_number_names(const Model& model) {
  std::vector<std::string> out(std::begin(kPresenceNumbers), std::end(kPresenceNumbers));
  for (const auto& name : draft_number_names(model)) out.push_back("best draft: " + name);
  return out;
}

std::vector<float> presence_numbers(const Scene& s, const std::vector<Draft>& drafts,
                                    const TypeDrafts& of_type) {
  const auto sums = sums_of(s, drafts, of_type);
  double rival = 0;
  float rival_in_text = 0;
  for (const auto& d : drafts) {
    if (d.told.front().candidate->type == of_type.type) continue;
    rival = std::max(rival, d.score);
    for (const auto& t : d.told) rival_in_text = std::max(rival_in_text, t.candidate->read.in_text);
  }
  const auto number = [](auto n) { return static_cast<float>(n); };
  std::vector<float> out{number(sums.best->score),
                         number(sums.second_score),
                         number(sums.score.p()),
                         number(sums.accept.p()),
                         number(sums.with_echoes.p()),
                         number(sums.parties.best()),
                         sums.read,
                         sums.in_text,
                         number(sums.told),
                         number(of_type.drafts.size()),
                         number(sums.early ? 1 : 0),
                         number(is_dispatch(s.text) ? 1 : 0),
                         number(rival),
                         rival_in_text};
  out.insert(out.end(), sums.best->numbers.begin(), sums.best->numbers.end());
  return out;
}

double presence_of(const Model& model, const std::vector<float>& numbers) {
  return model.presences.empty() ? static_cast<double>(numbers[kAnyScore])
                                 : model.presences.probability(numbers);
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

// One candidate's answers to who is aimed at leave no room for each other where one of them is all,
// or nobody named.
bool excludes(const Draft& a, const Draft& b) {
  return a.told.front().candidate == b.told.front().candidate && a.actor == b.actor &&
         a.target != b.target && (a.target.size() <= 1 || b.target.size() <= 1);
}

}  // namespace

Telling telling_of(const Scene& s, const std::vector<Draft>& drafts) {
  const auto n = drafts.size();
  Telling out{0,
              kToldNews,
              std::vector<double>(n),
              std::vector<double>(n),
              std::vector<bool>(n),
              std::vector<bool>(n)};
  if (drafts.empty()) return out;
  const auto types = drafts_by_type(drafts);
  std::vector<double> presence;
  const bool dispatch = is_dispatch(s.text);
  for (const auto& t : types)
    presence.push_back(presence_of(s.model, presence_numbers(s, drafts, t)));
  out.news = weigh(s.model, news_options(s, drafts, presence, dispatch)).front();
  out.least_news = dispatch                                    ? kToldNewsDispatch
                   : s.text.sentences.size() <= kShortDocument ? kToldNewsShort
                                                               : kToldNews;
  for (std::size_t i = 0; i < types.size(); ++i) {
    auto of_type = types[i].drafts;
    std::stable_sort(of_type.begin(), of_type.end(),
                     [&](auto a, auto b) { return drafts[a].score > drafts[b].score; });
    const bool type_told = out.news >= out.least_news && presence[i] >= kToldPresence;
    for (const auto d : of_type) {
      out.presence[d] = presence[i];
      out.least[d] = d == of_type.front() ? 0 : kToldFurther;
      out.excluded[d] = std::any_of(of_type.begin(), of_type.end(), [&](auto surer) {
        return out.told[surer] && excludes(drafts[surer], drafts[d]);
      });
      out.told[d] = type_told && !out.excluded[d] && drafts[d].score >= out.least[d];
    }
  }
  return out;
}

}  // namespace chokepoint
