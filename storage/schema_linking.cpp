#include "storage/schema.h"

namespace chokepoint {

// What one article alone tells may be a misreading of a move that many tell: such strays are found
// by kind and day, whatever the parties they name. A truce eases a measure of either side.
const char* const kSchemaLinking = R"sql(
ALTER TABLE mentions ADD COLUMN stray INTEGER NOT NULL DEFAULT 0;  -- lies in an event that other reports founded: the row of the first mention it came with
ALTER TABLE events ADD COLUMN lone INTEGER NOT NULL DEFAULT 0;     -- 1: one article founded it; 2: and was not sure of it
ALTER TABLE events ADD COLUMN eases_too TEXT;                      -- name of a second measure it eases
CREATE INDEX mentions_stray ON mentions(family, link_day) WHERE stray > 0;
CREATE INDEX events_days ON events(family, first_day);
CREATE INDEX events_eases_too ON events(eases_too) WHERE eases_too IS NOT NULL;
)sql";

}  // namespace chokepoint
