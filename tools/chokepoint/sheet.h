// Rows and columns, written as a table for eyes, as JSON, JSON Lines, CSV or Markdown. Texts of
// strangers are made harmless: no control characters in a terminal, no formulas in a spreadsheet.
#pragma once

#include <cstdint>
#include <ostream>
#include <string>
#include <string_view>
#include <vector>

#include <nlohmann/json_fwd.hpp>

namespace chokepoint::cli {

class Sheet {
 public:
  explicit Sheet(std::vector<std::string> columns);
  ~Sheet();
  Sheet(const Sheet&) = delete;
  Sheet& operator=(const Sheet&) = delete;

  void add(std::vector<nlohmann::ordered_json> row);  // one value a column
  std::int64_t rows() const { return std::ssize(rows_); }
  // "table", "json", "jsonl", "csv" or "markdown".
  void write(std::ostream& out, std::string_view format) const;

 private:
  std::vector<std::string> columns_;
  std::vector<std::vector<nlohmann::ordered_json>> rows_;
};

// Null for an empty text.
nlohmann::ordered_json known(const std::string& text);

// In one line, without control characters.
std::string harmless(std::string_view text);

}  // namespace chokepoint::cli
