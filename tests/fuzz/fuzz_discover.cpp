// Any bytes as a page that names feeds.
#include <cstddef>
#include <cstdint>
#include <string_view>

#include "feeds/discover.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view s(reinterpret_cast<const char*>(data), size);
  chokepoint::discover_feeds(s, "https://n.example/");
  return 0;
}
