#include "models/engine/trees_file.h"

#include <charconv>
#include <cstdio>
#include <ostream>
#include <string_view>

#include "models/engine/weights.h"

namespace chokepoint {
namespace {

constexpr std::string_view kForestLine = ":forest", kBiasLine = ":bias", kLeafLine = ":leaf";
constexpr std::size_t kDeepest = 4096;  // of a file by hand; ours have some tens

bool read_number(std::string_view text, float& out) {
  const char* end = text.data() + text.size();
  return !text.empty() && std::from_chars(text.data(), end, out).ptr == end;
}

bool read_question(std::string_view text, TreeWeights::Node& out) {
  const auto space = text.find(' ');
  return space != std::string_view::npos && read_number(text.substr(0, space), out.threshold) &&
         read_number(text.substr(space + 1), out.mean);
}

std::string written(float number) {
  char text[32];
  std::snprintf(text, sizeof text, "%.6g", static_cast<double>(number));
  return text;
}

}  // namespace

Result<Forests> load_forests(const std::string& path) {
  Forests out;
  TreeWeights* forest = nullptr;
  std::size_t open = 0;  // parts of the last tree that are still to come
  const auto read_node = [&](std::string_view name, std::string_view rest) {
    if (open == 0) {
      forest->trees.emplace_back();
      open = 1;
    }
    auto& node = forest->trees.back().emplace_back();
    if (name == kLeafLine) {
      --open;
      return read_number(rest, node.mean);
    }
    node.number = name;
    return ++open < kDeepest && read_question(rest, node);
  };
  auto read = load_lines(
      path, "NUMBER<tab>THRESHOLD MEAN, :leaf<tab>MEAN, :bias<tab>LOG ODDS or :forest<tab>NAME",
      [&](std::string_view name, std::string_view rest) {
        if (name == kForestLine) {
          forest = &out[std::string{rest}];
          return open == 0;
        }
        if (forest == nullptr) return false;
        if (name == kBiasLine) return open == 0 && read_number(rest, forest->bias);
        return read_node(name, rest);
      });
  if (!read) return read.error();
  if (open > 0)
    return Error{Error::Kind::Config,
                 "the last tree ends before its last leaf; run 'chokepoint model train' to write "
                 "this file anew",
                 path};
  return out;
}

void write_forests(std::ostream& out, const Forests& forests) {
  out << "# Written by 'chokepoint model train': questions, up to a number or above it, and the "
         "log "
         "odds\n# that each answer is worth.\n";
  for (const auto& [name, weights] : forests) {
    out << kForestLine << '\t' << name << '\n';
    out << kBiasLine << '\t' << written(weights.bias) << '\n';
    for (const auto& tree : weights.trees)
      for (const auto& n : tree)
        if (n.number.empty())
          out << kLeafLine << '\t' << written(n.mean) << '\n';
        else
          out << n.number << '\t' << written(n.threshold) << ' ' << written(n.mean) << '\n';
  }
}

}  // namespace chokepoint
