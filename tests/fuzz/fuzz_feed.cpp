// Any bytes as a feed.
#include <cstddef>
#include <cstdint>
#include <string_view>

#include <nlohmann/json.hpp>

#include "feeds/feed.h"
#include "models/core/json.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view s(reinterpret_cast<const char*>(data), size);
  const auto feed = chokepoint::read_feed({s, "", "https://n.example/feed"});
  if (feed) chokepoint::json_line(chokepoint::to_json(*feed));
  return 0;
}
