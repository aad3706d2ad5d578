#include "models/engine/sentence_weights.h"

#include <algorithm>
#include <charconv>
#include <cstdio>
#include <ostream>

namespace chokepoint {
namespace {

// Reads "TYPE=WEIGHT TYPE=WEIGHT"; false where that is not what stands there.
bool read_types(std::string_view feature, std::string_view rest, NamedWeights& out) {
  while (!rest.empty()) {
    const auto field = rest.substr(0, rest.find(' '));
    rest.remove_prefix(std::min(rest.size(), field.size() + 1));
    const auto equals = field.find('=');
    if (equals == std::string_view::npos) return false;
    double weight = 0;
    const char* end = field.data() + field.size();
    if (std::from_chars(field.data() + equals + 1, end, weight).ptr != end) return false;
    auto& name = out.emplace_back("sentence|", weight).first;
    name.append(feature).append("|").append(field.substr(0, equals));
  }
  return true;
}

}  // namespace

Result<NamedWeights> load_sentence_weights(const std::string& path) {
  return load_lines(path, "FEATURE<tab>TYPE=WEIGHT TYPE=WEIGHT", read_types);
}

void write_sentence_weights(std::ostream& out, const NamedWeights& weights) {
  out << "# Written by 'chokepoint model train'; each line is a feature of a sentence, and of each "
         "type how much it speaks for it.\n";
  constexpr std::string_view kHead = "sentence|";
  std::string_view last;
  for (const auto& [name, weight] : weights) {
    const auto end = name.rfind('|');
    const auto feature = std::string_view{name}.substr(kHead.size(), end - kHead.size());
    if (feature == last)
      out << ' ';
    else
      out << (last.empty() ? "" : "\n") << feature << '\t';
    last = feature;
    char number[32];
    std::snprintf(number, sizeof number, "%.1f", weight);
    out << std::string_view{name}.substr(end + 1) << '=' << number;
  }
  if (!last.empty()) out << '\n';
}

}  // namespace chokepoint
