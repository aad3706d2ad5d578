// Reads TOML strictly: every key must be asked for, and each problem is told as file:line:column,
// what is wrong and what to do. Models and configuration both read through this; toml++ itself
// stays in toml.cpp.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "models/core/result.h"

namespace chokepoint {

// A table of a TOML file. Cheap to copy; keeps the whole file alive. Accessors note wrong types as
// problems and answer with the fallback, so that one pass finds every mistake of a file; finish()
// also reports keys nobody read.
class TomlTable {
 public:
  static Result<TomlTable> load_file(const std::string& path);
  static Result<TomlTable> load_text(std::string_view text, const std::string& name);

  bool has(std::string_view key) const;
  std::vector<std::string> keys() const;  // in the order of the file

  std::string string(std::string_view key, std::string_view fallback = "") const;
  std::string required_string(std::string_view key) const;  // notes a problem when absent or empty
  std::int64_t integer(std::string_view key, std::int64_t fallback = 0) const;
  double number(std::string_view key, double fallback = 0) const;  // an integer serves too
  bool boolean(std::string_view key, bool fallback = false) const;
  std::vector<std::string> strings(std::string_view key) const;  // a lone string is a list of one
  std::vector<std::vector<std::string>> string_lists(
      std::string_view key) const;  // [["a","b"],["c"]]
  std::optional<TomlTable> table(std::string_view key) const;
  std::vector<TomlTable> tables(
      std::string_view key) const;  // [[key]], or an array of inline tables

  std::string where() const;                      // file:line:column of this table
  std::string where(std::string_view key) const;  // of the key's value
  // Notes a problem of meaning ("no such concept"), at `key` when it is given.
  void problem(std::string what, std::string_view key = "") const;

  // All problems of the file so far, keys nobody asked for among them, in the order of the file.
  // Call once on the root when everything has been read.
  std::vector<Error> finish() const;

 private:
  struct File;
  struct Node;
  TomlTable(std::shared_ptr<File> file, const Node* node);
  std::shared_ptr<File> file_;
  const Node* node_;
};

// The closest of `known` to `word`, for "did you mean ..."; empty when none is near.
std::string nearest_name(std::string_view word, const std::vector<std::string>& known);

}  // namespace chokepoint
