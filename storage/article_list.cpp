#include "storage/article_list.h"

#include <algorithm>

#include <nlohmann/json.hpp>

#include "storage/compress.h"
#include "storage/database.h"
#include "storage/hindsight.h"
#include "storage/instants.h"

namespace chokepoint {
namespace {

std::vector<std::string> events_of(Database& db, std::int64_t document) {
  auto s = db.prepare(
      "SELECT DISTINCT e.name FROM mentions m JOIN event_mentions em ON em.mention = m.id JOIN "
      "events e ON e.id = em.event WHERE m.document = ? ORDER BY e.name");
  s.bind(1, document);
  std::vector<std::string> out;
  while (s.step()) out.push_back(s.text(0));
  return out;
}

std::string snippet_of(Database& db, std::int64_t row, const std::string& title,
                       const std::vector<std::string>& phrases) {
  auto s = db.prepare("SELECT text FROM documents WHERE id = ?");
  s.bind(1, row).step();
  auto found = s.is_null(0) ? std::string() : excerpt(decompress(s.blob(0)), phrases);
  return found.empty() ? excerpt(title, phrases) : found;
}

// What a question about changes asks of their events alone.
Question about_events(const Question& question) {
  Question out;
  for (const auto& asked : question.asked)
    if (asked.filter->on_change == nullptr) out.asked.push_back(asked);
  return out;
}

constexpr std::string_view kListColumns =
    "SELECT d.id, d.name, d.url, d.outlet, d.tier, d.lang, d.title, d.published, d.first_seen ";

}  // namespace

std::vector<ListedArticle> list_articles(Database& db, const Question& question) {
  const Hindsight then(db, as_of_instant(question));
  constexpr std::array<std::string_view, 1> kOurs{"text"};
  const auto given = conditions_of(db, question, kOurs);
  std::string sql(kListColumns);
  std::string order = order_of(question);
  if (given.text) {
    sql +=
        "FROM articles_fts JOIN documents d ON d.id = articles_fts.rowid WHERE articles_fts MATCH "
        "?";
    if (question.sort.empty() || question.sort == "rank")
      order = given.narrow ? " ORDER BY articles_fts.rank, articles_fts.rowid DESC"
                           : " ORDER BY articles_fts.rowid DESC";
  } else {
    sql += "FROM documents d WHERE 1";
    if (question.sort == "rank") order = " ORDER BY d.id DESC";
  }
  auto s = db.prepare(sql + given.sql + order + " LIMIT ? OFFSET ?");
  int index = 0;
  if (given.text) s.bind(++index, given.text->match);
  index = bind_all(s, given.bound, index);
  s.bind(index + 1, question.limit).bind(index + 2, question.offset);
  std::vector<ListedArticle> out;
  while (s.step()) {
    out.push_back({s.text(1), s.text(2), s.text(3), s.text(4), s.text(5), s.text(6), s.text(7),
                   instant(s.integer(8)), events_of(db, s.integer(0)), ""});
    if (given.text)
      out.back().snippet = snippet_of(db, s.integer(0), out.back().title, given.text->phrases);
  }
  return out;
}

std::vector<ListedChange> list_changes(Database& db, const Question& question) {
  const bool past = as_of_instant(question).has_value();
  const Hindsight then(db, as_of_instant(question));
  const auto given = conditions_of(db, question);
  const std::string columns =
      "SELECT t.name, t.event, t.kind, t.stage, t.severity, t.date, t.published, t.at, "
      "t.alertable, t.added, t.documents, ";
  const auto kept = " WHERE t.current = 1" + given.sql + shown_of(question);
  auto bound = given.bound;
  auto sql = columns +
             "e.type, e.actor, e.target FROM transitions t JOIN events e ON e.name = " + "t.event" +
             kept;
  if (past) {
    // SQLite asks a view of the past by its indexes where it is the only one in the join.
    const auto events = conditions_of(db, about_events(question));
    bound.insert(bound.begin(), events.bound.begin(), events.bound.end());
    sql = "WITH chosen AS MATERIALIZED (SELECT e.* FROM events e WHERE 1" + events.sql +
          "), found AS MATERIALIZED (" + columns +
          "e.type, e.actor, e.target FROM chosen e JOIN transitions t ON t.event = e.name" + kept +
          ") " + columns + "t.type, t.actor, t.target FROM found t";
  }
  auto s = db.prepare(sql + order_of(question) + " LIMIT ? OFFSET ?");
  const int index = bind_all(s, bound);
  s.bind(index + 1, question.limit).bind(index + 2, question.offset);
  std::vector<ListedChange> out;
  while (s.step()) {
    ListedChange c;
    Transition& t = c.transition;
    t.id = s.text(0);
    t.event = s.text(1);
    t.change = parse_change(s.text(2)).value_or(Change::FirstSeen);
    t.stage = parse_stage(s.text(3)).value_or(Stage::Announced);
    t.severity = s.real(4);
    t.date = PartialDate::parse(s.text(5));
    t.published = parse_day(s.text(6));
    t.at = instant(s.integer(7));
    t.alertable = s.integer(8) != 0;
    t.added = nlohmann::json::parse(s.text(9)).get<std::vector<std::string>>();
    t.documents = nlohmann::json::parse(s.text(10)).get<std::vector<std::string>>();
    c.type = s.text(11);
    c.actor = s.text(12);
    c.target = s.text(13);
    out.push_back(std::move(c));
  }
  return out;
}

std::vector<ListedOutlet> list_outlets(Database& db, const Question& question) {
  const Hindsight then(db, as_of_instant(question));
  const auto given = conditions_of(db, question);
  auto s = db.prepare(
      "WITH told AS MATERIALIZED (SELECT d.id, coalesce(d.outlet, '') AS outlet, d.tier, "
      "coalesce(d.published, date(d.first_seen, 'unixepoch')) AS day FROM documents d WHERE 1" +
      given.sql +
      "), events_told AS (SELECT t.outlet, count(DISTINCT em.event) AS n FROM told t JOIN mentions "
      "m ON m.document = t.id JOIN event_mentions em ON em.mention = m.id GROUP BY t.outlet), "
      "firsts AS (SELECT first_outlet AS outlet, count(*) AS n, avg(lead_seconds) / 3600.0 AS lead "
      "FROM events WHERE dismissed = 0 AND first_outlet IS NOT NULL AND id IN (SELECT em.event "
      "FROM told t JOIN mentions m ON m.document = t.id JOIN event_mentions em ON em.mention = "
      "m.id) GROUP BY 1) "
      "SELECT t.outlet, min(t.tier), count(*), coalesce(max(v.n), 0), coalesce(max(f.n), 0), "
      "max(f.lead), max(t.day) FROM told t LEFT JOIN events_told v ON v.outlet = t.outlet LEFT "
      "JOIN firsts f ON f.outlet = t.outlet GROUP BY t.outlet ORDER BY 4 DESC, 3 DESC, 1 LIMIT ? "
      "OFFSET ?");
  const int index = bind_all(s, given.bound);
  s.bind(index + 1, question.limit).bind(index + 2, question.offset);
  std::vector<ListedOutlet> out;
  while (s.step())
    out.push_back({s.text(0), s.text(1), s.integer(2), s.integer(3), s.integer(4),
                   s.is_null(5) ? std::nullopt : std::optional(s.real(5)), s.text(6)});
  return out;
}

}  // namespace chokepoint
