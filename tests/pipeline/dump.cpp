#include "tests/pipeline/dump.h"

#include <algorithm>

#include <nlohmann/json.hpp>

#include "models/core/json.h"
#include "storage/database.h"
#include "storage/event_list.h"

namespace chokepoint {

std::vector<std::string> dump(Database& db) {
  std::vector<std::string> lines;
  EventFilter all;
  all.weak = all.dismissed = true;
  for (const auto& event : list_events(db, all)) {
    auto json = to_json(event);
    for (auto& t : json["transitions"]) {
      t.erase("alertable");
      t.erase("severity");
    }
    lines.push_back(json_line(json));
  }
  std::ranges::sort(lines);
  return lines;
}

}  // namespace chokepoint
