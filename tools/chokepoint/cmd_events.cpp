// chokepoint events, event: the ledger as a table or as the contract's JSON; and what a person
// decides of it.
#include <cstdio>
#include <iostream>
#include <memory>

#include <CLI/CLI.hpp>
#include <nlohmann/json.hpp>

#include "models/core/json.h"
#include "pipeline/rulings.h"
#include "storage/event_list.h"
#include "tools/chokepoint/models_option.h"
#include "tools/chokepoint/store_option.h"

namespace chokepoint::cli {
namespace {

struct ListOptions {
  EventFilter filter;
  std::string since, until, as_of, format = "table";
};

std::string joined(const std::vector<std::string>& words) {
  std::string out;
  for (const auto& w : words) out += (out.empty() ? "" : ", ") + w;
  return out;
}

void print_row(const Event& e) {
  const auto known = [](const std::string& s) { return s.empty() ? std::string("?") : s; };
  std::printf("%-14s %-10s %-24s %-10s %-5s %-5s %4.1f %4zu  %s%s\n", e.id.c_str(),
              e.date ? e.date->string().c_str() : "", e.type.c_str(),
              std::string(name_of(e.stage)).c_str(), known(e.actor).c_str(),
              known(e.target).c_str(), e.severity, e.documents.size(), joined(e.items).c_str(),
              e.background ? "  (background)" : "");
}

void print_events(const std::vector<Event>& events, const std::string& format) {
  if (format == "table") {
    std::printf("%-14s %-10s %-24s %-10s %-5s %-5s %4s %4s  %s\n", "event", "date", "type", "stage",
                "actor", "target", "sev", "docs", "items");
    for (const auto& e : events) print_row(e);
    return;
  }
  if (format == "jsonl") {
    for (const auto& e : events) std::cout << json_line(to_json(e)) << '\n';
    return;
  }
  auto all = nlohmann::ordered_json::array();
  for (const auto& e : events) all.push_back(to_json(e));
  std::cout << json_line(all) << '\n';
}

bool read_day(const std::string& text, std::optional<Day>& day, const char* option,
              Globals& globals) {
  if (text.empty()) return true;
  day = parse_day(text);
  if (day) return true;
  std::fprintf(stderr, "chokepoint: %s %s: not a day; write it as 2026-01-06\n", option,
               text.c_str());
  globals.status = kUsage;
  return false;
}

void list(ListOptions options, Globals& globals) {
  std::optional<Day> as_of;
  if (!read_day(options.since, options.filter.since, "--since", globals) ||
      !read_day(options.until, options.filter.until, "--until", globals) ||
      !read_day(options.as_of, as_of, "--as-of", globals))
    return;
  if (as_of)
    options.filter.as_of = Instant(*as_of + std::chrono::days{1}) - std::chrono::seconds{1};
  auto db = open_store(globals, OpenMode::Read);
  if (db) print_events(list_events(*db, options.filter), options.format);
}

void add_filters(CLI::App& command, ListOptions& o) {
  command.add_option("--type", o.filter.type, "Only this type, as export_ban");
  command.add_option("--actor", o.filter.actor, "Only moves of this country or bloc, as CN");
  command.add_option("--target", o.filter.target,
                     "Only moves aimed at this one; '*' for all countries");
  command.add_option("--item", o.filter.item, "Only moves on this item, as 'rare earths'");
  command.add_option("--agency", o.filter.agency, "Only moves of this body, as CN.MOFCOM");
  command.add_option("--stage", o.filter.stage, "considered, announced, in_force or ended");
  command.add_option("--since", o.since, "Moves dated this day (2026-01-06) or later");
  command.add_option("--until", o.until, "Moves dated this day or earlier");
  command.add_option("--min-severity", o.filter.min_severity, "0 to 10");
  command.add_option("--limit", o.filter.limit, "At most so many, the newest");
  command.add_option("--as-of", o.as_of, "Answer from what had been seen by the end of this day");
  command.add_flag("--weak", o.filter.weak,
                   "Also events of which one unsure report is all there is");
  command.add_flag("--dismissed", o.filter.dismissed, "Also events that were dismissed");
  command.add_option("--format", o.format, "table, json or jsonl")
      ->check(CLI::IsMember({"table", "json", "jsonl"}));
}

using Rule = Result<std::vector<std::string>> (*)(Database&, const LinkKnowledge&,
                                                  const RulingRequest&, Instant);

void rule(Rule decide, const RulingRequest& request, Globals& globals) {
  const auto model = model_or_complain(globals);
  if (!model) return;
  auto db = open_store(globals, OpenMode::Write);
  if (!db) return;
  const auto events = decide(*db, link_knowledge(*model), request, system_clock()());
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

void show(const std::string& id, const std::string& format, Globals& globals) {
  auto db = open_store(globals, OpenMode::Read);
  if (!db) return;
  const auto event = find_event(*db, id);
  if (!event) {
    std::fprintf(stderr, "chokepoint: no event %s; 'chokepoint events' lists them\n", id.c_str());
    globals.status = kPartly;
    return;
  }
  if (format != "table") {
    std::cout << json_line(to_json(*event)) << '\n';
    return;
  }
  print_events({*event}, "table");
  for (const auto& t : event->transitions)
    std::printf("  %s  %-10s %-10s %s%s\n",
                t.published ? format_day(*t.published).c_str() : "          ",
                std::string(name_of(t.change)).c_str(), std::string(name_of(t.stage)).c_str(),
                joined(t.documents).c_str(), t.alertable ? "" : "  (no alert)");
  for (const auto& s : event_sources(*db, event->id))
    std::printf("  %-10s %-24s %-8s %s\n", std::string(name_of(s.tier)).c_str(), s.outlet.c_str(),
                s.lang.c_str(), s.document.c_str());
}

}  // namespace

void add_events(CLI::App& app, Globals& globals) {
  auto* command = app.add_subcommand(
      "events", "List events; or decide about them: merge, split, dismiss, confirm");
  auto options = std::make_shared<ListOptions>();
  add_filters(*command, *options);
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
  auto id = std::make_shared<std::string>();
  auto format = std::make_shared<std::string>("table");
  command->add_option("ID", *id, "Event id; one it had earlier serves too")->required();
  command->add_option("--format", *format, "table or json")
      ->check(CLI::IsMember({"table", "json"}));
  command->callback([id, format, &globals] { show(*id, *format, globals); });
}

}  // namespace chokepoint::cli
