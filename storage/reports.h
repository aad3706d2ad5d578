// Mentions as the linker wants them: each with what matters of its document, found by partition and
// day. Also the stretches of days (runs) the linker has worked in.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "models/core/document.h"
#include "models/core/mention.h"
#include "storage/mentions.h"

namespace chokepoint {

class Database;

// One mention and its document. `mention` carries no evidence here: the linker does not read it.
struct Report {
  std::int64_t row = 0;  // of the mention
  std::string document;  // the document's id
  int ordinal = 0;
  std::string outlet, lang;
  Tier tier = Tier::Press;
  Day published{};  // the day of first_seen where the document has none
  Instant told{};   // published_at where known, else first_seen: who was first
  Instant first_seen{};
  std::uint64_t simhash = 0;
  Partition where;
  bool current = true;     // false: an earlier reading
  bool widens = false;     // it says that an earlier measure covers more now
  std::int64_t stray = 0;  // in an event that others founded; the row of the first it came with
  Mention mention;

  // It founds or shapes an event; the others only join one.
  bool shapes() const { return !where.vague && stray == 0; }
  // Names the mention for good, in words that do not depend on the store: "document#ordinal".
  std::string key() const { return document + "#" + std::to_string(ordinal); }
};

struct DayRange {
  std::int64_t first = 0, last = 0;
  auto operator<=>(const DayRange&) const = default;
};

// Reports once read are kept for the next batch, which links most of them anew. Call before a
// batch: what the last one did not use is let go when there is much of it, and all of it when
// another process has written.
void trim_kept_reports(Database& db);

// A report where it lies now. The report is good until the next trimming.
struct Seat {
  const Report* report = nullptr;
  std::int64_t event = 0;  // its event's row; 0 when in none
};
// The current reports of such a stretch that are not vague.
std::vector<Seat> reports_of_run(Database& db, std::string_view family, std::string_view party,
                                 DayRange days);
// The vague reports that may speak of a move of that type, by a party (empty: unnamed), whose
// mentions span these days; some of them speak of another.
std::vector<const Report*> vague_reports(Database& db, std::string_view type,
                                         std::string_view party, DayRange days);
// Faint ones of a family and a party, by link day.
std::vector<const Report*> faint_reports(Database& db, std::string_view family,
                                         std::string_view party, DayRange days);
std::vector<Report> reports_by_row(Database& db, std::span<const std::int64_t> rows);
std::optional<Report> report_by_key(Database& db, std::string_view key);
// Strays whose link day lies in such a stretch, whatever their party.
std::vector<Report> strays_between(Database& db, std::string_view family, DayRange days);
// An article of that id founded the event.
bool is_founded_by(Database& db, std::string_view event, std::string_view document);
void mark_stray(Database& db, std::int64_t row, std::int64_t stray);
// The current mentions of these documents (by row).
std::vector<Report> reports_of_documents(Database& db, std::span<const std::int64_t> documents);

// The distinct link days of the partition's mentions that are not vague, ascending, reaching out
// from `around` over gaps of at most `gap` days, and no further than `within`.
std::vector<std::int64_t> days_around(Database& db, std::string_view family, std::string_view party,
                                      std::int64_t around, std::int64_t gap, DayRange within);

// Runs that overlap `days`, and their replacement by `runs`.
std::vector<DayRange> stored_runs(Database& db, std::string_view family, std::string_view party,
                                  DayRange days);
void replace_runs(Database& db, std::string_view family, std::string_view party, DayRange days,
                  std::span<const DayRange> runs);

}  // namespace chokepoint
