// The SQL of each migration, one constant a step. Times are Unix seconds (UTC), days 'YYYY-MM-DD',
// dates of moves as precise as the texts gave them ('2026', '2026-01', '2026-01-06'); NULL is "not
// known".
#pragma once

namespace chokepoint {

extern const char* const kSchemaCore;
extern const char* const kSchemaFeeds;
extern const char* const kSchemaAlerts;
extern const char* const kSchemaAsking;
extern const char* const kSchemaFeedWishes;
extern const char* const kSchemaLinking;
extern const char* const kSchemaScale;
extern const char* const kSchemaHistory;
extern const char* const kSchemaScaleMore;
extern const char* const kSchemaPairDays;
extern const char* const kSchemaFaint;
extern const char* const kSchemaHeld;
extern const char* const kSchemaEasings;

}  // namespace chokepoint
