// From what a feed says to what the store remembers of it: each entry under its document's name, as
// plain text, with dates that can be believed.
#pragma once

#include <vector>

#include "feeds/feed.h"
#include "models/core/feed.h"
#include "storage/feeds_store.h"

namespace chokepoint {

class Database;

// Entries that say nothing are left out. `now` is their first sight, where they are new.
std::vector<SeenEntry> entries_of(Database& db, const FeedSource& source, const ParsedFeed& feed,
                                  Instant now);

}  // namespace chokepoint
