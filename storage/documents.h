// The articles as they reached us: kept whole (compressed), with every earlier version, and never
// twice.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "models/core/document.h"

namespace chokepoint {

class Database;

enum class Stored { New, Changed, Same };

struct StoredDocument {
  std::int64_t row = 0;
  Stored how = Stored::Same;
  int version = 1;
};

// Keeps a document under its id. `seen` is when it arrived, used for a new one without a first_seen
// of its own. Other text or title under a known id is a new version; the old one moves to
// document_versions.
StoredDocument store_document(Database& db, const Document& document, Instant seen);

// Whether the document is stored under its id with this very content.
bool is_stored(Database& db, const Document& document);
bool has_document(Database& db, std::string_view name);
std::optional<Document> find_document(Database& db, std::string_view name);
std::optional<Document> read_stored_document(Database& db, std::int64_t row);
int stored_version(Database& db, std::int64_t row);
// Rows of documents published (or first seen, where undated) on `since` or later, in order of
// arrival.
std::vector<std::int64_t> document_rows(Database& db, std::optional<Day> since);

// Hash of title and text: equal content, equal hash.
std::string content_hash(const Document& document);

// Ids of stored documents that are copies of this text, edited at most a little.
std::vector<std::string> near_copies(Database& db, std::string_view text);

}  // namespace chokepoint
