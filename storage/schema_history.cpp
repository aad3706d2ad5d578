#include "storage/schema.h"

namespace chokepoint {

// What the ledger said on every day it said it. `known` is when a row was written, by the clock of
// the articles that made it so; a row that is replaced goes to the history table beside its own,
// `until` the moment of its replacement. The triggers do that, so that no writer can forget it.
// hindsight.h reads it.
const char* const kSchemaHistory = R"sql(
CREATE TABLE ledger_clock(
  one           INTEGER PRIMARY KEY CHECK(one = 1),
  now           INTEGER NOT NULL,           -- of the writing under way
  latest        INTEGER NOT NULL,           -- as far as it has been
  stale         INTEGER                     -- articles came out of order: from here on history is coarse; NULL: it is exact
);
INSERT INTO ledger_clock SELECT 1, 0, coalesce(max(first_seen), 0), min(first_seen) FROM documents;

ALTER TABLE events ADD COLUMN known INTEGER NOT NULL DEFAULT 0;
ALTER TABLE event_mentions ADD COLUMN known INTEGER NOT NULL DEFAULT 0;
ALTER TABLE event_aliases ADD COLUMN known INTEGER NOT NULL DEFAULT 0;
ALTER TABLE transitions ADD COLUMN known INTEGER NOT NULL DEFAULT 0;
ALTER TABLE pair_weights ADD COLUMN known INTEGER NOT NULL DEFAULT 0;
-- The best that can be said of what was written before there was a history.
UPDATE events SET known = first_seen;
UPDATE event_mentions SET known = (SELECT d.first_seen FROM mentions m JOIN documents d ON d.id = m.document WHERE m.id = mention);
UPDATE transitions SET known = at;
UPDATE pair_weights SET known = coalesce((SELECT t.at FROM transitions t WHERE t.name = transition), 0);

CREATE TABLE event_history(
  id            INTEGER NOT NULL,           -- that of the event, for ever
  name          TEXT NOT NULL,
  type TEXT, stage TEXT, actor TEXT, target TEXT, date TEXT, effective TEXT, expires TEXT, act TEXT,
  responds_to TEXT, eases TEXT, eases_too TEXT, severity REAL, first_seen INTEGER, last_seen INTEGER,
  origins INTEGER, background INTEGER, dismissed INTEGER, confirmed INTEGER, weak INTEGER,
  first_outlet TEXT, lead_seconds INTEGER,
  items         TEXT NOT NULL,              -- JSON
  agencies      TEXT NOT NULL,              -- JSON
  known         INTEGER NOT NULL,
  until         INTEGER NOT NULL
);
CREATE INDEX event_history_id ON event_history(id, until);
CREATE INDEX event_history_name ON event_history(name, until);
CREATE INDEX event_history_pair ON event_history(actor, target, until);
CREATE INDEX event_history_until ON event_history(until, known);
CREATE TABLE event_mention_history(
  mention       INTEGER NOT NULL,
  event         INTEGER NOT NULL,
  known         INTEGER NOT NULL,
  until         INTEGER NOT NULL
);
CREATE INDEX event_mention_history_event ON event_mention_history(event, until);
CREATE INDEX event_mention_history_mention ON event_mention_history(mention, until);
CREATE INDEX event_mention_history_until ON event_mention_history(until);
CREATE TABLE event_alias_history(
  old           TEXT NOT NULL,
  name          TEXT NOT NULL,
  known         INTEGER NOT NULL,
  until         INTEGER NOT NULL
);
CREATE INDEX event_alias_history_old ON event_alias_history(old, until);
CREATE TABLE transition_history(
  id INTEGER NOT NULL, name TEXT NOT NULL, event TEXT, kind TEXT, stage TEXT, severity REAL, date TEXT, published TEXT,
  at INTEGER, alertable INTEGER, added TEXT, documents TEXT, mentions TEXT,
  known         INTEGER NOT NULL,
  until         INTEGER NOT NULL
);
CREATE INDEX transition_history_name ON transition_history(name, until);
CREATE INDEX transition_history_event ON transition_history(event, until);
CREATE INDEX transition_history_until ON transition_history(until);
CREATE TABLE pair_weight_history(
  transition TEXT NOT NULL, event TEXT, actor TEXT, target TEXT, day INTEGER, weight REAL,
  known         INTEGER NOT NULL,
  until         INTEGER NOT NULL
);
CREATE INDEX pair_weight_history_transition ON pair_weight_history(transition, until);
CREATE INDEX pair_weight_history_pair ON pair_weight_history(actor, target, until);

CREATE TRIGGER events_made AFTER INSERT ON events BEGIN
  UPDATE events SET known = (SELECT now FROM ledger_clock) WHERE id = new.id;
END;
CREATE TRIGGER events_changed AFTER UPDATE OF digest ON events WHEN old.digest <> new.digest BEGIN
  INSERT INTO event_history SELECT old.id, old.name, old.type, old.stage, old.actor, old.target, old.date, old.effective, old.expires, old.act,
    old.responds_to, old.eases, old.eases_too, old.severity, old.first_seen, old.last_seen, old.origins, old.background, old.dismissed, old.confirmed, old.weak,
    old.first_outlet, old.lead_seconds,
    (SELECT json_group_array(item) FROM (SELECT item FROM event_items WHERE event = old.id ORDER BY item)),
    (SELECT json_group_array(agency) FROM (SELECT agency FROM event_agencies WHERE event = old.id ORDER BY agency)),
    old.known, now FROM ledger_clock WHERE old.known < now;
  UPDATE events SET known = (SELECT now FROM ledger_clock) WHERE id = new.id;
END;
CREATE TRIGGER events_removed BEFORE DELETE ON events BEGIN
  INSERT INTO event_history SELECT old.id, old.name, old.type, old.stage, old.actor, old.target, old.date, old.effective, old.expires, old.act,
    old.responds_to, old.eases, old.eases_too, old.severity, old.first_seen, old.last_seen, old.origins, old.background, old.dismissed, old.confirmed, old.weak,
    old.first_outlet, old.lead_seconds,
    (SELECT json_group_array(item) FROM (SELECT item FROM event_items WHERE event = old.id ORDER BY item)),
    (SELECT json_group_array(agency) FROM (SELECT agency FROM event_agencies WHERE event = old.id ORDER BY agency)),
    old.known, now FROM ledger_clock WHERE old.known < now;
END;

CREATE TRIGGER event_mentions_moved AFTER UPDATE OF event ON event_mentions WHEN old.event <> new.event BEGIN
  INSERT INTO event_mention_history SELECT old.mention, old.event, old.known, now FROM ledger_clock WHERE old.known < now;
END;
CREATE TRIGGER event_mentions_removed AFTER DELETE ON event_mentions BEGIN
  INSERT INTO event_mention_history SELECT old.mention, old.event, old.known, now FROM ledger_clock WHERE old.known < now;
END;

CREATE TRIGGER event_aliases_changed AFTER UPDATE OF name ON event_aliases WHEN old.name <> new.name BEGIN
  INSERT INTO event_alias_history SELECT old.old, old.name, old.known, now FROM ledger_clock WHERE old.known < now;
  UPDATE event_aliases SET known = (SELECT now FROM ledger_clock) WHERE old = new.old;
END;
CREATE TRIGGER event_aliases_removed AFTER DELETE ON event_aliases BEGIN
  INSERT INTO event_alias_history SELECT old.old, old.name, old.known, now FROM ledger_clock WHERE old.known < now;
END;

CREATE TRIGGER transitions_made AFTER INSERT ON transitions BEGIN
  UPDATE transitions SET known = (SELECT now FROM ledger_clock) WHERE id = new.id;
END;
CREATE TRIGGER transitions_changed AFTER UPDATE OF current, event, date, published, at, documents ON transitions
WHEN (old.current, old.event, old.date, old.published, old.at, old.documents) IS NOT
     (new.current, new.event, new.date, new.published, new.at, new.documents) BEGIN
  INSERT INTO transition_history SELECT old.id, old.name, old.event, old.kind, old.stage, old.severity, old.date, old.published, old.at, old.alertable,
    old.added, old.documents, old.mentions, old.known, now FROM ledger_clock WHERE old.known < now AND old.current = 1;
  UPDATE transitions SET known = (SELECT now FROM ledger_clock) WHERE id = new.id;
END;

CREATE TRIGGER pair_weights_changed AFTER UPDATE OF event, actor, target, day, weight ON pair_weights BEGIN
  INSERT INTO pair_weight_history SELECT old.transition, old.event, old.actor, old.target, old.day, old.weight, old.known, now
    FROM ledger_clock WHERE old.known < now;
END;
CREATE TRIGGER pair_weights_removed AFTER DELETE ON pair_weights BEGIN
  INSERT INTO pair_weight_history SELECT old.transition, old.event, old.actor, old.target, old.day, old.weight, old.known, now
    FROM ledger_clock WHERE old.known < now;
END;
)sql";

}  // namespace chokepoint
