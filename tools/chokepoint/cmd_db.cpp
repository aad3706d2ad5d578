// chokepoint db: the store itself: bring up to date, check, copy, compact, prune.
#include <cstdio>
#include <filesystem>
#include <limits>
#include <memory>

#include <CLI/CLI.hpp>

#include "pipeline/history.h"
#include "pipeline/link_knowledge.h"
#include "storage/hindsight.h"
#include "storage/maintenance.h"
#include "storage/migrations.h"
#include "tools/chokepoint/models_option.h"
#include "tools/chokepoint/not_negative.h"
#include "tools/chokepoint/setup.h"

namespace chokepoint::cli {
namespace {

void fail(Globals& globals, const Error& error) {
  std::fprintf(stderr, "chokepoint: %s\n", error.line().c_str());
  globals.status = kBroken;
}

void migrate_store(Globals& globals) {
  auto db = open_store(globals, OpenMode::Untouched);
  if (!db) return;
  if (auto done = migrate(*db); !done) return fail(globals, done.error());
  std::printf("%s: up to date, step %d\n", db->path().c_str(), all_migrations().back().number);
}

void check_store(Globals& globals) {
  auto db = open_store(globals, OpenMode::Untouched);
  if (!db) return;
  const auto problems = check_database(*db);
  for (const auto& p : problems) std::printf("%s\n", p.c_str());
  if (problems.empty())
    std::printf("%s: whole\n", db->path().c_str());
  else
    globals.status = kBroken;
}

void backup_store(const std::string& path, Globals& globals) {
  auto db = open_store(globals, OpenMode::Read);
  if (!db) return;
  if (auto done = db->backup_to(path); !done) {
    fail(globals, done.error());
    if (done.error().kind == Error::Kind::Config) globals.status = kUsage;
    return;
  }
  std::printf("%s: written, %ju bytes\n", path.c_str(), std::filesystem::file_size(path));
}

void vacuum_store(Globals& globals) {
  auto db = open_store(globals, OpenMode::Write);
  if (!db) return;
  const auto before = std::filesystem::file_size(db->path());
  vacuum_database(*db);
  std::printf("%s: %ju bytes, was %ju\n", db->path().c_str(),
              std::filesystem::file_size(db->path()), before);
}

void prune_store(int days, Globals& globals) {
  auto db = open_store(globals, OpenMode::Write);
  if (!db) return;
  const auto before =
      std::chrono::floor<std::chrono::days>(system_clock()()) - std::chrono::days(days);
  std::printf("texts of %lld documents dropped; their mentions, events and transitions stay\n",
              static_cast<long long>(prune_texts(*db, before)));
}

void retell(Globals& globals) {
  const auto model = model_or_complain(globals);
  if (!model) return;
  auto db = open_store(globals, OpenMode::Write);
  if (!db) return;
  const auto since = stale_since(*db);
  retell_history(*db, link_knowledge(*model), std::numeric_limits<std::int64_t>::max());
  if (since)
    std::printf("%s: told anew from %s on\n", db->path().c_str(),
                format_day(std::chrono::floor<std::chrono::days>(*since)).c_str());
  else
    std::printf("%s: exact\n", db->path().c_str());
}

}  // namespace

void add_db(CLI::App& app, Globals& globals) {
  auto* db = app.add_subcommand("db", "The store: migrate, check, backup, vacuum, prune, history");
  db->require_subcommand(1);
  db->add_subcommand("migrate", "Bring the store up to date")->callback([&globals] {
    migrate_store(globals);
  });
  db->add_subcommand("check", "Is the store whole? Exit status 3 if not")->callback([&globals] {
    check_store(globals);
  });
  auto path = std::make_shared<std::string>();
  auto* backup = db->add_subcommand("backup", "Copy the store while others read and write it");
  backup->add_option("FILE", *path, "The copy")->required();
  backup->callback([path, &globals] { backup_store(*path, globals); });
  db->add_subcommand("vacuum", "Give unused space back to the disk")->callback([&globals] {
    vacuum_store(globals);
  });
  db->add_subcommand("history",
                     "Make --as-of exact again after very many articles came out of order")
      ->callback([&globals] { retell(globals); });
  auto days = std::make_shared<int>(365);
  auto* prune =
      db->add_subcommand("prune", "Drop the texts of old documents; the history of events stays");
  prune->add_option("--days", *days, "Older than so many days (default 365)")->check(not_negative);
  prune->callback([days, &globals] { prune_store(*days, globals); });
}

}  // namespace chokepoint::cli
