#include "storage/schema.h"

namespace chokepoint {

// alerts n-1 deliveries 1-n delivery_targets 1-n delivery_attempts
//
// An alert is one change for one subscription, written with the change. A delivery is one message
// that tells one or more of them; its targets are the addresses it goes to, each on its own.
const char* const kSchemaAlerts = R"sql(
CREATE TABLE deliveries(
  id            INTEGER PRIMARY KEY,        -- the order in which a subscription is told
  subscription  TEXT NOT NULL,
  message_id    TEXT NOT NULL UNIQUE,       -- without angle brackets; the same in every attempt
  answers       TEXT,                       -- message_id of the last one about the same event
  thread        TEXT,                       -- message_id of the first one about the same event
  subject       TEXT NOT NULL,
  digest        INTEGER NOT NULL,
  made          INTEGER NOT NULL
);
CREATE INDEX deliveries_subscription ON deliveries(subscription, id);

CREATE TABLE alerts(
  id            INTEGER PRIMARY KEY,
  subscription  TEXT NOT NULL,
  transition    TEXT NOT NULL,              -- name of the transition, or a name of like kind of what else is told
  kind          TEXT NOT NULL,              -- change, reminder, confirmation, correction, health
  event         TEXT NOT NULL,              -- name of the event as it was then; '' for health
  state         TEXT NOT NULL,              -- queued, sent, failed; not told: silenced, inhibited, withdrawn
  reason        TEXT NOT NULL,              -- why it is told, when, or why not
  subject       TEXT NOT NULL,
  severity      REAL NOT NULL,
  type          TEXT, actor TEXT, target TEXT, stage TEXT,  -- as told, to tell a correction by
  official      INTEGER NOT NULL DEFAULT 0, -- 1: an official source stood behind it then
  digest        INTEGER NOT NULL DEFAULT 0,
  lead          TEXT,                       -- event of the greater alert whose message tells this one too
  made          INTEGER NOT NULL,
  due           INTEGER NOT NULL,
  documents     TEXT NOT NULL DEFAULT '[]', -- JSON
  delivery      INTEGER REFERENCES deliveries(id),
  UNIQUE(subscription, transition)
);
CREATE INDEX alerts_event ON alerts(event);
CREATE INDEX alerts_open ON alerts(subscription, due) WHERE state = 'queued' AND delivery IS NULL;
CREATE INDEX alerts_delivery ON alerts(delivery);
CREATE INDEX alerts_made ON alerts(subscription, made);

CREATE TABLE delivery_targets(
  delivery      INTEGER NOT NULL REFERENCES deliveries(id) ON DELETE CASCADE,
  target        TEXT NOT NULL,              -- address, URL or path
  state         TEXT NOT NULL,              -- pending, sent, failed
  attempts      INTEGER NOT NULL DEFAULT 0,
  next_attempt  INTEGER NOT NULL,
  last_error    TEXT,
  done          INTEGER,
  PRIMARY KEY(delivery, target)
) WITHOUT ROWID;
CREATE INDEX delivery_targets_pending ON delivery_targets(delivery) WHERE state = 'pending';

CREATE TABLE delivery_attempts(
  delivery      INTEGER NOT NULL REFERENCES deliveries(id) ON DELETE CASCADE,
  target        TEXT NOT NULL,
  at            INTEGER NOT NULL,
  outcome       TEXT NOT NULL,              -- sent, retry, refused
  detail        TEXT
);
CREATE INDEX delivery_attempts_delivery ON delivery_attempts(delivery);
)sql";

}  // namespace chokepoint
