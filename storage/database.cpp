#include "storage/database.h"

#include <algorithm>
#include <array>
#include <filesystem>
#include <map>
#include <optional>
#include <utility>

#include <SQLiteCpp/Database.h>
#include <SQLiteCpp/Statement.h>
#include <sqlite3.h>

#include "storage/migrations.h"

namespace chokepoint {
namespace {

std::string advice(int code, const std::string& path, const std::string& what) {
  switch (code & 0xFF) {
    case SQLITE_BUSY:
    case SQLITE_LOCKED:
      return path + ": locked by another process; wait for it to finish and run again";
    case SQLITE_READONLY:
      return path + ": cannot be written, the file, its folder or its disk is read-only";
    case SQLITE_FULL:
      return path + ": the disk is full; free some space and run again";
    case SQLITE_IOERR:
      return path + ": reading or writing the disk failed (" + what + ")";
    case SQLITE_CORRUPT:
      return path + ": damaged (" + what + "); run 'chokepoint db check' or restore a backup";
    case SQLITE_NOTADB:
      return path + ": is not a database of Chokepoint; give another path";
    case SQLITE_CANTOPEN:
      return path + ": cannot be opened; does its folder exist, and may you write there?";
    default:
      return path + ": " + what;
  }
}

int flags_of(OpenMode mode) {
  if (mode == OpenMode::Read) return SQLite::OPEN_READONLY | SQLite::OPEN_URI;
  return SQLite::OPEN_READWRITE | SQLite::OPEN_URI |
         (mode == OpenMode::Create ? SQLite::OPEN_CREATE : 0);
}

// One of the files the store consists of, under whatever name: SQLite keeps more beside it.
bool is_of_store(const std::string& store, const std::string& path) {
  std::error_code missing;  // what is not there is not the store
  return std::ranges::any_of(std::array{"", "-wal", "-shm", "-journal"}, [&](const char* end) {
    return std::filesystem::equivalent(store + end, path, missing);
  });
}

bool is_store(const std::string& path) {
  try {
    return SQLite::Database(path, SQLite::OPEN_READONLY).tableExists("schema_migrations");
  } catch (const SQLite::Exception&) {
    return false;
  }
}

// The copy takes the place of what is there: of an earlier copy and of nothing else, be it a device
// or somebody's file.
std::optional<std::string> no_place_for_copy(const std::filesystem::path& path) {
  namespace fs = std::filesystem;
  std::error_code ignored;
  const auto there = fs::status(path, ignored);
  if (path.empty()) return "name the file to write";
  if (fs::is_directory(there)) return "is a folder; name a file in it";
  if (!fs::exists(there))
    return path.has_parent_path() && !fs::is_directory(path.parent_path(), ignored)
               ? std::optional<std::string>("there is no such folder")
               : std::nullopt;
  if (!fs::is_regular_file(there)) return "is no plain file; give another";
  if (fs::file_size(path, ignored) == 0 || is_store(path.string())) return std::nullopt;
  return "is no backup of a store and would be overwritten; give another file";
}

}  // namespace

using Prepared = std::unique_ptr<SQLite::Statement>;

struct Database::Impl {
  std::string path;
  SQLite::Database sqlite;
  std::multimap<std::string, Prepared, std::less<>> idle;
  int depth = 0;
  std::shared_ptr<void> kept;

  Impl(std::string p, int flags, int busy_ms) : path(std::move(p)), sqlite(path, flags, busy_ms) {}
  [[noreturn]] void fail(const SQLite::Exception& e) const {
    throw StorageError(advice(e.getErrorCode(), path, e.what()));
  }
};

// Statements keep a pointer to the Impl, which does not move with its Database.
struct Statement::Impl {
  void* owner;
  Prepared prepared;
  std::string sql;
  void (*give_back)(Impl&);
  void (*fail)(const Impl&, const SQLite::Exception&);  // does not return

  template <class F>
  auto guard(F f) const {
    try {
      return f(*prepared);
    } catch (const SQLite::Exception& e) {
      fail(*this, e);
      throw;
    }
  }
};

Statement::Statement(std::unique_ptr<Impl> impl) : impl_(std::move(impl)) {}
Statement::Statement(Statement&&) noexcept = default;
Statement::~Statement() {
  if (impl_) impl_->give_back(*impl_);
}

Statement& Statement::bind(int index, std::string_view text) {
  impl_->guard([&](SQLite::Statement& s) { s.bind(index, std::string(text)); });
  return *this;
}
Statement& Statement::bind(int index, std::int64_t value) {
  impl_->guard([&](SQLite::Statement& s) { s.bind(index, value); });
  return *this;
}
Statement& Statement::bind(int index, double value) {
  impl_->guard([&](SQLite::Statement& s) { s.bind(index, value); });
  return *this;
}
Statement& Statement::bind_blob(int index, std::string_view bytes) {
  impl_->guard(
      [&](SQLite::Statement& s) { s.bind(index, bytes.data(), static_cast<int>(bytes.size())); });
  return *this;
}
Statement& Statement::bind_null(int index) {
  impl_->guard([&](SQLite::Statement& s) { s.bind(index); });
  return *this;
}
bool Statement::step() {
  return impl_->guard([](SQLite::Statement& s) { return s.executeStep(); });
}
std::int64_t Statement::run() {
  return impl_->guard([](SQLite::Statement& s) {
    while (s.executeStep()) {
    }
    const auto changes = static_cast<std::int64_t>(s.getChanges());
    s.reset();
    return changes;
  });
}
void Statement::reset() {
  impl_->guard([](SQLite::Statement& s) { s.reset(); });
}
ValueType Statement::type(int column) const {
  const auto c = impl_->prepared->getColumn(column);
  if (c.isNull()) return ValueType::Null;
  if (c.isInteger()) return ValueType::Integer;
  if (c.isFloat()) return ValueType::Real;
  return c.isBlob() ? ValueType::Blob : ValueType::Text;
}
bool Statement::is_null(int column) const {
  return impl_->prepared->isColumnNull(column);
}
std::string Statement::text(int column) const {
  return is_null(column) ? std::string() : impl_->prepared->getColumn(column).getString();
}
std::int64_t Statement::integer(int column) const {
  return impl_->prepared->getColumn(column).getInt64();
}
double Statement::real(int column) const {
  return impl_->prepared->getColumn(column).getDouble();
}
std::string Statement::blob(int column) const {
  const auto c = impl_->prepared->getColumn(column);
  const auto size = static_cast<std::size_t>(c.getBytes());
  return size == 0 ? std::string() : std::string(static_cast<const char*>(c.getBlob()), size);
}
int Statement::columns() const {
  return impl_->prepared->getColumnCount();
}
std::string Statement::column_name(int column) const {
  return impl_->prepared->getColumnName(column);
}

Database::Database(std::unique_ptr<Impl> impl) : impl_(std::move(impl)) {}
Database::Database(Database&&) noexcept = default;
Database& Database::operator=(Database&&) noexcept = default;
Database::~Database() = default;
std::shared_ptr<void>& Database::kept() {
  return impl_->kept;
}

Result<Database> Database::open(const std::string& path, OpenMode mode, int busy_ms) {
  if (mode != OpenMode::Create && !std::filesystem::exists(path))
    return Error{Error::Kind::Config, "no database here; 'chokepoint init' makes one", path};
  try {
    auto impl = std::make_unique<Impl>(path, flags_of(mode), busy_ms);
    const bool writes = mode == OpenMode::Create || mode == OpenMode::Write;
    if (writes && sqlite3_db_readonly(impl->sqlite.getHandle(), "main") == 1)
      return Error{Error::Kind::Permanent, advice(SQLITE_READONLY, path, ""), ""};
    impl->sqlite.exec("PRAGMA foreign_keys=ON; PRAGMA temp_store=MEMORY; PRAGMA cache_size=-65536");
    if (writes) impl->sqlite.exec("PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL");
    // A question reads pages here and there of a large store: mapped, they are not copied.
    if (mode == OpenMode::Read) impl->sqlite.exec("PRAGMA mmap_size=2147483648");
    Database db(std::move(impl));
    if (mode == OpenMode::Untouched) return db;
    auto ready = writes ? migrate(db) : check_migrations(db);
    if (!ready) return ready.error();
    return db;
  } catch (const SQLite::Exception& e) {
    return Error{Error::Kind::Permanent, advice(e.getErrorCode(), path, e.what()), ""};
  } catch (const StorageError& e) {
    return Error{Error::Kind::Permanent, e.what(), ""};
  }
}

Database Database::in_memory(bool migrated) {
  Database db(std::make_unique<Impl>(":memory:", flags_of(OpenMode::Create), 0));
  db.exec("PRAGMA foreign_keys=ON");
  if (!migrated) return db;
  if (auto ready = migrate(db); !ready) throw StorageError(ready.error().line());
  return db;
}

Statement Database::prepare(std::string_view sql) {
  auto impl = std::make_unique<Statement::Impl>();
  impl->owner = impl_.get();
  impl->fail = [](const Statement::Impl& s, const SQLite::Exception& e) {
    static_cast<Impl*>(s.owner)->fail(e);
  };
  impl->give_back = [](Statement::Impl& s) {
    s.prepared->tryReset();
    s.prepared->clearBindings();
    static_cast<Impl*>(s.owner)->idle.emplace(std::move(s.sql), std::move(s.prepared));
  };
  if (auto found = impl_->idle.find(sql); found != impl_->idle.end()) {
    impl->prepared = std::move(found->second);
    impl_->idle.erase(found);
  } else {
    try {
      impl->prepared = std::make_unique<SQLite::Statement>(impl_->sqlite, std::string(sql));
    } catch (const SQLite::Exception& e) {
      impl_->fail(e);
    }
  }
  impl->sql = sql;
  return Statement(std::move(impl));
}

void Database::exec(const std::string& sql) {
  try {
    impl_->sqlite.exec(sql);
  } catch (const SQLite::Exception& e) {
    impl_->fail(e);
  }
}

std::int64_t Database::last_row() const {
  return impl_->sqlite.getLastInsertRowid();
}
const std::string& Database::path() const {
  return impl_->path;
}

Result<void> Database::backup_to(const std::string& path) {
  const std::string partial = path + ".partial";
  if (is_of_store(impl_->path, path) || is_of_store(impl_->path, partial))
    return Error{Error::Kind::Config,
                 "a backup here would overwrite the store it is of; give another file", path};
  if (const auto why = no_place_for_copy(path)) return Error{Error::Kind::Config, *why, path};
  std::error_code ignored;
  std::filesystem::remove(partial, ignored);
  try {
    // One page run at a time would restart whenever a writer commits; a single read transaction
    // sees one state.
    auto copy = prepare("VACUUM INTO ?");
    copy.with(partial).run();
  } catch (const StorageError& e) {
    std::filesystem::remove(partial, ignored);
    return Error{Error::Kind::Permanent, e.what(), "backup to " + path};
  }
  std::error_code failed;
  std::filesystem::rename(partial, path, failed);
  if (failed) {
    std::filesystem::remove(partial, ignored);
    return Error{Error::Kind::Permanent, failed.message(), path};
  }
  return {};
}

Transaction::Transaction(Database& db) : db_(db) {
  if (db_.impl_->depth == 0) db_.exec("BEGIN IMMEDIATE");
  ++db_.impl_->depth;
}
Transaction::~Transaction() {
  if (done_) return;
  --db_.impl_->depth;
  // A nested one that fails takes the outer along: the caller sees the exception that brought us
  // here.
  if (db_.impl_->depth > 0) return;
  db_.impl_->sqlite.tryExec("ROLLBACK");
  db_.impl_->kept.reset();
}
void Transaction::commit() {
  --db_.impl_->depth;
  done_ = true;
  if (db_.impl_->depth == 0) {
    try {
      db_.impl_->sqlite.exec("COMMIT");
    } catch (const SQLite::Exception& e) {
      db_.impl_->sqlite.tryExec("ROLLBACK");
      db_.impl_->kept.reset();
      db_.impl_->fail(e);
    }
  }
}

}  // namespace chokepoint
