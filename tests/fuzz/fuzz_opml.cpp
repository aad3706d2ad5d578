// Any bytes as OPML; what was read can be written and read again.
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "feeds/opml.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view s(reinterpret_cast<const char*>(data), size);
  const auto feeds = chokepoint::read_opml(s);
  if (!feeds) return 0;
  const auto again = chokepoint::read_opml(chokepoint::write_opml(*feeds, "t"));
  if (!again || again->size() != feeds->size()) std::abort();
  return 0;
}
