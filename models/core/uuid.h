// Names as UUIDs (RFC 9562, version 5): the same name in the same space is the same UUID
// everywhere.
#pragma once

#include <string>
#include <string_view>

namespace chokepoint {

// `space` is a UUID as text. "cfbff0d1-9375-5685-968c-48ce8b15ae17" and the like.
std::string uuid_of(std::string_view space, std::string_view name);

// The space of everything Chokepoint names.
inline constexpr std::string_view kChokepointSpace = "5e0b8f0e-3a52-5d0f-9f4b-7d2f7e5c7a10";

}  // namespace chokepoint
