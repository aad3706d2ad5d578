// Whether the types, countries and events that a filter names are any: those of the store, else
// those of the model's tables, read by themselves and only then. Loading the model for it would
// take longer than the answer.
#pragma once

#include <optional>
#include <string>

#include "storage/ask.h"
#include "storage/database.h"
#include "tools/chokepoint/commands.h"

namespace chokepoint::cli {

// The store to put the question to; or one line of complaint, a status, and nothing.
std::optional<Database> store_for(const Question& question, Globals& globals);

// The complaint about the id of an event that never was.
std::string no_event(const std::string& id);

// What is wrong with a country's code; nothing: one that CLDR, the store or the model has, or "*".
std::optional<std::string> country_fault(Database& db, const std::string& code,
                                         const Globals& globals);

}  // namespace chokepoint::cli
