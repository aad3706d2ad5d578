#include "storage/alert_sources.h"

#include <algorithm>
#include <set>

#include "storage/database.h"
#include "storage/documents.h"
#include "storage/mentions.h"

namespace chokepoint {
namespace {

struct Row {
  AlertSource source;
  std::int64_t mention = 0, document = 0;
};

std::vector<Row> rows_of(Database& db, std::string_view event) {
  auto s = db.prepare(
      "SELECT d.name, coalesce(d.canonical_url, d.url), d.outlet, d.lang, d.title, d.tier, "
      "d.published, m.background, m.score, m.id, d.id, d.url, d.simhash FROM events e JOIN "
      "event_mentions em "
      "ON em.event = e.id JOIN mentions m ON m.id = em.mention JOIN documents d ON d.id = "
      "m.document WHERE e.name = ? AND m.current = 1 ORDER BY m.background, d.first_seen, d.name, "
      "m.score DESC");
  s.bind(1, event);
  std::vector<Row> out;
  std::set<std::string> seen;
  while (s.step()) {
    Row r;
    r.source.document = s.text(0);
    if (!seen.insert(r.source.document).second) continue;
    r.source.url = s.text(11).empty() ? s.text(1) : s.text(11);
    r.source.outlet = s.text(2);
    r.source.lang = s.text(3);
    r.source.title = s.text(4);
    r.source.tier = parse_tier(s.text(5)).value_or(Tier::Press);
    r.source.published = parse_day(s.text(6));
    r.source.background = s.integer(7) != 0;
    r.source.score = s.real(8);
    r.mention = s.integer(9);
    r.document = s.integer(10);
    r.source.simhash = static_cast<std::uint64_t>(s.integer(12));
    out.push_back(std::move(r));
  }
  return out;
}

void quote(Database& db, Row& row) {
  if (auto document = read_stored_document(db, row.document))
    row.source.text = std::move(document->text);
  for (auto& mention : mentions_of(db, row.document))
    if (mention.row == row.mention) row.source.evidence = std::move(mention.mention.evidence);
}

}  // namespace

std::vector<AlertSource> sources_of_event(Database& db, std::string_view event,
                                          std::size_t quoted) {
  auto rows = rows_of(db, event);
  std::ranges::stable_sort(rows, [](const Row& a, const Row& b) {
    return std::pair(a.source.background, a.source.tier) <
           std::pair(b.source.background, b.source.tier);
  });
  std::vector<AlertSource> out;
  for (auto& row : rows) {
    if (out.size() < quoted) quote(db, row);
    out.push_back(std::move(row.source));
  }
  return out;
}

}  // namespace chokepoint
