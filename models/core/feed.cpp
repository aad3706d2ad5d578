#include "models/core/feed.h"

#include <array>
#include <utility>

namespace chokepoint {
namespace {

constexpr std::array<std::pair<Health, std::string_view>, 5> kHealths = {
    {{Health::New, "new"},
     {Health::Good, "good"},
     {Health::Broken, "broken"},
     {Health::Blocked, "blocked"},
     {Health::Gone, "gone"}}};

}  // namespace

std::string_view name_of(Health health) {
  for (const auto& [value, name] : kHealths)
    if (value == health) return name;
  return "new";
}

std::optional<Health> parse_health(std::string_view name) {
  for (const auto& [value, known] : kHealths)
    if (known == name) return value;
  return std::nullopt;
}

}  // namespace chokepoint
