// Storing what a document says. Inner part of process.cpp and replay.cpp.
#pragma once

#include <span>
#include <string_view>

#include "pipeline/ledger.h"
#include "storage/documents.h"

namespace chokepoint {

// The day a document counts as told.
Day told_on(const Document& document, Instant now);

// Makes `mentions` the document's reading, and notes what that touches.
void store_reading(Database& db, const LinkKnowledge& knowledge, std::string_view model,
                   const StoredDocument& stored, Day published, std::span<const Mention> mentions,
                   Touched& touched);

}  // namespace chokepoint
