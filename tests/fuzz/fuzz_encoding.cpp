// Any bytes in any encoding; the text is always well-formed UTF-8.
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "models/core/encoding.h"
#include "models/core/utf8.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view s(reinterpret_cast<const char*>(data), size);
  const auto cut = s.find('\n');
  const auto type = cut == std::string_view::npos ? std::string_view() : s.substr(0, cut);
  const auto body = cut == std::string_view::npos ? s : s.substr(cut + 1);
  for (const bool html : {false, true}) {
    const auto text = chokepoint::decode_bytes(body, type, html).text;
    if (chokepoint::valid_utf8(text) != text) std::abort();
  }
  return 0;
}
