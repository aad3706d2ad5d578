#include "models/engine/network_file.h"

#include <algorithm>
#include <charconv>
#include <cstdio>
#include <numeric>
#include <ostream>
#include <string_view>
#include <vector>

#include "models/engine/network_features.h"
#include "models/engine/weights.h"

namespace chokepoint {
namespace {

constexpr char kNoPull = 'O';
constexpr std::string_view kUnitsLine = ":units";

// Numbers parted by spaces; false where there are not as many, or something else.
bool read_numbers(std::string_view text, std::size_t count, std::vector<float>& out) {
  while (!text.empty()) {
    const auto field = text.substr(0, text.find(' '));
    text.remove_prefix(std::min(text.size(), field.size() + 1));
    const char* end = field.data() + field.size();
    float number = 0;
    if (std::from_chars(field.data(), end, number).ptr != end) return false;
    out.push_back(number);
  }
  return out.size() == count;
}

bool read_units(std::string_view text, NetworkWeights& out) {
  std::vector<float> numbers;
  if (!read_numbers(text, kUnits, numbers)) return false;
  std::copy(numbers.begin(), numbers.end(), out.bias.begin());
  return true;
}

bool read_output(std::string_view name, std::string_view text, NetworkWeights& out) {
  std::vector<float> numbers;
  if (!read_numbers(text, kUnits + 1, numbers)) return false;
  auto& o = out.outputs.emplace_back();
  o.name = name;
  o.bias = numbers.front();
  std::copy(numbers.begin() + 1, numbers.end(), o.weights.begin());
  return true;
}

bool read_feature(std::string_view name, std::string_view text, NetworkWeights& out) {
  if (text.size() != kUnits) return false;
  Pull pull;
  for (std::size_t u = 0; u < kUnits; ++u) {
    pull[u] = static_cast<std::int8_t>(text[u] - kNoPull);
    if (pull[u] > kMostPull || pull[u] < -kMostPull) return false;
  }
  out.features.push_back(network_feature_number(name));
  out.pulls.push_back(pull);
  return true;
}

template <class Numbers>
void write_numbers(std::ostream& out, const Numbers& numbers) {
  const char* between = "";
  for (const auto n : numbers) {
    char number[32];
    std::snprintf(number, sizeof number, "%s%.4f", between, static_cast<double>(n));
    out << number;
    between = " ";
  }
  out << '\n';
}

}  // namespace

Result<NetworkWeights> load_network(const std::string& path) {
  NetworkWeights out;
  auto read = load_lines(path, "FEATURE<tab>PULLS or :OUTPUT<tab>NUMBERS",
                         [&](std::string_view name, std::string_view rest) {
                           if (name == kUnitsLine) return read_units(rest, out);
                           if (name.starts_with(':')) return read_output(name.substr(1), rest, out);
                           return read_feature(name, rest, out);
                         });
  if (!read) return read.error();
  return out;
}

void write_network(std::ostream& out, const NetworkWeights& weights) {
  out << "# Written by 'chokepoint model train': which way each feature pulls each of " << kUnits
      << " units\n# ('" << kNoPull << "' not at all), and how much each unit speaks for "
      << "each output.\n";
  out << kUnitsLine << '\t';
  write_numbers(out, weights.bias);
  for (const auto& o : weights.outputs) {
    std::vector<float> numbers{o.bias};
    numbers.insert(numbers.end(), o.weights.begin(), o.weights.end());
    out << ':' << o.name << '\t';
    write_numbers(out, numbers);
  }
  std::vector<std::size_t> order(weights.features.size());
  std::iota(order.begin(), order.end(), 0);
  std::sort(order.begin(), order.end(),
            [&](std::size_t a, std::size_t b) { return weights.names[a] < weights.names[b]; });
  for (const auto i : order) {
    std::string pulls;
    for (const auto p : weights.pulls[i]) pulls += static_cast<char>(kNoPull + p);
    out << weights.names[i] << '\t' << pulls << '\n';
  }
}

}  // namespace chokepoint
