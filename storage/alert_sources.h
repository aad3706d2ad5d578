// What stands behind an event, as a notice shows it: its articles, and the words of each that prove
// the move.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "models/core/document.h"
#include "models/core/mention.h"

namespace chokepoint {

class Database;

struct AlertSource {
  std::string document, url, outlet, lang, title;
  Tier tier = Tier::Press;
  std::optional<Day> published;
  bool background = false;  // tells the move as history
  double score = 0;
  std::uint64_t simhash = 0;  // by which copies of one text are known
  std::string text;           // where asked for
  std::vector<Evidence> evidence;
};

// Those that tell it as news first, then by tier, then as they arrived. Text and evidence come with
// the first `quoted` of them.
std::vector<AlertSource> sources_of_event(Database& db, std::string_view event,
                                          std::size_t quoted = 0);

}  // namespace chokepoint
