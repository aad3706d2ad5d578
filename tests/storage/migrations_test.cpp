#include "storage/migrations.h"

#include <doctest/doctest.h>

#include "storage/database.h"
#include "storage/documents.h"
#include "storage/mentions.h"

using namespace chokepoint;

namespace {

std::int64_t number(Database& db, const char* sql) {
  auto s = db.prepare(sql);
  return s.step() ? s.integer(0) : -1;
}

// A row in every table of the core step, written in plain SQL as an old program would have.
void fill_core(Database& db) {
  db.exec(R"sql(
    INSERT INTO documents(id, name, tier, title, published, first_seen, content_hash, text_size)
      VALUES(1, 'd1', 'press', 'a title', '2026-01-06', 1767700000, 'h', 0);
    INSERT INTO document_versions(document, version, title, content_hash, replaced, text_size) VALUES(1, 1, 'older', 'g', 1767700001, 0);
    INSERT INTO mentions(id, document, version, ordinal, type, stage, actor, target, date, background, score, model, family, party, link_day, vague)
      VALUES(1, 1, 1, 0, 'export_ban', 'announced', 'CN', 'JP', '2026-01-06', 0, 0.8, 'm', 'export_control', 'CN', 20459, 0);
    INSERT INTO mention_items VALUES(1, 'gallium');
    INSERT INTO mention_agencies VALUES(1, 'CN.MOFCOM');
    INSERT INTO events(id, name, type, stage, actor, target, date, severity, first_seen, last_seen, origins, background, family, party, first_day, last_day, vague, digest)
      VALUES(1, 'E1', 'export_ban', 'announced', 'CN', 'JP', '2026-01-06', 8, 1767700000, 1767700000, 1, 0, 'export_control', 'CN', 20459, 20459, 0, '');
    INSERT INTO event_items VALUES(1, 'gallium');
    INSERT INTO event_mentions(mention, event) VALUES(1, 1);
    INSERT INTO transitions(name, event, kind, stage, severity, at, alertable) VALUES('T1', 'E1', 'first_seen', 'announced', 8, 1767700000, 1);
    INSERT INTO decisions(kind, made, events, anchors) VALUES('confirm', 1767700000, '["E1"]', '["d1#0"]');
  )sql");
}

}  // namespace

TEST_CASE("numbers rise and names differ") {
  int last = 0;
  for (const auto& m : all_migrations()) {
    CHECK(m.number > last);
    last = m.number;
  }
}

TEST_CASE("a store of every earlier version comes up to date with all it held") {
  for (const auto& earlier : all_migrations()) {
    INFO("from step ", earlier.number);
    auto db = Database::in_memory(false);
    REQUIRE(migrate(db, earlier.number));
    fill_core(db);
    REQUIRE(migrate(db));
    CHECK(check_migrations(db));
    CHECK(number(db, "SELECT count(*) FROM documents WHERE title = 'a title'") == 1);
    CHECK(number(db,
                 "SELECT count(*) FROM mentions m JOIN mention_items i ON i.mention = m.id WHERE "
                 "i.item = 'gallium'") == 1);
    CHECK(number(db,
                 "SELECT count(*) FROM events e JOIN event_mentions m ON m.event = e.id WHERE "
                 "e.name = 'E1'") == 1);
    CHECK(number(db, "SELECT count(*) FROM transitions") == 1);
    CHECK(number(db, "SELECT count(*) FROM decisions") == 1);
    CHECK(find_document(db, "d1"));
    CHECK(mentions_of(db, 1).size() == 1);
  }
}

TEST_CASE("what the linker and the usual questions look up has an index") {
  auto db = Database::in_memory();
  const auto plan = [&](const std::string& sql) {
    auto s = db.prepare("EXPLAIN QUERY PLAN " + sql);
    std::string out;
    while (s.step()) out += s.text(3) + "\n";
    return out;
  };
  const auto uses = [&](const std::string& sql, const std::string& index) {
    const auto got = plan(sql);
    INFO(sql, "\n", got);
    CHECK(got.find("INDEX " + index) != std::string::npos);
  };
  uses(
      "SELECT id FROM mentions WHERE current = 1 AND vague = 0 AND family = 'a' AND party = 'b' "
      "AND "
      "link_day BETWEEN 1 AND 2",
      "mentions_run");
  uses(
      "SELECT id, stray FROM mentions WHERE current = 1 AND vague = 1 AND type = 'a' AND party = "
      "'b' "
      "AND date IS NULL AND link_day BETWEEN 1 AND 2",
      "mentions_vague");
  uses(
      "SELECT name FROM events WHERE actor = 'CN' AND target IS NULL AND first_day BETWEEN 1 AND 2",
      "events_pair_days");
  uses(
      "SELECT name FROM events e WHERE actor = 'CN' AND target = 'JP' ORDER BY coalesce(e.date, "
      "date(e.first_seen, 'unixepoch')) DESC, e.first_seen DESC, e.name LIMIT 50",
      "events_pair_when");
}
