// What the documents say, as the coder read it, with the version of the model that did. A new
// reading of a document replaces the current one and keeps the old.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "models/core/mention.h"

namespace chokepoint {

class Database;

// Where the linker keeps a mention; see pipeline/link.h.
struct Partition {
  std::string family, party;  // party: the actor, empty when unknown
  std::int64_t day = 0;
  bool vague = false;
};

struct StoredMention {
  std::int64_t row = 0;
  std::int64_t document = 0;  // row
  int ordinal = 0;
  Partition where;
  Mention mention;
};

// Makes `mentions` the current reading of the document; `partitions` run beside it. A mention keeps
// its number from reading to reading. Answers the new rows, in the order of `mentions`.
std::vector<std::int64_t> store_mentions(Database& db, std::int64_t document, int version,
                                         std::string_view model, std::span<const Mention> mentions,
                                         std::span<const Partition> partitions);

// How many of these mentions (by row) show words under that rule.
int count_evidence(Database& db, std::span<const std::int64_t> mentions, std::string_view rule);

// The current reading of a document, by number, evidence included.
std::vector<StoredMention> mentions_of(Database& db, std::int64_t document);

}  // namespace chokepoint
