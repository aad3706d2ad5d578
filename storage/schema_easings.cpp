#include "storage/schema.h"

namespace chokepoint {

// A truce, or one notice, may ease more than the measure of either side that events name.
const char* const kSchemaEasings = R"sql(
CREATE TABLE easings(               -- measures that an easing eases beside those that `events` names
  easing  TEXT NOT NULL,            -- name of the event that eases
  measure TEXT NOT NULL,            -- name of the measure's event
  PRIMARY KEY(measure, easing)
) WITHOUT ROWID;
CREATE INDEX easings_easing ON easings(easing);
)sql";

}  // namespace chokepoint
