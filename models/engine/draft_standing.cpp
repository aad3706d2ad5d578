#include "models/engine/draft_standing.h"

#include <algorithm>
#include <array>
#include <iterator>
#include <string_view>

#include "models/engine/draft_numbers.h"

namespace chokepoint {
namespace {

constexpr std::string_view kStandingNumbers[] = {"days old",
                                                 "precision",
                                                 "day of publication",
                                                 "all: background",
                                                 "all: read background",
                                                 "all: considered",
                                                 "all: announced",
                                                 "all: in force",
                                                 "all: ended",
                                                 "all: read considered",
                                                 "all: read announced",
                                                 "all: read in force",
                                                 "all: read ended"};
constexpr float kNoDay = -9999;

// The mean of what candidates say, the surer ones with more say.
class Mean {
 public:
  explicit Mean(const Draft& d) : d_(d) {
    for (const auto& t : d.told) all_ += t.accept;
  }
  template <class What>
  float of(What what) const {
    double sum = 0;
    for (const auto& t : d_.told) sum += t.accept * static_cast<double>(what(t));
    return static_cast<float>(sum / all_);
  }

 private:
  const Draft& d_;
  double all_ = 0;
};

constexpr std::size_t kStageCount = 4;

Stage vote_of(const Draft& d) {
  const Mean mean(d);
  std::array<float, kStageCount> said{};
  for (std::size_t i = 0; i < kStageCount; ++i)
    said[i] = mean.of([i](const Decided& t) { return t.stage_p[i]; });
  return static_cast<Stage>(std::max_element(said.begin(), said.end()) - said.begin());
}

}  // namespace

std::vector<std::string> standing_number_names(const Model& model) {
  std::vector<std::string> out(std::begin(kStandingNumbers), std::end(kStandingNumbers));
  const auto of_draft = draft_number_names(model);
  out.insert(out.end(), of_draft.begin(), of_draft.end());
  return out;
}

std::vector<float> standing_numbers(const Scene& s, const Draft& d) {
  std::vector<float> out;
  const auto date = date_of(s, d);
  const bool dated = date.date && s.document.published;
  out.push_back(dated ? static_cast<float>((*s.document.published - date.date->first_day()).count())
                      : kNoDay);
  out.push_back(!date.date              ? 0.0F
                : date.date->day != 0   ? 3.0F
                : date.date->month != 0 ? 2.0F
                                        : 1.0F);
  out.push_back(date.published ? 1.0F : 0.0F);
  const Mean mean(d);
  out.push_back(mean.of([](const Decided& t) { return t.background_p; }));
  out.push_back(mean.of([](const Decided& t) { return t.candidate->read.background; }));
  for (std::size_t i = 0; i < kStageCount; ++i)
    out.push_back(mean.of([i](const Decided& t) { return t.stage_p[i]; }));
  for (std::size_t i = 0; i < kStageCount; ++i)
    out.push_back(mean.of([i](const Decided& t) { return t.candidate->read.stages[i]; }));
  out.insert(out.end(), d.numbers.begin(), d.numbers.end());
  return out;
}

void settle_standing(const Scene& s, Draft& draft) {
  draft.background = draft.told.front().background;
  draft.stage = vote_of(draft);
  if (s.model.histories.empty() || s.model.stages.size() != kStageCount) return;
  const auto numbers = standing_numbers(s, draft);
  draft.background = s.model.histories.probability(numbers) >= 0.5;
  double most = -1;
  for (std::size_t i = 0; i < kStageCount; ++i)
    if (const auto p = s.model.stages[i].probability(numbers); p > most)
      std::tie(most, draft.stage) = std::pair{p, static_cast<Stage>(i)};
}

}  // namespace chokepoint
