#include "storage/database.h"

#include <filesystem>
#include <fstream>
#include <random>

#include <doctest/doctest.h>
#include <sys/stat.h>

#include "storage/documents.h"
#include "storage/mentions.h"
#include "storage/migrations.h"

using namespace chokepoint;

namespace {

struct TempFolder {
  std::filesystem::path path = std::filesystem::temp_directory_path() /
                               ("chokepoint-test-" + std::to_string(std::random_device{}()));
  TempFolder() { std::filesystem::create_directories(path); }
  ~TempFolder() {
    std::error_code ignored;
    std::filesystem::remove_all(path, ignored);
  }
  std::string file(const char* name) const { return (path / name).string(); }
};

Instant at(const char* when) {
  return *parse_rfc3339(when);
}

}  // namespace

TEST_CASE("a fresh database has every step, and opening it again changes nothing") {
  const TempFolder folder;
  const auto path = folder.file("a.db");
  REQUIRE(Database::open(path));
  auto again = Database::open(path, OpenMode::Read);
  REQUIRE(again);
  auto s = again->prepare("SELECT count(*) FROM schema_migrations");
  REQUIRE(s.step());
  CHECK(s.integer(0) == static_cast<std::int64_t>(all_migrations().size()));
}

TEST_CASE("what cannot be opened says why in one line") {
  const TempFolder folder;
  CHECK(
      Database::open(folder.file("none.db"), OpenMode::Read).error().what.find("chokepoint init") !=
      std::string::npos);
  CHECK(Database::open(folder.file("no/folder/x.db")).error().what.find("cannot be opened") !=
        std::string::npos);

  const auto text = folder.file("text.db");
  std::ofstream(text)
      << "this is no database at all, however long the line may be, it is only text\n";
  CHECK(Database::open(text).error().what.find("not a database") != std::string::npos);

  const auto newer = folder.file("newer.db");
  {
    auto db = Database::open(newer);
    REQUIRE(db);
    db->exec("INSERT INTO schema_migrations VALUES(9001, 'from the future')");
  }
  for (const auto mode : {OpenMode::Create, OpenMode::Write, OpenMode::Read}) {
    auto db = Database::open(newer, mode);
    REQUIRE_FALSE(db);
    CHECK(db.error().what.find("newer chokepoint (it has step 9001 from the future)") !=
          std::string::npos);
  }

  const auto other = folder.file("other.db");
  {
    auto db = Database::open(other, OpenMode::Create);
    REQUIRE(db);
    db->exec("DROP TABLE schema_migrations");
  }
  CHECK(Database::open(other).error().what.find("another program") != std::string::npos);
}

TEST_CASE("a second writer waits, then says that it is locked") {
  const TempFolder folder;
  const auto path = folder.file("a.db");
  auto one = Database::open(path);
  auto two = Database::open(path, OpenMode::Write, 20);
  REQUIRE(one);
  REQUIRE(two);
  const Transaction held(*one);
  CHECK_THROWS_WITH_AS(Transaction{*two}, doctest::Contains("locked by another process"),
                       StorageError);
}

TEST_CASE("a transaction that is not committed leaves nothing") {
  auto db = Database::in_memory();
  Document d;
  d.id = "a";
  {
    const Transaction outer(db);
    Transaction inner(db);
    store_document(db, d, at("2026-01-06"));
    inner.commit();
  }
  CHECK_FALSE(has_document(db, "a"));
}

TEST_CASE("a document is kept whole, once, and with its versions") {
  auto db = Database::in_memory();
  Document d;
  d.id = "doc-1";
  d.url = "https://a.example/1";
  d.outlet = "a.example";
  d.tier = Tier::Wire;
  d.lang = "zh-Hans";
  d.title = "商务部公告";
  d.text = "第一段\n第二段";
  d.published = parse_day("2026-01-06");
  CHECK(store_document(db, d, at("2026-01-06T02:00:00Z")).how == Stored::New);
  CHECK(store_document(db, d, at("2026-01-07T02:00:00Z")).how == Stored::Same);
  const auto kept = find_document(db, "doc-1");
  REQUIRE(kept);
  CHECK(kept->text == d.text);
  CHECK(kept->tier == Tier::Wire);
  CHECK(*kept->first_seen == at("2026-01-06T02:00:00Z"));

  d.text += "\n更正";
  const auto changed = store_document(db, d, at("2026-01-08T02:00:00Z"));
  CHECK(changed.how == Stored::Changed);
  CHECK(changed.version == 2);
  CHECK(*find_document(db, "doc-1")->first_seen == at("2026-01-06T02:00:00Z"));
  auto old = db.prepare("SELECT count(*) FROM document_versions");
  REQUIRE(old.step());
  CHECK(old.integer(0) == 1);
}

TEST_CASE("a mention comes back as it went in, and an old reading is kept beside the new") {
  auto db = Database::in_memory();
  Document d;
  d.id = "doc-1";
  const auto stored = store_document(db, d, at("2026-01-06"));
  Mention m;
  m.type = "dual_use_ban";
  m.stage = Stage::InForce;
  m.actor = "CN";
  m.target = "JP";
  m.agencies = {"CN.MOFCOM"};
  m.items = {"dual-use items", "rare earths"};
  m.date = PartialDate::parse("2026-01-06");
  m.expires = PartialDate::parse("2026");
  m.document = "CN.MOFCOM 2026-1";
  m.responds_to = MoveRef{"diplomatic_protest", "JP", ""};
  m.score = 0.75;
  m.evidence = {{3, 9, true, "ban", "dual_use_ban.core"}};
  const std::vector<Mention> mentions{m};
  const std::vector<Partition> partitions{{"export", "CN", 20459, false}};
  store_mentions(db, stored.row, 1, "m1", mentions, partitions);
  store_mentions(db, stored.row, 1, "m2", mentions, partitions);
  const auto back = mentions_of(db, stored.row);
  REQUIRE(back.size() == 1);
  const auto& b = back[0].mention;
  CHECK(b.stage == Stage::InForce);
  CHECK(b.items == m.items);
  CHECK(b.agencies == m.agencies);
  CHECK(b.date == m.date);
  CHECK(b.expires == m.expires);
  CHECK(b.document == m.document);
  CHECK(b.responds_to->actor == "JP");
  CHECK(b.evidence.at(0).rule == "dual_use_ban.core");
  CHECK(b.evidence.at(0).in_title);
  CHECK(back[0].where.day == 20459);
  auto all = db.prepare("SELECT count(*) FROM mentions");
  REQUIRE(all.step());
  CHECK(all.integer(0) == 2);
}

TEST_CASE("a backup onto the store itself is refused under every name it has") {
  const TempFolder folder;
  const auto path = folder.file("a.db");
  auto db = Database::open(path);
  REQUIRE(db);
  db->exec("CREATE TABLE kept(x); INSERT INTO kept VALUES(1)");
  std::filesystem::create_symlink(path, folder.file("soft.db"));
  std::filesystem::create_hard_link(path, folder.file("hard.db"));
  std::filesystem::create_directory(folder.file("deep"));
  std::filesystem::create_directory_symlink(folder.path, folder.file("deep/up"));
  std::filesystem::create_symlink(path, folder.file("b.db.partial"));
  for (const char* name :
       {"a.db", "soft.db", "hard.db", "deep/../a.db", "deep/up/a.db", "a.db-wal", "b.db"}) {
    INFO(name);
    const auto done = db->backup_to(folder.file(name));
    REQUIRE_FALSE(done);
    CHECK(done.error().kind == Error::Kind::Config);
    CHECK(done.error().line().find("overwrite the store") != std::string::npos);
  }
  CHECK(std::filesystem::is_symlink(folder.file("soft.db")));
  auto again = Database::open(path, OpenMode::Read);
  REQUIRE(again);
  auto s = again->prepare("SELECT x FROM kept");
  CHECK(s.step());
  CHECK(db->backup_to(folder.file("other.db")));
}

TEST_CASE("a backup takes the place of an earlier one and of nothing else") {
  const TempFolder folder;
  auto db = Database::open(folder.file("a.db"));
  REQUIRE(db);
  std::filesystem::create_directory(folder.file("place"));
  std::ofstream(folder.file("notes.toml")) << "[store]\n";
  std::ofstream(folder.file("empty.db"));
  REQUIRE_EQ(::mkfifo(folder.file("pipe").c_str(), 0600), 0);
  for (const char* name : {"place", "notes.toml", "pipe", "none/b.db"}) {
    INFO(name);
    const auto done = db->backup_to(folder.file(name));
    REQUIRE_FALSE(done);
    CHECK(done.error().kind == Error::Kind::Config);
  }
  CHECK(std::filesystem::file_size(folder.file("notes.toml")) == 8);
  CHECK(std::filesystem::is_fifo(folder.file("pipe")));
  for (const char* name : {"empty.db", "b.db", "b.db"}) CHECK(db->backup_to(folder.file(name)));
}

TEST_CASE("a backup is a whole database") {
  const TempFolder folder;
  auto db = Database::open(folder.file("a.db"));
  REQUIRE(db);
  Document d;
  d.id = "a";
  store_document(*db, d, at("2026-01-06"));
  REQUIRE(db->backup_to(folder.file("b.db")));
  auto copy = Database::open(folder.file("b.db"), OpenMode::Read);
  REQUIRE(copy);
  CHECK(has_document(*copy, "a"));
}
