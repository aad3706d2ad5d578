#include "models/core/zone.h"

#include <memory>

#include <unicode/timezone.h>

namespace chokepoint {
namespace {

// Seconds that clocks in `zone` are ahead of UTC at `t`, which is local time or UTC.
std::optional<std::chrono::seconds> offset(Instant t, bool local, std::string_view zone) {
  const auto id =
      icu::UnicodeString::fromUTF8({zone.data(), static_cast<std::int32_t>(zone.size())});
  const std::unique_ptr<icu::TimeZone> found(icu::TimeZone::createTimeZone(id));
  if (found == nullptr || *found == icu::TimeZone::getUnknown()) return std::nullopt;
  std::int32_t raw = 0;
  std::int32_t summer = 0;
  UErrorCode error = U_ZERO_ERROR;
  const auto milliseconds = static_cast<UDate>(t.time_since_epoch().count()) * 1000.0;
  found->getOffset(milliseconds, local, raw, summer, error);
  if (U_FAILURE(error)) return std::nullopt;
  return std::chrono::seconds((raw + summer) / 1000);
}

}  // namespace

std::optional<Instant> from_local(Instant local, std::string_view zone) {
  const auto ahead = offset(local, true, zone);
  if (!ahead) return std::nullopt;
  return local - *ahead;
}

std::optional<Instant> to_local(Instant t, std::string_view zone) {
  const auto ahead = offset(t, false, zone);
  if (!ahead) return std::nullopt;
  return t + *ahead;
}

}  // namespace chokepoint
