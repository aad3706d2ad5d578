// Care of the store: is it whole, is it larger than it needs to be.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "models/core/time.h"

namespace chokepoint {

class Database;

// What is wrong with the file or with what its tables say of each other, one line each; empty:
// whole.
std::vector<std::string> check_database(Database& db);
void vacuum_database(Database& db);
// Drops the texts (and earlier versions) of documents seen before `day`. Everything read from them
// stays.
std::int64_t prune_texts(Database& db, Day day);

}  // namespace chokepoint
