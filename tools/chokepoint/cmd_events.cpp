// chokepoint events, event: the ledger as a table or as the contract's JSON; and what a person
// decides of it.
#include <cstdio>
#include <iostream>
#include <memory>

#include <CLI/CLI.hpp>
#include <nlohmann/json.hpp>

#include "models/core/json.h"
#include "pipeline/notify.h"
#include "pipeline/rulings.h"
#include "storage/event_list.h"
#include "tools/chokepoint/ask_options.h"
#include "tools/chokepoint/models_option.h"
#include "tools/chokepoint/publish.h"
#include "tools/chokepoint/setup.h"
#include "tools/chokepoint/sheet.h"
#include "tools/chokepoint/vocabulary.h"

namespace chokepoint::cli {
namespace {

std::string joined(const std::vector<std::string>& words) {
  std::string out;
  for (const auto& w : words) out += (out.empty() ? "" : ", ") + w;
  return out;
}

void print_events(Database& db, const std::vector<Event>& events, std::optional<Instant> as_of,
                  const std::string& format) {
  if (format == "jsonl") {
    for (const auto& e : events) std::cout << json_line(to_json(e)) << '\n';
  } else if (format == "json") {
    auto all = nlohmann::ordered_json::array();
    for (const auto& e : events) all.push_back(to_json(e));
    std::cout << json_line(all) << '\n';
  } else if (format == "atom") {
    publish_atom(std::cout, with_articles(db, events, as_of));
  } else {
    write_event_sheet(std::cout, events, format, dismissed_events(db, as_of));
  }
}

void list(const AskOptions& options, Globals& globals) {
  const auto question = question_or_complain(options, globals);
  if (!question) return;
  auto db = store_for(*question, globals);
  if (db) print_events(*db, ask_events(*db, *question), as_of_instant(*question), options.format);
}

using Rule = Result<std::vector<std::string>> (*)(Database&, const LinkKnowledge&,
                                                  const RulingRequest&, Instant,
                                                  const TransitionHook&);

void rule(Rule decide, const RulingRequest& request, Globals& globals) {
  const auto config = config_or_default(globals);
  if (!config) return;
  const auto model = model_or_complain(globals);
  if (!model) return;
  auto db = store_or_complain(globals, *config, OpenMode::Write);
  if (!db) return;
  const auto knowledge = link_knowledge(*model);
  const auto events = decide(*db, knowledge, request, system_clock()(),
                             notify_hook(config->alerts, knowledge, system_clock()));
  if (!events) {
    std::fprintf(stderr, "chokepoint: %s\n", events.error().line().c_str());
    globals.status = kUsage;
    return;
  }
  std::printf("decided; now: %s\n", joined(*events).c_str());
}

void add_ruling(CLI::App& events, Globals& globals, const char* name, const char* help, Rule decide,
                int ids, bool documents) {
  auto* command = events.add_subcommand(name, help);
  auto request = std::make_shared<RulingRequest>();
  auto* option =
      command->add_option("ID", request->events, "Event ids, as 'chokepoint events' prints them")
          ->required();
  if (ids > 1)
    option->expected(ids, 1000);
  else
    option->expected(1);
  if (documents)
    command
        ->add_option("--documents", request->documents,
                     "Ids of the documents that are another event")
        ->required()
        ->delimiter(',');
  command->add_option("--why", request->why, "Reason, kept with the decision");
  command->callback([decide, request, &globals] { rule(decide, *request, globals); });
}

struct ShowOptions {
  std::string id, format = "table", as_of;
};

void show(const ShowOptions& options, Globals& globals) {
  const auto& [id, format, as_of] = options;
  AskOptions same;
  if (!as_of.empty()) same.given["as-of"] = {as_of};
  const auto question = question_or_complain(same, globals);
  if (!question) return;
  auto db = open_store(globals, OpenMode::Read);
  if (!db) return;
  const auto event = find_event(*db, id, as_of_instant(*question));
  if (!event) {
    std::fprintf(stderr, "chokepoint: no event %s; 'chokepoint events' lists them\n", id.c_str());
    globals.status = kPartly;
    return;
  }
  if (format != "table") {
    std::cout << json_line(to_json(*event)) << '\n';
    return;
  }
  write_event_sheet(std::cout, {{*event}}, "table",
                    dismissed_events(*db, as_of_instant(*question)));
  for (const auto& t : event->transitions)
    std::printf("  %s  %-10s %-10s %s%s\n",
                t.published ? format_day(*t.published).c_str() : "          ",
                std::string(name_of(t.change)).c_str(), std::string(name_of(t.stage)).c_str(),
                harmless(joined(t.documents)).c_str(), t.alertable ? "" : "  (no alert)");
  for (const auto& s : event_sources(*db, event->id, as_of_instant(*question)))
    std::printf("  %-10s %-24s %-8s %s\n", std::string(name_of(s.tier)).c_str(),
                harmless(s.outlet).c_str(), harmless(s.lang).c_str(), harmless(s.document).c_str());
}

}  // namespace

void add_events(CLI::App& app, Globals& globals) {
  auto* command = app.add_subcommand(
      "events", "List events; or decide about them: merge, split, dismiss, confirm");
  auto options = std::make_shared<AskOptions>();
  add_question(*command, Subject::Events, *options, kNewsFormats);
  command->require_subcommand(0, 1);
  add_ruling(*command, globals, "merge", "Two or more events are one", merge_events, 2, false);
  add_ruling(*command, globals, "split", "Some documents of an event are another event",
             split_event, 1, true);
  add_ruling(*command, globals, "dismiss", "An event is none: hide it, never alert", dismiss_event,
             1, false);
  add_ruling(*command, globals, "confirm", "An event is right", confirm_event, 1, false);
  command->callback([command, options, &globals] {
    if (command->get_subcommands().empty()) list(*options, globals);
  });
}

void add_event(CLI::App& app, Globals& globals) {
  auto* command = app.add_subcommand("event", "Show one event: its story and its sources");
  auto options = std::make_shared<ShowOptions>();
  command->add_option("ID", options->id, "Event id; one it had earlier serves too")->required();
  command->add_option("--as-of", options->as_of, "As it was known at the end of this day");
  add_format(*command, options->format, "table json");
  command->callback([options, &globals] { show(*options, globals); });
}

}  // namespace chokepoint::cli
