#include "tests/pipeline/story.h"

#include <algorithm>
#include <array>
#include <span>

namespace chokepoint::story {
namespace {

struct Move {
  const char* type;
  const char* actor;
  const char* target;
  std::vector<std::string> items;
  Day day;
};

int below(std::mt19937& random, int n) {
  return static_cast<int>(random() % static_cast<unsigned>(n));
}

Move random_move(std::mt19937& random, int days) {
  static const std::array kTypes{"export_ban",         "dual_use_ban",       "licence_tightening",
                                 "anti_dumping_probe", "diplomatic_protest", "tariff_increase",
                                 "control_easing",     "trade_truce"};
  static const std::array kActors{"CN", "US", "JP"};
  static const std::array kTargets{"JP", "KR", "EU", "CN"};
  static const std::array<std::vector<std::string>, 5> kItems{
      {{"rare earths"}, {"dysprosium", "terbium"}, {"gallium"}, {"wine"}, {}}};
  return {kTypes.at(static_cast<std::size_t>(below(random, 8))),
          kActors.at(static_cast<std::size_t>(below(random, 3))),
          kTargets.at(static_cast<std::size_t>(below(random, 4))),
          kItems.at(static_cast<std::size_t>(below(random, 5))),
          *parse_day("2025-06-01") + std::chrono::days(below(random, days))};
}

Mention slip(std::mt19937& random, const Move& move, Day published) {
  Mention m = mention(move.type, static_cast<Stage>(below(random, 10) < 6 ? 1 : below(random, 4)),
                      move.actor, move.target, move.items, format_day(move.day).c_str());
  switch (below(random, 18)) {
    case 0:
      m.actor.clear();
      break;
    case 1:
      m.target.clear();
      break;
    case 2:
      m.date.reset();
      break;
    case 3:
      m.date->day = 0;
      break;
    case 4:
      m.date = PartialDate::of(published);
      break;
    case 5:
      m.date->month = m.date->day = 0;
      break;
    case 6:
      m.items.clear();
      break;
    case 7:
      m.background = true;
      m.date.reset();
      break;
    case 8:
      m.effective = PartialDate::of(move.day + std::chrono::days(20));
      break;
    case 9:
      m.responds_to = MoveRef{"", move.target, move.actor};
      break;
    case 10:
      m.document = "CN.MOFCOM 2025-" + std::to_string(move.day.time_since_epoch().count() % 7);
      break;
    case 11:
      std::swap(m.actor, m.target);
      break;
    case 12:
      m.target = "IN";
      break;
    case 13:
      m.type = "export_licensing";
      break;
    case 14:
    case 15:
      m.faint = true;
      break;
    default:
      break;
  }
  m.score = 0.5 + 0.05 * below(random, 10);
  return m;
}

// Some easings say that the measure is over, or when it is to begin; some measures, that they are
// ones of before, which cover more now.
Mention with_ending(std::mt19937& random, Mention m, Day published) {
  if (m.type == "export_licensing" && below(random, 4) == 0)
    m.evidence.push_back({0, 5, false, "adds to", widening_rule(m.type)});
  if (m.type != "control_easing") return m;
  if (below(random, 3) == 0) m.evidence.push_back({0, 5, false, "lifts", ending_rule(m.type)});
  if (below(random, 4) == 0) m.effective = PartialDate::of(published + std::chrono::days(15));
  return m;
}

}  // namespace

std::vector<CodedDocument> random_story(std::mt19937& random, int moves, int days, Recall recall) {
  std::vector<CodedDocument> out;
  int serial = 0;
  for (int i = 0; i < moves; ++i) {
    const auto move = random_move(random, days);
    auto other = random_move(random, days);
    const bool recalls = recall == Recall::Often;
    if (recalls && below(random, 2) == 0) {
      other.actor = move.actor;
      other.target = move.target;
      other.day = move.day - std::chrono::days(below(random, 60));
    }
    for (int n = 1 + below(random, 7); n > 0; --n) {
      const Day published = move.day + std::chrono::days(below(random, 4) == 0 ? below(random, 40)
                                                                               : below(random, 3));
      std::vector<Mention> mentions{slip(random, move, published)};
      if (below(random, 4) == 0) mentions.push_back(slip(random, other, published));
      if (recalls)
        for (auto& m : mentions) m = with_ending(random, std::move(m), published);
      out.push_back(
          document("o" + std::to_string(below(random, 9)) + "-" + std::to_string(serial++),
                   format_day(published).c_str(), std::move(mentions)));
    }
  }
  return out;
}

std::vector<Transition> feed(Database& db, const std::vector<CodedDocument>& documents,
                             std::size_t batch) {
  const auto now = *parse_rfc3339("2026-03-01");
  std::vector<Transition> told;
  for (std::size_t i = 0; i < documents.size(); i += batch) {
    const auto part = std::span(documents).subspan(i, std::min(batch, documents.size() - i));
    process_coded(db, knowledge(), "m1", part, now,
                  [&](Database&, std::span<const Transition> fresh) {
                    told.insert(told.end(), fresh.begin(), fresh.end());
                  });
  }
  return told;
}

}  // namespace chokepoint::story
