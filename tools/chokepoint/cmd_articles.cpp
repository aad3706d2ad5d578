// chokepoint articles, timeline, sources: the articles behind the events, the changes in the order
// they were told, and who told them.
#include <iostream>
#include <memory>

#include <CLI/CLI.hpp>
#include <nlohmann/json.hpp>

#include "storage/article_list.h"
#include "tools/chokepoint/ask_options.h"
#include "tools/chokepoint/publish.h"
#include "tools/chokepoint/setup.h"
#include "tools/chokepoint/sheet.h"
#include "tools/chokepoint/vocabulary.h"

namespace chokepoint::cli {
namespace {

void articles(const AskOptions& options, Globals& globals) {
  const auto question = question_or_complain(options, globals);
  if (!question) return;
  if (options.match) {
    const auto* text = question->find("text");
    std::cout << (text == nullptr ? "" : parse_text_query(text->values.front())->match) << '\n';
    return;
  }
  auto db = store_for(*question, globals);
  if (!db) return;
  const auto found = list_articles(*db, *question);
  if (options.format == "atom") return publish_atom(std::cout, found);
  const bool searched = question->find("text") != nullptr;
  std::vector<std::string> columns{"published", "outlet", "tier", "lang", "title"};
  if (searched) columns.emplace_back("snippet");
  for (const char* c : {"events", "article", "url", "first_seen"}) columns.emplace_back(c);
  Sheet sheet(columns);
  for (const auto& a : found) {
    std::vector<nlohmann::ordered_json> row{known(a.published), known(a.outlet), a.tier,
                                            known(a.lang), known(a.title)};
    if (searched) row.push_back(known(a.snippet));
    row.insert(row.end(), {nlohmann::ordered_json(a.events), a.id, known(a.url),
                           format_rfc3339(a.first_seen)});
    sheet.add(std::move(row));
  }
  sheet.write(std::cout, options.format);
}

void timeline(const AskOptions& options, Globals& globals) {
  const auto question = question_or_complain(options, globals);
  if (!question) return;
  auto db = store_for(*question, globals);
  if (!db) return;
  const auto found = list_changes(*db, *question);
  if (options.format == "atom") return publish_atom(std::cout, found);
  Sheet sheet({"published", "kind", "stage", "type", "actor", "target", "severity", "date", "added",
               "event", "at", "transition", "documents"});
  for (const auto& c : found) {
    const Transition& t = c.transition;
    sheet.add({known(t.published ? format_day(*t.published) : ""), name_of(t.change),
               name_of(t.stage), c.type, known(c.actor), known(c.target), t.severity,
               known(t.date ? t.date->string() : ""), nlohmann::ordered_json(t.added), t.event,
               known(t.at ? format_rfc3339(*t.at) : ""), t.id,
               nlohmann::ordered_json(t.documents)});
  }
  sheet.write(std::cout, options.format);
}

void sources(const AskOptions& options, Globals& globals) {
  const auto question = question_or_complain(options, globals);
  if (!question) return;
  auto db = store_for(*question, globals);
  if (!db) return;
  Sheet sheet({"outlet", "tier", "articles", "events", "first", "lead_hours", "latest"});
  for (const auto& o : list_outlets(*db, *question))
    sheet.add({known(o.outlet), o.tier, o.articles, o.events, o.first,
               o.lead_hours ? nlohmann::ordered_json(std::round(*o.lead_hours * 10) / 10)
                            : nlohmann::ordered_json(nullptr),
               known(o.latest)});
  sheet.write(std::cout, options.format);
}

using Command = void (*)(const AskOptions&, Globals&);

CLI::App* add(CLI::App& app, Globals& globals, const char* name, const char* help, Subject subject,
              const char* formats, Command run, std::shared_ptr<AskOptions>& options) {
  auto* command = app.add_subcommand(name, help);
  options = std::make_shared<AskOptions>();
  add_question(*command, subject, *options, formats);
  command->callback([options, run, &globals] { run(*options, globals); });
  return command;
}

}  // namespace

void add_articles(CLI::App& app, Globals& globals) {
  std::shared_ptr<AskOptions> options;
  auto* command =
      add(app, globals, "articles", "List or search articles: those behind events, or all",
          Subject::Articles, kNewsFormats, articles, options);
  command->add_flag("--print-match", options->match,
                    "Print --text as sqlite3 would be asked for it, and nothing else");
  add(app, globals, "timeline", "The changes of events in the order they were told",
      Subject::Changes, kNewsFormats, timeline, options);
  add(app, globals, "sources", "Outlets: what they reported, how often first, and by how much",
      Subject::Articles, kSheetFormats, sources, options);
}

}  // namespace chokepoint::cli
