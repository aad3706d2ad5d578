// The schema as numbered steps. A step, once released, never changes; a change of the schema is a
// new step appended to the list in migrations.cpp. A database remembers by number which ones it has
// had.
#pragma once

#include <span>
#include <string>

#include "models/core/result.h"

namespace chokepoint {

class Database;

struct Migration {
  int number;
  const char* name;
  const char* sql;
};

std::span<const Migration> all_migrations();  // ascending

// Applies what is missing, all in one transaction. An Error when the database has steps this
// program does not know. `up_to` stops early: the tests make databases of earlier versions with it.
Result<void> migrate(Database& db, int up_to = 1'000'000);
// The same check without writing: an Error when steps are missing or unknown.
Result<void> check_migrations(Database& db);

}  // namespace chokepoint
