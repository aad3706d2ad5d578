// Any bytes as an article page.
#include <cstddef>
#include <cstdint>
#include <string_view>

#include "feeds/article.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view bytes{reinterpret_cast<const char*>(data), size};
  const auto now = chokepoint::Instant(std::chrono::seconds(1767693600));
  const auto article =
      chokepoint::extract_article(bytes, {"https://news.example/2026/01/06/a?x=1", "", now});
  if (article && article->html_bytes != size) __builtin_trap();
  return 0;
}
