#include "storage/schema.h"

namespace chokepoint {

// Full text, and the views for analysts. The views' columns are promised in
// docs/data-dictionary.md: a later step may add to them and take nothing away.
//
// article_words holds each article's words as models/core/words.h takes them apart, so that
// SQLite's own tokenizer serves every script and any sqlite3 or Datasette can search and show what
// it found.
const char* const kSchemaAsking = R"sql(
ALTER TABLE documents ADD COLUMN indexed INTEGER NOT NULL DEFAULT 0;  -- version that article_words holds
CREATE INDEX documents_unindexed ON documents(id) WHERE indexed < version;
CREATE INDEX documents_when ON documents(coalesce(published, date(first_seen, 'unixepoch')));
CREATE INDEX events_when ON events(coalesce(date, date(first_seen, 'unixepoch')), first_seen);

CREATE TABLE article_words(
  document INTEGER PRIMARY KEY REFERENCES documents(id) ON DELETE CASCADE,
  title    TEXT NOT NULL,
  body     TEXT NOT NULL                    -- '' once the text is pruned
);
CREATE VIRTUAL TABLE articles_fts USING fts5(title, body, content='article_words',
  content_rowid='document', tokenize='unicode61 remove_diacritics 0');
INSERT INTO articles_fts(articles_fts, rank) VALUES('rank', 'bm25(5.0, 1.0)');
INSERT INTO articles_fts(articles_fts, rank) VALUES('hashsize', 33554432);
CREATE TRIGGER article_words_added AFTER INSERT ON article_words BEGIN
  INSERT INTO articles_fts(rowid, title, body) VALUES(new.document, new.title, new.body);
END;
CREATE TRIGGER article_words_removed AFTER DELETE ON article_words BEGIN
  INSERT INTO articles_fts(articles_fts, rowid, title, body)
    VALUES('delete', old.document, old.title, old.body);
END;
CREATE TRIGGER article_words_changed AFTER UPDATE ON article_words BEGIN
  INSERT INTO articles_fts(articles_fts, rowid, title, body)
    VALUES('delete', old.document, old.title, old.body);
  INSERT INTO articles_fts(rowid, title, body) VALUES(new.document, new.title, new.body);
END;

CREATE VIEW v_events AS SELECT
  e.name AS event, e.type, e.stage, e.actor, e.target, e.date, e.effective, e.expires,
  e.act AS document, e.responds_to, e.eases, e.severity,
  strftime('%Y-%m-%dT%H:%M:%SZ', e.first_seen, 'unixepoch') AS first_seen,
  strftime('%Y-%m-%dT%H:%M:%SZ', e.last_seen, 'unixepoch') AS last_seen,
  e.origins,
  (SELECT count(DISTINCT m.document) FROM event_mentions em JOIN mentions m ON m.id = em.mention
    WHERE em.event = e.id) AS articles,
  e.background, e.weak, e.dismissed, e.confirmed, e.first_outlet, e.lead_seconds,
  (SELECT group_concat(item, ', ') FROM (SELECT item FROM event_items WHERE event = e.id
    ORDER BY item)) AS items,
  (SELECT group_concat(agency, ', ') FROM (SELECT agency FROM event_agencies WHERE event = e.id
    ORDER BY agency)) AS agencies
FROM events e;

CREATE VIEW v_mentions AS SELECT
  m.id AS mention, e.name AS event, d.name AS article, d.outlet, d.tier, d.lang, d.published,
  strftime('%Y-%m-%dT%H:%M:%SZ', d.first_seen, 'unixepoch') AS first_seen,
  d.title, d.url, m.type, m.stage, m.actor, m.target, m.date, m.effective, m.expires,
  m.act AS document, m.background, m.trial, m.score, m.model,
  (SELECT group_concat(item, ', ') FROM (SELECT item FROM mention_items WHERE mention = m.id
    ORDER BY item)) AS items,
  (SELECT group_concat(agency, ', ') FROM (SELECT agency FROM mention_agencies WHERE mention = m.id
    ORDER BY agency)) AS agencies,
  v.evidence
FROM mentions m JOIN documents d ON d.id = m.document
LEFT JOIN event_mentions em ON em.mention = m.id LEFT JOIN events e ON e.id = em.event
LEFT JOIN mention_evidence v ON v.mention = m.id
WHERE m.current = 1;

CREATE VIEW v_transitions AS SELECT
  t.name AS transition, t.event, t.kind, t.stage, t.severity, t.date, t.published,
  strftime('%Y-%m-%dT%H:%M:%SZ', t.at, 'unixepoch') AS at, t.alertable, t.added,
  t.documents AS articles, e.type, e.actor, e.target
FROM transitions t LEFT JOIN events e ON e.name = t.event
WHERE t.current = 1;

CREATE VIEW v_pairs AS SELECT
  l.actor, l.target, date(l.day * 86400, 'unixepoch') AS day, l.level,
  (SELECT sum(w.weight) FROM pair_weights w WHERE w.actor = l.actor AND w.target = l.target
    AND w.day = l.day) AS change,
  (SELECT group_concat(event, ', ') FROM (SELECT DISTINCT event FROM pair_weights w
    WHERE w.actor = l.actor AND w.target = l.target AND w.day = l.day ORDER BY event)) AS events
FROM pair_levels l;

CREATE VIEW v_articles AS SELECT
  d.name AS article, d.url, d.outlet, d.tier, d.country, d.lang, d.title, d.byline, d.published,
  strftime('%Y-%m-%dT%H:%M:%SZ', d.first_seen, 'unixepoch') AS first_seen,
  d.stub, d.version, d.text_size AS bytes,
  (SELECT group_concat(name, ', ') FROM (SELECT DISTINCT e.name FROM mentions m
    JOIN event_mentions em ON em.mention = m.id JOIN events e ON e.id = em.event
    WHERE m.document = d.id ORDER BY e.name)) AS events
FROM documents d;
)sql";

}  // namespace chokepoint
