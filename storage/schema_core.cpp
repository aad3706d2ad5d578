#include "storage/schema.h"

namespace chokepoint {

// documents 1-n mentions n-1 events 1-n transitions
//
// `current` = 0 keeps what an earlier reading of a document, or an earlier linking, said: nothing
// told is ever deleted.
const char* const kSchemaCore = R"sql(
CREATE TABLE documents(
  id            INTEGER PRIMARY KEY,
  name          TEXT NOT NULL UNIQUE,       -- the document's own id
  url           TEXT,
  canonical_url TEXT,
  outlet        TEXT,
  tier          TEXT NOT NULL,              -- official, wire, press, aggregator
  country       TEXT,                       -- of the outlet
  lang          TEXT,
  title         TEXT,
  byline        TEXT,
  published     TEXT,                       -- day, as the outlet's calendar had it
  published_at  INTEGER,
  first_seen    INTEGER NOT NULL,           -- never changes
  stub          INTEGER NOT NULL DEFAULT 0, -- a paywall stood where the text should be
  version       INTEGER NOT NULL DEFAULT 1,
  content_hash  TEXT NOT NULL,              -- of title and text
  simhash       INTEGER NOT NULL DEFAULT 0,
  text_size     INTEGER NOT NULL,           -- bytes before compression
  text          BLOB                        -- zstd; NULL once pruned
);
CREATE INDEX documents_published ON documents(published);
CREATE INDEX documents_seen ON documents(first_seen);
CREATE INDEX documents_canonical ON documents(canonical_url) WHERE canonical_url IS NOT NULL;
CREATE INDEX documents_hash ON documents(content_hash);

-- What a document said before it was changed.
CREATE TABLE document_versions(
  document      INTEGER NOT NULL REFERENCES documents(id) ON DELETE CASCADE,
  version       INTEGER NOT NULL,
  title         TEXT,
  content_hash  TEXT NOT NULL,
  replaced      INTEGER NOT NULL,           -- when the next version was seen
  text_size     INTEGER NOT NULL,
  text          BLOB,
  PRIMARY KEY(document, version)
) WITHOUT ROWID;

-- Keys under which near copies of a text meet (models/core/simhash.h).
CREATE TABLE simhash_bands(
  band          INTEGER NOT NULL,
  document      INTEGER NOT NULL REFERENCES documents(id) ON DELETE CASCADE,
  PRIMARY KEY(band, document)
) WITHOUT ROWID;
CREATE INDEX simhash_bands_document ON simhash_bands(document);

CREATE TABLE mentions(
  id            INTEGER PRIMARY KEY,
  document      INTEGER NOT NULL REFERENCES documents(id) ON DELETE CASCADE,
  version       INTEGER NOT NULL,           -- of the document it was read from
  ordinal       INTEGER NOT NULL,           -- place among the document's mentions
  type          TEXT NOT NULL,
  stage         TEXT NOT NULL,
  actor         TEXT,
  target        TEXT,
  date          TEXT,
  effective     TEXT,
  expires       TEXT,
  act           TEXT,                       -- official document number
  responds_type TEXT, responds_actor TEXT, responds_target TEXT,
  responds      INTEGER NOT NULL DEFAULT 0, -- 1: it answers another move
  background    INTEGER NOT NULL,
  trial         INTEGER NOT NULL DEFAULT 0,
  score         REAL NOT NULL,
  model         TEXT NOT NULL,              -- version of the model that read it
  current       INTEGER NOT NULL DEFAULT 1,
  family        TEXT NOT NULL,              -- the partition the linker keeps it in: family, actor ('' unknown), day
  party         TEXT NOT NULL,
  link_day      INTEGER NOT NULL,           -- days since 1970-01-01
  vague         INTEGER NOT NULL            -- 1: too little is known to found an event among others
);
CREATE INDEX mentions_document ON mentions(document);
CREATE INDEX mentions_partition ON mentions(family, party, vague, link_day) WHERE current = 1;
CREATE TABLE mention_items(
  mention       INTEGER NOT NULL REFERENCES mentions(id) ON DELETE CASCADE,
  item          TEXT NOT NULL,
  PRIMARY KEY(mention, item)
) WITHOUT ROWID;
CREATE TABLE mention_agencies(
  mention       INTEGER NOT NULL REFERENCES mentions(id) ON DELETE CASCADE,
  agency        TEXT NOT NULL,
  PRIMARY KEY(mention, agency)
) WITHOUT ROWID;
-- Which words prove it and which rule read them: JSON as in the contract.
CREATE TABLE mention_evidence(
  mention       INTEGER PRIMARY KEY REFERENCES mentions(id) ON DELETE CASCADE,
  evidence      TEXT NOT NULL
);

CREATE TABLE events(
  id            INTEGER PRIMARY KEY,
  name          TEXT NOT NULL UNIQUE,       -- the public event id
  type          TEXT NOT NULL,
  stage         TEXT NOT NULL,
  actor         TEXT,
  target        TEXT,
  date          TEXT,
  effective     TEXT,
  expires       TEXT,
  act           TEXT,
  responds_to   TEXT,                       -- name of the event it answers
  answers_type TEXT, answers_actor TEXT, answers_target TEXT,  -- the move it answers, as the reports call it
  answers       INTEGER NOT NULL DEFAULT 0,
  eases         TEXT,                       -- name of the measure it eases
  severity      REAL NOT NULL,
  first_seen    INTEGER NOT NULL,
  last_seen     INTEGER NOT NULL,
  origins       INTEGER NOT NULL,
  background    INTEGER NOT NULL,
  dismissed     INTEGER NOT NULL DEFAULT 0,
  confirmed     INTEGER NOT NULL DEFAULT 0,
  weak          INTEGER NOT NULL DEFAULT 0, -- one unsure report is all there is
  first_outlet  TEXT,
  lead_seconds  INTEGER,                    -- of the first to report over the second
  family        TEXT NOT NULL,
  party         TEXT NOT NULL,
  first_day     INTEGER NOT NULL,           -- link days its mentions span
  last_day      INTEGER NOT NULL,
  vague         INTEGER NOT NULL,           -- 1: every mention of it is vague
  digest        TEXT NOT NULL               -- hash of all that was derived; unchanged, nothing is written
);
CREATE INDEX events_partition ON events(family, party, first_day);
CREATE INDEX events_type ON events(type, first_day);
CREATE INDEX events_type_actor ON events(type, actor, first_day);
CREATE INDEX events_answers ON events(answers_actor, first_day) WHERE answers = 1;
CREATE INDEX events_responds ON events(responds_to) WHERE responds_to IS NOT NULL;
CREATE INDEX events_eases ON events(eases) WHERE eases IS NOT NULL;
CREATE INDEX events_pair ON events(actor, target, first_seen);
CREATE INDEX events_date ON events(date);
CREATE INDEX events_seen ON events(first_seen);
CREATE INDEX events_last ON events(last_seen);
CREATE TABLE event_items(
  event         INTEGER NOT NULL REFERENCES events(id) ON DELETE CASCADE,
  item          TEXT NOT NULL,
  PRIMARY KEY(event, item)
) WITHOUT ROWID;
CREATE INDEX event_items_item ON event_items(item);
CREATE TABLE event_agencies(
  event         INTEGER NOT NULL REFERENCES events(id) ON DELETE CASCADE,
  agency        TEXT NOT NULL,
  PRIMARY KEY(event, agency)
) WITHOUT ROWID;
CREATE INDEX event_agencies_agency ON event_agencies(agency);
CREATE TABLE event_mentions(
  mention       INTEGER PRIMARY KEY REFERENCES mentions(id) ON DELETE CASCADE,
  event         INTEGER NOT NULL REFERENCES events(id) ON DELETE CASCADE
);
CREATE INDEX event_mentions_event ON event_mentions(event);
-- Ids under which an event was known before earlier reports of it arrived.
CREATE TABLE event_aliases(
  old           TEXT PRIMARY KEY,
  name          TEXT NOT NULL
) WITHOUT ROWID;

-- Append-only. A row that later reports made untrue stays, with current = 0.
CREATE TABLE transitions(
  id            INTEGER PRIMARY KEY,
  name          TEXT NOT NULL UNIQUE,       -- the same change has the same name in every run
  event         TEXT NOT NULL,              -- name of the event
  kind          TEXT NOT NULL,
  stage         TEXT NOT NULL,              -- of the event after the change
  severity      REAL NOT NULL,
  date          TEXT,                       -- when it happened
  published     TEXT,                       -- day of the article that told it
  at            INTEGER NOT NULL,           -- when that article was first seen
  alertable     INTEGER NOT NULL,
  added         TEXT NOT NULL DEFAULT '[]', -- JSON: new targets and items
  documents     TEXT NOT NULL DEFAULT '[]', -- JSON: names of the causing documents
  mentions      TEXT NOT NULL DEFAULT '[]', -- JSON: ids of the causing mentions
  current       INTEGER NOT NULL DEFAULT 1
);
CREATE INDEX transitions_event ON transitions(event);
CREATE INDEX transitions_at ON transitions(at);

-- What a person decided. `anchors` are mentions as "document name#ordinal", so that a decision outlives event ids.
CREATE TABLE decisions(
  id            INTEGER PRIMARY KEY,
  kind          TEXT NOT NULL,              -- merge, split, dismiss, confirm
  made          INTEGER NOT NULL,
  why           TEXT,
  events        TEXT NOT NULL,              -- JSON: ids as they were when it was made
  anchors       TEXT NOT NULL,              -- JSON
  revoked       INTEGER NOT NULL DEFAULT 0
);

-- The stretches of days within which the linker works: those of a partition, unbroken by a long silence.
CREATE TABLE link_runs(
  family        TEXT NOT NULL,
  party         TEXT NOT NULL,
  first_day     INTEGER NOT NULL,
  last_day      INTEGER NOT NULL,
  PRIMARY KEY(family, party, first_day)
) WITHOUT ROWID;

-- The ledger of country pairs: what weighed on whom, and the level after each day with a change.
CREATE TABLE pair_weights(
  transition    TEXT PRIMARY KEY,           -- name of the transition
  event         TEXT NOT NULL,
  actor         TEXT NOT NULL,
  target        TEXT NOT NULL,
  day           INTEGER NOT NULL,           -- days since 1970-01-01
  weight        REAL NOT NULL
) WITHOUT ROWID;
CREATE INDEX pair_weights_pair ON pair_weights(actor, target, day);
CREATE INDEX pair_weights_event ON pair_weights(event);
CREATE TABLE pair_levels(
  actor         TEXT NOT NULL,
  target        TEXT NOT NULL,
  day           INTEGER NOT NULL,
  level         REAL NOT NULL,
  PRIMARY KEY(actor, target, day)
) WITHOUT ROWID;
)sql";

}  // namespace chokepoint
