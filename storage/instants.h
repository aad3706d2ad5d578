// How the tables hold times: seconds since 1970, NULL for none. Internal to storage.
#pragma once

#include <chrono>
#include <cstdint>
#include <optional>

#include "models/core/time.h"
#include "storage/database.h"

namespace chokepoint {

inline Instant instant(std::int64_t seconds) {
  return Instant{std::chrono::seconds{seconds}};
}
inline std::optional<Instant> instant(const Statement& s, int column) {
  if (s.is_null(column)) return std::nullopt;
  return instant(s.integer(column));
}

inline std::int64_t seconds(Instant t) {
  return t.time_since_epoch().count();
}
inline std::optional<std::int64_t> seconds(const std::optional<Instant>& t) {
  return t ? std::optional<std::int64_t>(seconds(*t)) : std::nullopt;
}

}  // namespace chokepoint
