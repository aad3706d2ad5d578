// robots.txt and the addresses it is asked about; the first line of the input is the address.
#include <cstddef>
#include <cstdint>
#include <string_view>

#include "feeds/robots.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view input{reinterpret_cast<const char*>(data), size};
  const auto end = input.find('\n');
  const auto url = input.substr(0, end);
  const auto text = end == std::string_view::npos ? std::string_view{} : input.substr(end + 1);
  const auto robots = chokepoint::Robots::parse(text, "Chokepoint");
  (void)robots.allows(url);
  (void)robots.allows(chokepoint::escape_for_robots(url));
  (void)chokepoint::robots_url(url);
  return 0;
}
