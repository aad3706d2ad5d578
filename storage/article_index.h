// Keeps the full-text index in step with the stored articles. What the index looks like inside:
// storage/schema_asking.cpp; how text is taken apart: models/core/words.h.
#pragma once

#include <cstdint>

namespace chokepoint {

class Database;

// Indexes every article that is new or changed since the last call; answers how many. Run it once a
// batch, in the batch's transaction: the index is written once, at the commit.
std::int64_t index_articles(Database& db);

}  // namespace chokepoint
