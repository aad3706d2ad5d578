#include "storage/schema.h"

namespace chokepoint {

// Faint mentions are kept for the events they may yet join; until then nobody is told of them.
const char* const kSchemaFaint = R"sql(
ALTER TABLE mentions ADD COLUMN faint INTEGER NOT NULL DEFAULT 0;  -- 1: likelier wrong than right; joins events, founds none
CREATE INDEX mentions_faint ON mentions(family, party, link_day, stray) WHERE current = 1 AND faint = 1;
DROP VIEW v_mentions;
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
WHERE m.current = 1 AND (m.faint = 0 OR em.event IS NOT NULL);
)sql";

}  // namespace chokepoint
