// Any bytes: what is folded maps back into them, in order, and folds alike with and without the
// map.
#include <cstdlib>
#include <string_view>

#include "models/core/fold.h"

using namespace chokepoint;

extern "C" int LLVMFuzzerTestOneInput(const unsigned char* data, std::size_t size) {
  const std::string_view bytes(reinterpret_cast<const char*>(data), size);
  const auto folded = fold(bytes);
  if (folded.origin.size() != folded.text.size() + 1 || folded.origin.back() != size) std::abort();
  for (std::size_t i = 1; i < folded.origin.size(); ++i)
    if (folded.origin[i] < folded.origin[i - 1]) std::abort();
  if (fold_text(bytes) != folded.text) std::abort();
  return 0;
}
