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

}  // namespace chokepoint
