// chokepoint export: events in the formats other programs take in.
#include <initializer_list>
#include <iostream>
#include <memory>

#include <CLI/CLI.hpp>
#include <nlohmann/json.hpp>

#include "models/core/json.h"
#include "tools/chokepoint/ask_options.h"
#include "tools/chokepoint/publish.h"
#include "tools/chokepoint/setup.h"
#include "tools/chokepoint/sheet.h"
#include "tools/chokepoint/vocabulary.h"

namespace chokepoint::cli {
namespace {

// One format a row.
struct Format {
  const char* name;
  void (*write)(std::ostream&, std::span<const PublishedEvent>);
};
const std::initializer_list<Format> kFormats = {
    {"jsonl",
     [](std::ostream& out, std::span<const PublishedEvent> events) {
       for (const auto& e : events) out << json_line(to_json(e.event)) << '\n';
     }},
    {"csv",
     [](std::ostream& out, std::span<const PublishedEvent> events) {
       std::vector<Event> bare;
       for (const auto& e : events) bare.push_back(e.event);
       write_event_sheet(out, bare, "csv");
     }},
    {"atom", [](std::ostream& out, std::span<const PublishedEvent> e) { publish_atom(out, e); }},
    {"ical", publish_ical},
    {"stix", publish_stix},
    {"misp", publish_misp},
};

void run(const AskOptions& options, Globals& globals) {
  const auto question = question_or_complain(options, globals);
  if (!question) return;
  auto db = store_for(*question, globals);
  if (!db) return;
  const auto events = with_articles(*db, ask_events(*db, *question), as_of_instant(*question));
  for (const auto& f : kFormats)
    if (options.format == f.name) f.write(std::cout, events);
}

}  // namespace

void add_export(CLI::App& app, Globals& globals) {
  auto* command = app.add_subcommand(
      "export",
      "Events for other programs: jsonl, csv, atom, ical (days on which measures start and "
      "end), stix 2.1, misp");
  auto options = std::make_shared<AskOptions>();
  options->format = "jsonl";
  std::string names;
  for (const auto& f : kFormats) names += std::string(names.empty() ? "" : " ") + f.name;
  add_question(*command, Subject::Events, *options, names.c_str());
  command->callback([options, &globals] { run(*options, globals); });
}

}  // namespace chokepoint::cli
