#include "storage/schema.h"

namespace chokepoint {

// feeds 1-1 feed_states, feeds 1-n feed_entries n-1 (by name) documents
//
// An entry waits until its page has been read; the article then lies in the inbox until it has been
// coded and linked. So each step can be repeated after a crash without asking the web twice.
const char* const kSchemaFeeds = R"sql(
CREATE TABLE feeds(
  id         TEXT PRIMARY KEY,
  url        TEXT NOT NULL,
  outlet     TEXT,
  country    TEXT,
  lang       TEXT,
  topic      TEXT,
  tier       TEXT NOT NULL,
  articles   INTEGER NOT NULL DEFAULT 1,
  configured INTEGER NOT NULL DEFAULT 0     -- stands in the configuration
);

CREATE TABLE feed_states(
  feed           TEXT PRIMARY KEY REFERENCES feeds(id) ON DELETE CASCADE,
  health         TEXT NOT NULL,
  etag           TEXT,
  last_modified  TEXT,
  body_hash      TEXT,
  moved_to       TEXT,
  moved_since    INTEGER,
  url            TEXT,                      -- where it lives now, after a move
  next_poll      INTEGER,
  last_attempt   INTEGER,
  last_success   INTEGER,
  last_full_copy INTEGER,
  last_new_entry INTEGER,
  interval       INTEGER NOT NULL DEFAULT 0,
  rhythm         INTEGER NOT NULL DEFAULT 0,
  failures       INTEGER NOT NULL DEFAULT 0,
  last_error     TEXT
);

CREATE TABLE feed_entries(
  feed         TEXT NOT NULL,
  document     TEXT NOT NULL,               -- the document's id, known before its page is
  guid         TEXT,
  url          TEXT,
  title        TEXT,
  summary      TEXT,                        -- plain text
  byline       TEXT,
  lang         TEXT,
  published_at INTEGER,
  updated_at   INTEGER,
  first_seen   INTEGER NOT NULL,            -- never changes
  state        INTEGER NOT NULL DEFAULT 0,  -- 0 waits for its page, 1 done, 2 read, and to be looked at again
  attempts     INTEGER NOT NULL DEFAULT 0,
  next_try     INTEGER NOT NULL DEFAULT 0,
  last_error   TEXT,
  PRIMARY KEY(feed, document)
);
CREATE INDEX feed_entries_waiting ON feed_entries(next_try) WHERE state <> 1;
CREATE INDEX feed_entries_document ON feed_entries(document);
CREATE INDEX feed_entries_guid ON feed_entries(feed, guid) WHERE guid IS NOT NULL;

-- Articles read from the web and not coded yet.
CREATE TABLE inbox(
  document      TEXT PRIMARY KEY,
  url           TEXT,
  canonical_url TEXT,
  outlet        TEXT,
  tier          TEXT NOT NULL,
  country       TEXT,
  lang          TEXT,
  title         TEXT,
  byline        TEXT,
  published     TEXT,
  published_at  INTEGER,
  first_seen    INTEGER NOT NULL,
  stub          INTEGER NOT NULL,
  text          BLOB
);

CREATE TABLE robots(
  origin  TEXT PRIMARY KEY,                 -- scheme://host[:port]
  fetched INTEGER NOT NULL,
  status  INTEGER NOT NULL,
  body    TEXT
);
)sql";

// What a feed says of when to read it, kept for the answers that bring no feed (304).
const char* const kSchemaFeedWishes = R"sql(
ALTER TABLE feed_states ADD COLUMN wish INTEGER NOT NULL DEFAULT 0;        -- seconds between two polls
ALTER TABLE feed_states ADD COLUMN skip_hours INTEGER NOT NULL DEFAULT 0;  -- a bit an hour, from 00:00 UTC
ALTER TABLE feed_states ADD COLUMN skip_days INTEGER NOT NULL DEFAULT 0;   -- a bit a day, from Sunday
)sql";

}  // namespace chokepoint
