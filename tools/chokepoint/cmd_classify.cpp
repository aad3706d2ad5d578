// chokepoint classify: documents in, mentions and entities out; no store, no network.
#include <cstdio>
#include <iostream>

#include <CLI/CLI.hpp>

#include "models/core/reading_line.h"
#include "models/engine/gold.h"
#include "tools/chokepoint/input_file.h"
#include "tools/chokepoint/models_option.h"

namespace chokepoint::cli {
namespace {

void classify(std::istream& in, const std::string& name, Globals& globals) {
  const auto model = model_or_complain(globals);
  if (!model) return;
  std::string line;
  for (int number = 1; std::getline(in, line); ++number) {
    if (line.find_first_not_of(" \t\r") == std::string::npos) continue;
    const auto document = read_document_line(line);
    if (!document) {
      std::fprintf(stderr,
                   "chokepoint: %s:%d: %s; expected {\"id\",\"published\",\"title\",\"text\"}\n",
                   name.c_str(), number, document.error().what.c_str());
      globals.status = kPartly;
      continue;
    }
    std::cout << reading_line(document->id, read_document(*model, *document)) << '\n';
  }
}

}  // namespace

void add_classify(CLI::App& app, Globals& globals) {
  auto* command = app.add_subcommand(
      "classify", "Code documents: JSONL in, one JSON object of events and entities a line out");
  auto file = std::make_shared<std::string>();
  command->add_option(
      "FILE", *file,
      "JSONL documents {id, published, title, text, lang?, url?} (default: standard input)");
  command->callback([file, &globals] {
    std::ios::sync_with_stdio(false);
    if (file->empty() || *file == "-") {
      classify(std::cin, "standard input", globals);
      return;
    }
    auto in = input_or_complain(*file, globals);
    if (in) classify(*in, *file, globals);
  });
}

}  // namespace chokepoint::cli
