// Any bytes, in any language: spans lie within the text and in order, ranges run forward.
#include <cstdlib>
#include <string>

#include "models/engine/dates.h"

using namespace chokepoint;

extern "C" int LLVMFuzzerTestOneInput(const unsigned char* data, std::size_t size) {
  static const DateGrammar grammar = [] {
    const char* folder = std::getenv("CHOKEPOINT_DATES");
    auto loaded = load_date_grammar(folder != nullptr ? folder : "models/data/dates");
    if (!loaded) std::abort();
    return *loaded;
  }();
  static constexpr const char* kLanguages[] = {"en", "zh", "ja", "ko", "de", "fr", "es", "ru", ""};
  if (size < 2) return 0;
  const char* lang = kLanguages[data[0] % 9];
  const auto lean = static_cast<Lean>(data[1] % 3);
  const auto style = (data[1] & 8U) != 0 ? DateStyle::Query : DateStyle::News;
  const std::string text(reinterpret_cast<const char*>(data) + 2, size - 2);
  std::size_t end = 0;
  for (const auto& m :
       find_dates(grammar, fold(text), lang, parse_day("2026-01-08"), lean, style)) {
    if (m.start < end || m.end < m.start || m.end > text.size() || m.to < m.from) std::abort();
    end = m.end;
  }
  return 0;
}
