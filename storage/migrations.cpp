#include "storage/migrations.h"

#include <algorithm>
#include <array>
#include <cstdio>
#include <set>

#include "storage/database.h"
#include "storage/schema.h"

namespace chokepoint {
namespace {

// Order is the order of application. Append; never edit a step that has landed.
const std::array kMigrations{
    Migration{1, "core", kSchemaCore},
    Migration{2, "feeds", kSchemaFeeds},
    Migration{3, "alerts", kSchemaAlerts},
    Migration{4, "asking", kSchemaAsking},
    Migration{5, "feed wishes", kSchemaFeedWishes},
    Migration{6, "linking", kSchemaLinking},
    Migration{8, "scale", kSchemaScale},
    Migration{9, "history", kSchemaHistory},
    Migration{10, "scale, more", kSchemaScaleMore},
    Migration{11, "pairs by day", kSchemaPairDays},
    Migration{12, "faint mentions", kSchemaFaint},
    Migration{13, "held notices", kSchemaHeld},
    Migration{14, "easings", kSchemaEasings},
};

std::string label(int number, std::string_view name) {
  std::array<char, 16> digits{};
  std::snprintf(digits.data(), digits.size(), "%04d", number);
  return std::string(digits.data()) + " " + std::string(name);
}

// The numbers applied so far, or an Error naming one that this program does not know.
Result<std::set<int>> applied(Database& db) {
  std::set<int> numbers;
  auto exists = db.prepare("SELECT 1 FROM sqlite_master WHERE name = 'schema_migrations'");
  if (!exists.step()) {
    auto other = db.prepare("SELECT name FROM sqlite_master WHERE type = 'table' LIMIT 1");
    if (!other.step()) return numbers;
    return Error{Error::Kind::Config,
                 "is a database of another program (it has a table '" + other.text(0) +
                     "'); give another path",
                 db.path()};
  }
  auto rows = db.prepare("SELECT number, name FROM schema_migrations ORDER BY number");
  while (rows.step()) {
    const int number = static_cast<int>(rows.integer(0));
    if (std::ranges::none_of(kMigrations, [&](const Migration& m) { return m.number == number; }))
      return Error{Error::Kind::Config,
                   "made by a newer chokepoint (it has step " + label(number, rows.text(1)) +
                       "); upgrade chokepoint or give another database",
                   db.path()};
    numbers.insert(number);
  }
  return numbers;
}

}  // namespace

std::span<const Migration> all_migrations() {
  return kMigrations;
}

Result<void> migrate(Database& db, int up_to) {
  auto before = applied(db);
  if (!before) return before.error();
  const auto missing = [&](const std::set<int>& have) {
    return std::ranges::any_of(kMigrations, [&](const Migration& m) {
      return m.number <= up_to && !have.contains(m.number);
    });
  };
  if (!missing(*before)) return {};
  Transaction transaction(db);
  // Another process may have migrated while we waited for the lock.
  auto now = applied(db);
  if (!now) return now.error();
  db.exec(
      "CREATE TABLE IF NOT EXISTS schema_migrations(number INTEGER PRIMARY KEY, name TEXT NOT "
      "NULL)");
  for (const auto& m : kMigrations) {
    if (m.number > up_to || now->contains(m.number)) continue;
    db.exec(m.sql);
    db.prepare("INSERT INTO schema_migrations(number, name) VALUES(?, ?)")
        .with(m.number, m.name)
        .run();
  }
  transaction.commit();
  return {};
}

Result<void> check_migrations(Database& db) {
  auto have = applied(db);
  if (!have) return have.error();
  for (const auto& m : kMigrations)
    if (!have->contains(m.number))
      return Error{Error::Kind::Config,
                   "lacks step " + label(m.number, m.name) + "; run 'chokepoint db migrate'",
                   db.path()};
  return {};
}

}  // namespace chokepoint
