#include "storage/schema.h"

namespace chokepoint {

// What the quiet hours hold, since when: a monitor whose rounds all fall inside them must tell it
// some day.
const char* const kSchemaHeld = R"sql(
ALTER TABLE alerts ADD COLUMN held INTEGER;  -- since when nothing but the quiet hours holds it back
)sql";

}  // namespace chokepoint
