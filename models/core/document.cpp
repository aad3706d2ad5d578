#include "models/core/document.h"

#include <array>

namespace chokepoint {
namespace {
constexpr std::array<std::string_view, 4> kTierNames{"official", "wire", "press", "aggregator"};
}

std::string_view name_of(Tier tier) {
  return kTierNames.at(static_cast<std::size_t>(tier));
}

std::optional<Tier> parse_tier(std::string_view name) {
  for (std::size_t i = 0; i < kTierNames.size(); ++i)
    if (kTierNames.at(i) == name) return static_cast<Tier>(i);
  return std::nullopt;
}

}  // namespace chokepoint
