// What we remember of the sources and of what they published: sources, their states, entries seen,
// robots.txt, and the inbox of articles that are read but not coded yet. When to poll and what an
// entry is, others decide.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "models/core/document.h"
#include "models/core/feed.h"
#include "models/core/time.h"

namespace chokepoint {

class Database;

// --- sources -----------------------------------------------------------------------------------
// Makes the configured sources of the store equal to these; sources that were added by command
// stay.
void sync_configured_sources(Database& db, std::span<const FeedSource> configured);
bool add_source(Database& db, const FeedSource& source);  // false: the id is taken
bool remove_source(Database& db, std::string_view id);    // its entries stay: they are history
std::vector<FeedSource> list_sources(Database& db);       // by id
FeedState load_feed_state(Database& db, std::string_view feed);
void save_feed_state(Database& db, std::string_view feed, const FeedState& state);

// --- entries -----------------------------------------------------------------------------------
struct SeenEntry {
  std::string feed, document, guid, url, title, summary, byline, lang;
  std::optional<Instant> published_at, updated_at;
  Instant first_seen{};
  int attempts = 0;
  bool again = false;  // its page has been read before
};

enum class Sighting { New, Changed, Known };
// Notes an entry. A new one waits for its page; so does a known one whose title or date of change
// is another. What is new to this feed but known from another one as done is New and waits for
// nothing.
Sighting see_entry(Database& db, const SeenEntry& entry);

// The document of an earlier entry of this feed with this guid and title.
std::optional<std::string> document_of_guid(Database& db, std::string_view feed,
                                            std::string_view guid, std::string_view title);
std::optional<std::string> document_of_title(Database& db, std::string_view feed,
                                             std::string_view title);
// Whether an earlier entry of this feed had both; nullopt where none had the guid.
std::optional<bool> is_steady_guid(Database& db, std::string_view feed, std::string_view guid,
                                   std::string_view title);

// Entries whose page may be asked for now, one a document, oldest news first. Where several feeds
// carry a document, the first feed by id speaks for it.
std::vector<SeenEntry> waiting_entries(Database& db, Instant now, std::size_t limit);
std::size_t count_waiting(Database& db);

// The page did not come; ask again at `next_try`, or never where that is absent.
void postpone_entry(Database& db, std::string_view document, std::optional<Instant> next_try,
                    std::string_view error);
// The page came. At `look_again`, where it is given, it is asked for once more, in case it has
// changed.
void finish_entry(Database& db, std::string_view document, std::optional<Instant> look_again = {});

// --- inbox -------------------------------------------------------------------------------------
void put_in_inbox(Database& db, const Document& document, Instant first_seen);
// In the order of publication, then of id: the same after any crash.
std::vector<Document> read_inbox(Database& db, std::size_t limit);
void take_from_inbox(Database& db, std::span<const Document> documents);

// --- robots.txt --------------------------------------------------------------------------------
struct StoredRobots {
  Instant fetched{};
  int status = 0;
  std::string body;
};
std::optional<StoredRobots> find_robots(Database& db, std::string_view origin);
void save_robots(Database& db, std::string_view origin, const StoredRobots& robots);

}  // namespace chokepoint
