// Any bytes as an address, and as a reference; what is normal stays as it is.
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "models/core/url.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view s(reinterpret_cast<const char*>(data), size);
  chokepoint::resolve_url("https://n.example/a/b?c", s);
  chokepoint::registrable_domain(s);
  chokepoint::canonical_url(s);
  const auto url = chokepoint::parse_url(s);
  if (!url) return 0;
  const auto again = chokepoint::parse_url(url->string());
  if (!again || again->string() != url->string()) std::abort();
  return 0;
}
