// SIGKILL at random moments, then once more: the store must be what an undisturbed run makes of it.
#include <chrono>
#include <csignal>
#include <filesystem>
#include <functional>
#include <random>
#include <thread>

#include <doctest/doctest.h>
#include <sys/wait.h>
#include <unistd.h>

#include "storage/database.h"
#include "storage/event_list.h"
#include "storage/maintenance.h"
#include "storage/migrations.h"
#include "tests/pipeline/dump.h"
#include "tests/pipeline/story.h"

using namespace chokepoint;

namespace {

const Instant kCrashNow = *parse_rfc3339("2026-03-01");

struct TempFolder {
  std::filesystem::path path = std::filesystem::temp_directory_path() /
                               ("chokepoint-crash-" + std::to_string(std::random_device{}()));
  TempFolder() { std::filesystem::create_directories(path); }
  ~TempFolder() {
    std::error_code ignored;
    std::filesystem::remove_all(path, ignored);
  }
  std::string file(const char* name) const { return (path / name).string(); }
};

// Runs `work` in a process of its own and kills it after `pause`; answers whether it was still at
// work.
bool killed(const std::function<void()>& work, std::chrono::microseconds pause) {
  const pid_t child = ::fork();
  REQUIRE(child >= 0);
  if (child == 0) {
    try {
      work();
    } catch (...) {
      ::_exit(1);
    }
    ::_exit(0);
  }
  std::this_thread::sleep_for(pause);
  ::kill(child, SIGKILL);
  int status = 0;
  ::waitpid(child, &status, 0);
  return WIFSIGNALED(status);
}

// The outbox of the test: what the hook was given, in the transaction that made it.
void feed(const std::string& path, const std::vector<CodedDocument>& documents) {
  auto db = Database::open(path);
  if (!db) throw StorageError(db.error().line());
  db->exec("CREATE TABLE IF NOT EXISTS told(name TEXT)");
  for (std::size_t i = 0; i < documents.size(); i += 5)
    process_coded(*db, story::knowledge(), "m1",
                  std::span(documents).subspan(i, std::min<std::size_t>(5, documents.size() - i)),
                  kCrashNow, [](Database& inner, std::span<const Transition> fresh) {
                    for (const auto& t : fresh)
                      inner.prepare("INSERT INTO told VALUES(?)").with(t.id).run();
                  });
}

std::vector<std::string> told(Database& db) {
  std::vector<std::string> out;
  auto s = db.prepare("SELECT name FROM told ORDER BY name");
  while (s.step()) out.push_back(s.text(0));
  return out;
}

}  // namespace

TEST_CASE(
    "killed while taking documents in, and run again, the store and the notices are the same") {
  std::mt19937 random(7);
  const auto documents = story::random_story(random, 12);
  const TempFolder folder;
  feed(folder.file("whole.db"), documents);
  auto whole = Database::open(folder.file("whole.db"));
  REQUIRE(whole);
  const auto started = std::chrono::steady_clock::now();
  feed(folder.file("timed.db"), documents);
  const auto length = std::chrono::duration_cast<std::chrono::microseconds>(
                          std::chrono::steady_clock::now() - started)
                          .count();
  int hits = 0;
  for (int round = 0; round < 20; ++round) {
    const auto path = folder.file(("r" + std::to_string(round) + ".db").c_str());
    const auto pause = std::chrono::microseconds(
        static_cast<std::int64_t>(random() % static_cast<std::uint64_t>(length + 1)));
    hits += killed([&] { feed(path, documents); }, pause) ? 1 : 0;
    feed(path, documents);
    auto db = Database::open(path);
    REQUIRE(db);
    CHECK(check_database(*db).empty());
    CHECK((dump(*db) == dump(*whole)));
    CHECK((told(*db) == told(*whole)));
  }
  CHECK(hits > 0);
}

TEST_CASE("killed while migrating, the next one finishes the work") {
  const TempFolder folder;
  std::mt19937 random(3);
  for (int round = 0; round < 20; ++round) {
    const auto path = folder.file(("m" + std::to_string(round) + ".db").c_str());
    killed([&] { (void)Database::open(path); }, std::chrono::microseconds(random() % 8000));
    auto db = Database::open(path);
    REQUIRE(db);
    CHECK(check_migrations(*db));
    CHECK(check_database(*db).empty());
  }
}

TEST_CASE("a backup is there whole or not at all, and the store it is of stays whole") {
  const TempFolder folder;
  std::mt19937 random(5);
  const auto documents = story::random_story(random, 20);
  feed(folder.file("a.db"), documents);
  for (int round = 0; round < 20; ++round) {
    const auto copy = folder.file(("b" + std::to_string(round) + ".db").c_str());
    killed(
        [&] {
          auto db = Database::open(folder.file("a.db"), OpenMode::Read);
          if (db) (void)db->backup_to(copy);
        },
        std::chrono::microseconds(random() % 8000));
    if (!std::filesystem::exists(copy)) continue;
    auto db = Database::open(copy, OpenMode::Read);
    REQUIRE(db);
    CHECK(check_database(*db).empty());
  }
  auto db = Database::open(folder.file("a.db"), OpenMode::Read);
  REQUIRE(db);
  CHECK(check_database(*db).empty());
}

TEST_CASE("two processes at once take turns") {
  std::mt19937 random(11);
  const auto documents = story::random_story(random, 12);
  const TempFolder folder;
  const auto path = folder.file("a.db");
  feed(folder.file("whole.db"), documents);
  REQUIRE(Database::open(path));
  const std::vector<CodedDocument> odd(
      documents.begin(), documents.begin() + static_cast<std::ptrdiff_t>(documents.size() / 2));
  const std::vector<CodedDocument> even(
      documents.begin() + static_cast<std::ptrdiff_t>(documents.size() / 2), documents.end());
  const pid_t child = ::fork();
  if (child == 0) {
    try {
      feed(path, odd);
    } catch (...) {
      ::_exit(1);
    }
    ::_exit(0);
  }
  feed(path, even);
  int status = 0;
  ::waitpid(child, &status, 0);
  CHECK(WIFEXITED(status));
  CHECK(WEXITSTATUS(status) == 0);
  auto db = Database::open(path);
  auto whole = Database::open(folder.file("whole.db"));
  REQUIRE(db);
  REQUIRE(whole);
  CHECK(check_database(*db).empty());
  CHECK((dump(*db) == dump(*whole)));
}
