#include "storage/schema.h"

namespace chokepoint {

// What keeps a large store quick. Mentions are looked for in two ways: those that found events by
// partition and day, vague ones by what they may speak of.
const char* const kSchemaScale = R"sql(
DROP INDEX mentions_partition;
CREATE INDEX mentions_run ON mentions(family, party, link_day, stray) WHERE current = 1 AND vague = 0;
CREATE INDEX mentions_vague ON mentions(type, party, date, link_day, stray) WHERE current = 1 AND vague = 1;
DROP INDEX events_partition;
)sql";

// Triggers make SQLite keep a journal for each statement, and full text write out what it has
// gathered, for each article: article_index.cpp puts new articles into both tables itself.
const char* const kSchemaScaleMore = R"sql(
CREATE INDEX events_pair_days ON events(actor, target, first_day);
CREATE INDEX events_actor_days ON events(actor, first_day);
DROP TRIGGER article_words_added;
)sql";

// The events of a pair, newest first, as they are asked for most.
const char* const kSchemaPairDays = R"sql(
DROP INDEX events_pair;
CREATE INDEX events_pair_when ON events(actor, target, coalesce(date, date(first_seen, 'unixepoch')), first_seen);
)sql";

}  // namespace chokepoint
