// Any bytes as a date.
#include <cstddef>
#include <cstdint>
#include <string_view>

#include "feeds/feed_date.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view s(reinterpret_cast<const char*>(data), size);
  if (const auto t = chokepoint::parse_feed_date(s)) chokepoint::format_rfc3339(*t);
  return 0;
}
