// Any text, in any language: it is coded, and what is told stands where it says.
#include <cstdlib>
#include <string>

#include "models/engine/coder.h"

using namespace chokepoint;

namespace {

const Model& model() {
  static const auto loaded = [] {
    const char* folder = std::getenv("CHOKEPOINT_MODELS");
    auto result = load_model({folder != nullptr ? folder : "models/data"});
    if (!result) std::abort();
    return std::move(*result);
  }();
  return *loaded;
}

}  // namespace

// Loading is no part of the first input's time.
extern "C" int LLVMFuzzerInitialize(int*, char***) {
  model();
  return 0;
}

extern "C" int LLVMFuzzerTestOneInput(const unsigned char* data, std::size_t size) {
  static constexpr const char* kLanguages[] = {"en", "zh-Hans", "ja", "ko", "de",
                                               "fr", "es",      "ru", ""};
  if (size < 2) return 0;
  Document document;
  document.lang = kLanguages[data[0] % 9];
  document.published = parse_day("2026-01-08");
  const std::string all(reinterpret_cast<const char*>(data) + 1, size - 1);
  const auto line = all.find('\n');
  if (line != std::string::npos) document.title = all.substr(0, line);
  document.text = line == std::string::npos ? all : all.substr(line + 1);
  const auto reading = read_document(model(), document);
  const auto stands = [&](std::size_t start, std::size_t end, bool in_title,
                          const std::string& text) {
    const auto& field = in_title ? document.title : document.text;
    return start <= end && end <= field.size() && field.substr(start, end - start) == text;
  };
  for (const auto& e : reading.entities)
    if (!stands(e.start, e.end, e.in_title, e.text)) std::abort();
  for (const auto& m : reading.events) {
    if (!(m.score >= 0 && m.score <= 1) || m.evidence.empty()) std::abort();
    for (const auto& e : m.evidence)
      if (!stands(e.start, e.end, e.in_title, e.text)) std::abort();
  }
  return 0;
}
