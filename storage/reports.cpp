#include "storage/reports.h"

#include <algorithm>
#include <memory>
#include <string>
#include <unordered_map>

#include "storage/database.h"
#include "storage/instants.h"

namespace chokepoint {
namespace {

constexpr std::string_view kReportFields =
    "SELECT m.id, d.name, m.ordinal, d.outlet, d.lang, d.tier, coalesce(d.published, "
    "date(d.first_seen,'unixepoch')), "
    "coalesce(d.published_at, d.first_seen), d.first_seen, d.simhash, m.family, m.party, "
    "m.link_day, m.vague, m.type, "
    "m.stage, m.actor, m.target, m.date, m.effective, m.expires, m.act, m.responds, "
    "m.responds_type, m.responds_actor, "
    "m.responds_target, m.background, m.trial, m.score, "
    "(SELECT group_concat(item, char(31)) FROM mention_items WHERE mention = m.id), "
    "(SELECT group_concat(agency, char(31)) FROM mention_agencies WHERE mention = m.id), "
    "m.current, m.stray, m.faint, ";
constexpr std::string_view kReportSources =
    "FROM mentions m JOIN documents d ON d.id = m.document ";

std::vector<std::string> split_sorted(const std::string& joined) {
  std::vector<std::string> out;
  for (std::size_t start = 0; start < joined.size();) {
    const auto end = std::min(joined.find('\x1f', start), joined.size());
    out.push_back(joined.substr(start, end - start));
    start = end + 1;
  }
  std::ranges::sort(out);
  return out;
}

Mention read_mention(const Statement& s) {
  Mention m;
  m.type = s.text(14);
  m.stage = parse_stage(s.text(15)).value_or(Stage::Announced);
  m.actor = s.text(16);
  m.target = s.text(17);
  m.date = PartialDate::parse(s.text(18));
  m.effective = PartialDate::parse(s.text(19));
  m.expires = PartialDate::parse(s.text(20));
  m.document = s.text(21);
  if (s.integer(22) != 0) m.responds_to = MoveRef{s.text(23), s.text(24), s.text(25)};
  m.background = s.integer(26) != 0;
  m.trial = s.integer(27) != 0;
  m.score = s.real(28);
  m.faint = s.integer(33) != 0;
  m.items = split_sorted(s.text(29));
  m.agencies = split_sorted(s.text(30));
  return m;
}

Report read_report(const Statement& s) {
  Report r;
  r.row = s.integer(0);
  r.document = s.text(1);
  r.ordinal = static_cast<int>(s.integer(2));
  r.outlet = s.text(3);
  r.lang = s.text(4);
  r.tier = parse_tier(s.text(5)).value_or(Tier::Press);
  r.published = parse_day(s.text(6)).value_or(Day{});
  r.told = instant(s.integer(7));
  r.first_seen = instant(s.integer(8));
  r.simhash = static_cast<std::uint64_t>(s.integer(9));
  r.where = {s.text(10), s.text(11), s.integer(12), s.integer(13) != 0};
  r.mention = read_mention(s);
  r.current = s.integer(31) != 0;
  r.stray = s.integer(32);
  r.widens = s.integer(34) != 0;
  return r;
}

std::vector<Report> all_reports(Statement& s) {
  std::vector<Report> out;
  while (s.step()) out.push_back(read_report(s));
  return out;
}

std::string select_reports(std::string_view condition) {
  const auto widens = "(SELECT instr(evidence, '\"' || m.type || '" + widening_rule("") +
                      "\"') FROM mention_evidence WHERE mention = m.id) ";
  return std::string(kReportFields) + widens + std::string(kReportSources) + std::string(condition);
}

// Reports read before: a mention, once stored, says the same for ever; what may change (whether it
// is current, a stray) is read each time. Row ids may be used again once another process has
// written.
struct KeptReports {
  struct One {
    Report report;
    std::int64_t batch = 0;  // that used it last
  };
  std::unordered_map<std::int64_t, One> by_row;
  std::int64_t version = -1, batch = 0;
};

KeptReports& kept_reports(Database& db) {
  if (!db.kept()) db.kept() = std::make_shared<KeptReports>();
  return *std::static_pointer_cast<KeptReports>(db.kept());
}

// One report by its row, from what is kept or from the store.
class Reader {
 public:
  explicit Reader(Database& db)
      : kept_(kept_reports(db)), one_(db.prepare(select_reports("WHERE m.id = ?"))) {}

  const Report* read(std::int64_t row, bool current, std::int64_t stray) {
    auto at = kept_.by_row.find(row);
    if (at == kept_.by_row.end()) {
      one_.bind(1, row);
      if (!one_.step()) return nullptr;
      at = kept_.by_row.try_emplace(row, KeptReports::One{read_report(one_)}).first;
      one_.reset();
    }
    at->second.batch = kept_.batch;
    at->second.report.current = current;
    at->second.report.stray = stray;
    return &at->second.report;
  }

 private:
  KeptReports& kept_;
  Statement one_;
};

}  // namespace

void trim_kept_reports(Database& db) {
  constexpr std::size_t kRoom = 200'000;  // some 150 MB
  auto& kept = kept_reports(db);
  auto s = db.prepare("PRAGMA data_version");
  s.step();
  if (s.integer(0) != kept.version) kept.by_row.clear();
  kept.version = s.integer(0);
  if (kept.by_row.size() > kRoom)
    std::erase_if(kept.by_row, [&](const auto& one) { return one.second.batch < kept.batch; });
  ++kept.batch;
}

std::vector<Seat> reports_of_run(Database& db, std::string_view family, std::string_view party,
                                 DayRange days) {
  auto rows = db.prepare(
      "SELECT m.id, m.stray, em.event FROM mentions m LEFT JOIN event_mentions em ON em.mention = "
      "m.id WHERE m.current = 1 AND m.vague = 0 AND m.family = ? AND m.party = ? AND m.link_day "
      "BETWEEN ? AND ?");
  rows.with(family, party, days.first, days.last);
  Reader reader(db);
  std::vector<Seat> out;
  while (rows.step())
    if (const auto* report = reader.read(rows.integer(0), true, rows.integer(1)))
      out.push_back({report, rows.is_null(2) ? 0 : rows.integer(2)});
  return out;
}

std::vector<const Report*> vague_reports(Database& db, std::string_view type,
                                         std::string_view party, DayRange days) {
  constexpr std::int64_t kLongest = 730;  // after the move, an undated report may still mean it
  const auto day = [](std::int64_t number) { return Day{std::chrono::days{number}}; };
  const auto first = format_day(day(days.first - 1)), last = format_day(day(days.last + 1));
  Reader reader(db);
  std::vector<const Report*> out;
  const auto add = [&](Statement& rows) {
    while (rows.step())
      if (const auto* report = reader.read(rows.integer(0), true, rows.integer(1)))
        out.push_back(report);
    rows.reset();
  };
  constexpr std::string_view kFind =
      "SELECT id, stray FROM mentions WHERE current = 1 AND vague = 1 AND type = ? AND party = ? ";
  auto undated = db.prepare(std::string(kFind) + "AND date IS NULL AND link_day BETWEEN ? AND ?");
  add(undated.with(type, party, days.first - 1, days.last + kLongest));
  auto dated = db.prepare(std::string(kFind) + "AND date BETWEEN ? AND ?");
  add(dated.with(type, party, first, last));
  // A month or a year stands before its days in the order of dates.
  auto broad = db.prepare(std::string(kFind) + "AND date = ?");
  for (const std::size_t precision : {4U, 7U}) {
    std::string before;
    for (auto at = days.first - 1; at <= days.last + 1; ++at) {
      auto date = format_day(day(at)).substr(0, precision);
      if (date == before) continue;
      if (date < first) add(broad.with(type, party, date));
      before = std::move(date);
    }
  }
  return out;
}

std::vector<const Report*> faint_reports(Database& db, std::string_view family,
                                         std::string_view party, DayRange days) {
  auto rows = db.prepare(
      "SELECT id, stray FROM mentions WHERE current = 1 AND faint = 1 AND family = ? AND party = ? "
      "AND link_day BETWEEN ? AND ?");
  rows.with(family, party, days.first, days.last);
  Reader reader(db);
  std::vector<const Report*> out;
  while (rows.step())
    if (const auto* report = reader.read(rows.integer(0), true, rows.integer(1)))
      out.push_back(report);
  return out;
}

std::vector<Report> reports_by_row(Database& db, std::span<const std::int64_t> rows) {
  std::vector<Report> out;
  Reader reader(db);
  auto s = db.prepare("SELECT current, stray FROM mentions WHERE id = ?");
  for (const auto row : rows) {
    s.bind(1, row);
    if (s.step())
      if (const auto* report = reader.read(row, s.integer(0) != 0, s.integer(1)))
        out.push_back(*report);
    s.reset();
  }
  return out;
}

std::vector<Report> strays_between(Database& db, std::string_view family, DayRange days) {
  auto s = db.prepare(select_reports(
      "WHERE m.stray > 0 AND m.current = 1 AND m.family = ? AND m.link_day BETWEEN ? AND ?"));
  s.with(family, days.first, days.last);
  return all_reports(s);
}

bool is_founded_by(Database& db, std::string_view event, std::string_view document) {
  auto s = db.prepare(
      "SELECT 1 FROM documents d JOIN mentions m ON m.document = d.id "
      "JOIN event_mentions em ON em.mention = m.id JOIN events e ON e.id = em.event "
      "WHERE d.name = ?2 AND m.current = 1 AND m.vague = 0 AND m.stray = 0 AND e.name = ?1 LIMIT "
      "1");
  return s.with(event, document).step();
}

void mark_stray(Database& db, std::int64_t row, std::int64_t stray) {
  db.prepare("UPDATE mentions SET stray = ? WHERE id = ?").with(stray, row).run();
}

std::optional<Report> report_by_key(Database& db, std::string_view key) {
  const auto hash = key.rfind('#');
  if (hash == std::string_view::npos) return std::nullopt;
  auto s = db.prepare(
      select_reports("WHERE d.name = ? AND m.ordinal = CAST(? AS INTEGER) AND m.current = 1"));
  s.with(key.substr(0, hash), key.substr(hash + 1));
  if (!s.step()) return std::nullopt;
  return read_report(s);
}

std::vector<Report> reports_of_documents(Database& db, std::span<const std::int64_t> documents) {
  std::vector<Report> out;
  auto s = db.prepare(select_reports("WHERE m.document = ? AND m.current = 1"));
  for (const auto document : documents) {
    s.bind(1, document);
    while (s.step()) out.push_back(read_report(s));
    s.reset();
  }
  return out;
}

std::vector<std::int64_t> days_around(Database& db, std::string_view family, std::string_view party,
                                      std::int64_t around, std::int64_t gap, DayRange within) {
  std::vector<std::int64_t> days;
  const auto walk = [&](const char* sql, std::int64_t from, std::int64_t sign) {
    auto s = db.prepare(sql);
    s.with(family, party, from);
    for (auto day = from; s.step() && !s.is_null(0);) {
      const auto next = s.integer(0);
      if ((next - day) * sign > gap || next < within.first || next > within.last) return;
      days.push_back(next);
      day = next;
    }
  };
  walk(
      "WITH RECURSIVE d(day) AS (SELECT max(link_day) FROM mentions WHERE current = 1 AND vague = "
      "0 AND family = ?1 AND party = ?2 AND link_day < ?3 UNION ALL SELECT (SELECT max(link_day) "
      "FROM mentions WHERE current = 1 AND vague = 0 AND family = ?1 AND party = ?2 AND link_day < "
      "d.day) FROM d WHERE d.day IS NOT NULL) SELECT day FROM d",
      around, -1);
  std::ranges::reverse(days);
  walk(
      "WITH RECURSIVE d(day) AS (SELECT min(link_day) FROM mentions WHERE current = 1 AND vague = "
      "0 AND family = ?1 AND party = ?2 AND link_day > ?3 UNION ALL SELECT (SELECT min(link_day) "
      "FROM mentions WHERE current = 1 AND vague = 0 AND family = ?1 AND party = ?2 AND link_day > "
      "d.day) FROM d WHERE d.day IS NOT NULL) SELECT day FROM d",
      around - 1, 1);
  return days;
}

std::vector<DayRange> stored_runs(Database& db, std::string_view family, std::string_view party,
                                  DayRange days) {
  auto s = db.prepare(
      "SELECT first_day, last_day FROM link_runs WHERE family = ? AND party = ? AND first_day <= ? "
      "AND last_day >= ? ORDER BY first_day");
  s.with(family, party, days.last, days.first);
  std::vector<DayRange> out;
  while (s.step()) out.push_back({s.integer(0), s.integer(1)});
  return out;
}

void replace_runs(Database& db, std::string_view family, std::string_view party, DayRange days,
                  std::span<const DayRange> runs) {
  db.prepare(
        "DELETE FROM link_runs WHERE family = ? AND party = ? AND first_day <= ? AND last_day >= ?")
      .with(family, party, days.last, days.first)
      .run();
  for (const auto& run : runs)
    db.prepare("INSERT INTO link_runs(family, party, first_day, last_day) VALUES(?, ?, ?, ?)")
        .with(family, party, run.first, run.last)
        .run();
}

}  // namespace chokepoint
