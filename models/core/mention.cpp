#include "models/core/mention.h"

#include <array>

namespace chokepoint {
namespace {
constexpr std::array<std::string_view, 4> kStageNames{"considered", "announced", "in_force",
                                                      "ended"};
}

std::string_view name_of(Stage stage) {
  return kStageNames.at(static_cast<std::size_t>(stage));
}

std::optional<Stage> parse_stage(std::string_view name) {
  for (std::size_t i = 0; i < kStageNames.size(); ++i)
    if (kStageNames.at(i) == name) return static_cast<Stage>(i);
  return std::nullopt;
}

std::string ending_rule(std::string_view type) {
  return std::string(type) + ".ends";
}

std::string widening_rule(std::string_view type) {
  return std::string(type) + ".widens";
}

}  // namespace chokepoint
