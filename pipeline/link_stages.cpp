#include "pipeline/link_stages.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <map>

#include "pipeline/link_group.h"

namespace chokepoint {
namespace {

using PerStage = std::array<double, 4>;  // considered, announced, in_force, ended

// How often a mention of a move at one stage (row) is coded as another (column): rounded from
// `model evaluate` on articles the model had not seen, and kept well off zero.
constexpr std::array<PerStage, 4> kCoded{{{0.61, 0.31, 0.074, 0.006},
                                          {0.03, 0.76, 0.204, 0.006},
                                          {0.02, 0.31, 0.664, 0.006},
                                          {0.06, 0.30, 0.16, 0.48}}};
constexpr PerStage kUsual{0.11, 0.515, 0.365, 0.01};  // of a mention about which nothing is known
constexpr PerStage kBegins{-0.6, -0.7, -1.6, -5};     // log chances of the stage first told
constexpr double kNever = -1e9;
// Log chances of a step from one day of reports to the next. Nothing goes back, but what has ended
// may begin anew.
constexpr std::array<PerStage, 4> kSteps{{{-0.1, -0.8, -3.2, -1.9},
                                          {kNever, -0.1, -1.0, -2.5},
                                          {kNever, kNever, -0.1, -2.5},
                                          {kNever, -1.5, -1.5, -0.1}}};
constexpr double kAtOnce = -1.2;    // from a plan to the deed, where nobody announces it
constexpr double kTooEarly = -3.5;  // decided or started, told before the day of it
// Still only planned, told after the day of the decision; or decided, after that of the start.
constexpr double kStarted = -2.5;
// A turn told only by articles that have the parties wrong, or are unsure of it all.
constexpr double kHardly = -0.4;
constexpr double kStray = 0.35;  // how far one is believed who has the parties wrong, or is unsure
constexpr double kAnew = -1.2;   // ended, and yet told with a day of its own just past

struct Days {
  std::size_t begin = 0, end = 0;  // tales of one day
};

std::vector<Days> days_of(std::span<const Tale> tales) {
  std::vector<Days> out;
  for (std::size_t i = 0; i < tales.size(); ++i) {
    if (i == 0 || tales[i].published != tales[i - 1].published) out.push_back({i, i});
    out.back().end = i + 1;
  }
  return out;
}

std::size_t at(Stage stage) {
  return static_cast<std::size_t>(stage);
}

class Course {
 public:
  Course(std::span<const Tale> tales, const std::optional<PartialDate>& date, bool at_once)
      : tales_(tales), days_(days_of(tales)), decided_(sure_day(date)) {
    if (at_once) steps_.at(at(Stage::Considered)).at(at(Stage::InForce)) = kAtOnce;
  }

  std::vector<Stage> likeliest() const {
    std::vector<PerStage> best(days_.size());
    std::vector<std::array<std::size_t, 4>> from(days_.size());
    for (std::size_t d = 0; d < days_.size(); ++d) {
      const auto said = likelihood(days_[d]);
      for (std::size_t to = 0; to < 4; ++to) {
        double most = d == 0 ? kBegins.at(to) : kNever;
        for (std::size_t was = 0; d > 0 && was < 4; ++was) {
          const double reach =
              best[d - 1].at(was) + steps_.at(was).at(to) + (was == to ? 0 : step_weight(days_[d]));
          if (reach > most) {
            most = reach;
            from[d].at(to) = was;
          }
        }
        best[d].at(to) = most + said.at(to);
      }
    }
    return traced(best.back(), from);
  }

 private:
  double step_weight(const Days& day) const {
    for (std::size_t i = day.begin; i < day.end; ++i)
      if (tales_[i].founded) return 0;
    return kHardly;
  }

  std::vector<Stage> traced(const PerStage& last,
                            const std::vector<std::array<std::size_t, 4>>& from) const {
    auto stage = static_cast<std::size_t>(
        std::distance(last.begin(), std::max_element(last.begin(), last.end())));
    std::vector<Stage> out(tales_.size());
    for (std::size_t d = days_.size(); d-- > 0;) {
      for (std::size_t i = days_[d].begin; i < days_[d].end; ++i)
        out[i] = static_cast<Stage>(stage);
      stage = from[d].at(stage);
    }
    return out;
  }

  PerStage likelihood(const Days& day) const {
    PerStage out{};
    const auto told = day_number(tales_[day.begin].published);
    const auto due = due_by(day);
    for (std::size_t i = day.begin; i < day.end; ++i) {
      const double belief = std::clamp(tales_[i].score, 0.3, tales_[i].founded ? 0.95 : kStray);
      const auto said = at(tales_[i].stage);
      for (std::size_t s = 0; s < 4; ++s)
        out.at(s) += std::log(belief * kCoded.at(s).at(said) + (1 - belief) * kUsual.at(said));
    }
    for (std::size_t i = day.begin; i < day.end; ++i)
      if (tales_[i].stage != Stage::Ended && is_dated_now(tales_[i]))
        out.at(at(Stage::Ended)) += kAnew;
    if (decided_ && told < *decided_ - 1)
      for (const auto s : {Stage::Announced, Stage::InForce}) out.at(at(s)) += kTooEarly;
    if (decided_ && told >= *decided_) out.at(at(Stage::Considered)) += kStarted;
    if (due && told < *due) out.at(at(Stage::InForce)) += kTooEarly;
    if (due && told >= *due) out.at(at(Stage::Announced)) += kStarted;
    if (due && told >= *due) out.at(at(Stage::Considered)) += kStarted;
    return out;
  }

  static bool is_dated_now(const Tale& tale) {
    const auto day = exact_day(tale.date);
    const auto told = day_number(tale.published);
    return day && *day <= told && *day + 3 >= told;
  }

  // The day of the decision, where two documents or more give it.
  std::optional<std::int64_t> sure_day(const std::optional<PartialDate>& date) const {
    const auto day = exact_day(date);
    const auto gives = std::ranges::count_if(tales_, [&](const Tale& t) {
      return t.stage != Stage::Considered && exact_day(t.date) == day;
    });
    const bool starts = std::ranges::any_of(tales_, [&](const Tale& t) {
      return exact_day(t.effective) == day && exact_day(t.date) != day;
    });
    return day && gives >= 2 && !starts ? day : std::nullopt;
  }

  // The start as known on a day: the one with most weight, later tellings counting more.
  std::optional<std::int64_t> due_by(const Days& day) const {
    std::map<std::int64_t, double> votes;
    for (std::size_t i = 0; i < day.end; ++i)
      // "Announced on the 10th, from the 10th" says nothing of a start apart from the decision.
      if (const auto start = exact_day(tales_[i].effective);
          start && !(tales_[i].stage == Stage::Announced && start == exact_day(tales_[i].date))) {
        const auto age = tales_[day.begin].published - tales_[i].published;
        votes[*start] += tales_[i].score * std::exp2(-static_cast<double>(age.count()) / 7);
      }
    if (votes.empty()) return std::nullopt;
    const auto due =
        std::ranges::max_element(votes, {}, [](const auto& v) { return v.second; })->first;
    if (decided_ && due <= *decided_) return std::nullopt;
    return due;
  }

  std::span<const Tale> tales_;
  std::vector<Days> days_;
  std::array<PerStage, 4> steps_ = kSteps;
  std::optional<std::int64_t> decided_;
};

}  // namespace

std::vector<Stage> stages_of(std::span<const Tale> tales, const std::optional<PartialDate>& date,
                             bool at_once) {
  return Course(tales, date, at_once).likeliest();
}

}  // namespace chokepoint
