// What a ledger says, as lines to compare.
#pragma once

#include <string>
#include <vector>

namespace chokepoint {

class Database;

// Every event with its transitions, sorted; without what depends on when each document reached us.
std::vector<std::string> dump(Database& db);

}  // namespace chokepoint
