#include "tools/chokepoint/vocabulary.h"

#include <algorithm>
#include <filesystem>
#include <vector>

#include "models/core/country.h"
#include "models/core/toml.h"
#include "storage/event_list.h"
#include "storage/events.h"
#include "tools/chokepoint/models_option.h"
#include "tools/chokepoint/setup.h"

namespace chokepoint::cli {
namespace {

// The ids of a table of the model's folders, as [[type]] of taxonomy.toml.
std::vector<std::string> listed_ids(const Globals& globals, const char* file, const char* table) {
  std::vector<std::string> out;
  for (const auto& folder : model_folders(globals)) {
    const auto root = TomlTable::load_file((std::filesystem::path{folder} / file).string());
    if (!root) continue;  // an overlay need not have one; a broken one is told where it is loaded
    for (const auto& t : root->tables(table)) out.push_back(t.string("id"));
  }
  return out;
}

bool is_in_store(Database& db, const char* sql, const std::string& value) {
  auto s = db.prepare(sql);
  return s.with(value).step();
}

std::string meant(const std::string& near, const char* otherwise) {
  return near.empty() ? otherwise : "did you mean '" + near + "'?";
}

std::optional<std::string> type_fault(Database& db, const std::string& type,
                                      const Globals& globals) {
  if (is_in_store(db, "SELECT 1 FROM events WHERE type = ? LIMIT 1", type)) return std::nullopt;
  const auto known = listed_ids(globals, "taxonomy.toml", "type");
  if (std::ranges::find(known, type) != known.end()) return std::nullopt;
  return "there is no such event type; " +
         meant(nearest_name(type, known), "'chokepoint model list types' lists them");
}

std::optional<std::string> pair_fault(Database& db, const std::string& pair,
                                      const Globals& globals) {
  const auto cut = pair.find_first_of(":-");
  if (auto fault = country_fault(db, pair.substr(0, cut), globals)) return fault;
  return country_fault(db, pair.substr(cut + 1), globals);
}

// An event of a past day may have had an id then that is gone now.
std::optional<std::string> event_fault(Database& db, const std::string& id,
                                       std::optional<Instant> as_of) {
  const auto event = load_event(db, id);
  if ((event && event->event.id == id) || (as_of && find_event(db, id, as_of))) return std::nullopt;
  if (!event) return no_event(id);
  return "it is part of " + event->event.id + " now; ask for that";
}

using FindFault = std::optional<std::string> (*)(Database&, const std::string&, const Globals&);

FindFault fault_of(const Filter& filter) {
  const std::string_view name = filter.name;
  if (name == "type") return type_fault;
  if (name == "actor" || name == "target") return country_fault;
  return name == "pair" ? pair_fault : nullptr;
}

}  // namespace

std::string no_event(const std::string& id) {
  return "there is no event " + id + "; 'chokepoint events' lists them";
}

std::optional<std::string> country_fault(Database& db, const std::string& code,
                                         const Globals& globals) {
  if (code == "*" || country_name(code) != code) return std::nullopt;
  if (is_in_store(db, "SELECT 1 FROM events WHERE actor = ?1 OR target = ?1 LIMIT 1", code))
    return std::nullopt;
  const auto known = listed_ids(globals, "countries.toml", "country");
  if (std::ranges::find(known, code) != known.end()) return std::nullopt;
  return "'" + code + "' is no country; " +
         meant(country_called(code, known),
               "write its two letters, as CN, or a bloc's acronym, as ASEAN");
}

std::optional<Database> store_for(const Question& question, Globals& globals) {
  auto db = open_store(globals, OpenMode::Read);
  if (!db) return db;
  for (const auto& asked : question.asked) {
    const auto find_fault = fault_of(*asked.filter);
    const bool event = std::string_view(asked.filter->name) == "event";
    if (find_fault == nullptr && !event) continue;
    for (const auto& value : asked.values)
      if (const auto fault = event ? event_fault(*db, value, as_of_instant(question))
                                   : find_fault(*db, value, globals)) {
        complain("--" + std::string(asked.filter->name) + " " + value + ": " + *fault);
        globals.status = kUsage;
        return std::nullopt;
      }
  }
  return db;
}

}  // namespace chokepoint::cli
