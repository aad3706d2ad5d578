// The store's one door to SQLite: opening, migrating, transactions, statements. Everything in
// storage/ is written on Database and Statement; no header of ours names a SQLite type. What the
// tables mean is told in the files beside this.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <stdexcept>
#include <string>
#include <string_view>

#include "models/core/result.h"

namespace chokepoint {

// The machine failed us: disk full, file damaged, another process holding the lock for too long.
// One line, what and what to do.
class StorageError : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

enum class ValueType { Null, Integer, Real, Text, Blob };

// A prepared statement on loan from its Database's cache; goes back reset when it is destroyed.
// Parameters count from 1, columns from 0. A Statement must not outlive its Database.
class Statement {
 public:
  struct Impl;
  Statement(Statement&&) noexcept;
  Statement(const Statement&) = delete;
  Statement& operator=(const Statement&) = delete;
  Statement& operator=(Statement&&) = delete;
  ~Statement();

  Statement& bind(int index, std::string_view text);
  Statement& bind(int index, const char* text) { return bind(index, std::string_view(text)); }
  Statement& bind(int index, std::int64_t value);
  Statement& bind(int index, int value) { return bind(index, static_cast<std::int64_t>(value)); }
  Statement& bind(int index, bool value) {
    return bind(index, static_cast<std::int64_t>(value ? 1 : 0));
  }
  Statement& bind(int index, double value);
  Statement& bind_blob(int index, std::string_view bytes);
  Statement& bind_null(int index);
  // Empty text is stored as NULL: in the ledger empty means "not known".
  Statement& bind_known(int index, std::string_view text) {
    return text.empty() ? bind_null(index) : bind(index, text);
  }
  // NULL when absent.
  template <class T>
  Statement& bind(int index, const std::optional<T>& value) {
    return value ? bind(index, *value) : bind_null(index);
  }
  // Binds all parameters from the first on.
  template <class... Values>
  Statement& with(const Values&... values) {
    int index = 0;
    (bind(++index, values), ...);
    return *this;
  }

  bool step();         // true while there is a row
  std::int64_t run();  // steps to the end and resets; answers the number of rows changed
  void reset();        // to bind and run it again
  ValueType type(int column) const;
  bool is_null(int column) const;
  std::string text(int column) const;  // "" for NULL
  std::int64_t integer(int column) const;
  double real(int column) const;
  std::string blob(int column) const;
  int columns() const;
  std::string column_name(int column) const;

 private:
  friend class Database;
  explicit Statement(std::unique_ptr<Impl> impl);
  std::unique_ptr<Impl> impl_;
};

enum class OpenMode {
  Create,    // make it when absent, bring it up to date
  Write,     // must exist; brought up to date
  Read,      // must exist and be up to date; nothing is written
  Untouched  // must exist; no migration is run and none is asked for (db check, db migrate)
};

class Database {
 public:
  // A database that is newer, damaged, locked or not writable comes back as an Error of one line.
  static Result<Database> open(const std::string& path, OpenMode mode = OpenMode::Create,
                               int busy_ms = 10000);
  static Database in_memory(bool migrated = true);  // for tests and dry runs

  Database(Database&&) noexcept;
  Database& operator=(Database&&) noexcept;
  ~Database();

  Statement prepare(std::string_view sql);
  void exec(const std::string& sql);  // one or more statements without parameters
  std::int64_t last_row() const;
  const std::string& path() const;

  // Room for what storage/ keeps in memory of rows it has read; emptied when a transaction is
  // undone.
  std::shared_ptr<void>& kept();

  // Copies the whole database to `path` while others read and write. The copy appears under its
  // name only when whole.
  Result<void> backup_to(const std::string& path);

 private:
  friend class Transaction;
  struct Impl;
  explicit Database(std::unique_ptr<Impl> impl);
  std::unique_ptr<Impl> impl_;
};

// One write transaction, taken at once (BEGIN IMMEDIATE) so that two processes queue instead of
// failing half-way. Rolls back unless committed. Nested ones join the outer.
class Transaction {
 public:
  explicit Transaction(Database& db);
  ~Transaction();
  Transaction(const Transaction&) = delete;
  Transaction& operator=(const Transaction&) = delete;
  void commit();

 private:
  Database& db_;
  bool done_ = false;
};

}  // namespace chokepoint
