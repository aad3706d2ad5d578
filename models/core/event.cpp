#include "models/core/event.h"

#include <array>

namespace chokepoint {
namespace {
constexpr std::array<std::string_view, 7> kChangeNames{"first_seen", "stage", "scope",    "date",
                                                       "eased",      "ended", "corrected"};
}

std::string_view name_of(Change change) {
  return kChangeNames.at(static_cast<std::size_t>(change));
}

std::optional<Change> parse_change(std::string_view name) {
  for (std::size_t i = 0; i < kChangeNames.size(); ++i)
    if (kChangeNames.at(i) == name) return static_cast<Change>(i);
  return std::nullopt;
}

}  // namespace chokepoint
