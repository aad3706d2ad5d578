// chokepoint sql: one question in SQL, read-only. The views to ask are in docs/data-dictionary.md.
#include <algorithm>
#include <array>
#include <iostream>
#include <memory>

#include <CLI/CLI.hpp>
#include <nlohmann/json.hpp>

#include "tools/chokepoint/ask_options.h"
#include "tools/chokepoint/setup.h"
#include "tools/chokepoint/sheet.h"

namespace chokepoint::cli {
namespace {

struct SqlOptions {
  std::string sql, format = "table";
};

// The store is opened read-only; this keeps out what could still write another file.
bool only_asks(const std::string& sql) {
  constexpr std::array<std::string_view, 4> kAsking{"select", "with", "values", "explain"};
  const auto start = sql.find_first_not_of(" \t\r\n(");
  if (start == std::string::npos) return false;
  std::string word;
  for (auto i = start; i < sql.size() && std::isalpha(static_cast<unsigned char>(sql[i])) != 0; ++i)
    word += static_cast<char>(std::tolower(static_cast<unsigned char>(sql[i])));
  return std::ranges::find(kAsking, word) != kAsking.end();
}

// SQLite prepares the first statement and passes over the rest, which somebody meant.
bool has_second(const std::string& sql) {
  char quote = 0;
  for (std::size_t i = 0; i < sql.size(); ++i) {
    const char c = sql[i];
    if (quote != 0) {
      if (c == quote) quote = 0;
    } else if (c == '\'' || c == '"' || c == '`' || c == '[') {
      quote = c == '[' ? ']' : c;
    } else if (sql.compare(i, 2, "--") == 0) {
      i = std::min(sql.find('\n', i), sql.size());
    } else if (sql.compare(i, 2, "/*") == 0) {
      i = std::min(sql.find("*/", i + 2), sql.size());
    } else if (c == ';') {
      return sql.find_first_not_of(" \t\r\n;", i) != std::string::npos;
    }
  }
  return false;
}

nlohmann::ordered_json value(const Statement& s, int column) {
  switch (s.type(column)) {
    case ValueType::Null:
      return nullptr;
    case ValueType::Integer:
      return s.integer(column);
    case ValueType::Real:
      return s.real(column);
    case ValueType::Text:
      return s.text(column);
    case ValueType::Blob:
      return "(" + std::to_string(s.blob(column).size()) + " bytes)";
  }
  return nullptr;
}

void run(const SqlOptions& options, Globals& globals) {
  const auto fail = [&](const std::string& line) {
    complain("sql: " + line);
    globals.status = kUsage;
  };
  if (!only_asks(options.sql))
    return fail("one SELECT (or WITH, VALUES, EXPLAIN) is answered here; the store is not changed");
  if (has_second(options.sql))
    return fail("one statement at a time; this goes on after the first ';'");
  auto db = open_store(globals, OpenMode::Read);
  if (!db) return;
  try {
    auto s = db->prepare(options.sql);
    std::vector<std::string> columns;
    for (int i = 0; i < s.columns(); ++i) columns.push_back(s.column_name(i));
    Sheet sheet(columns);
    while (s.step()) {
      std::vector<nlohmann::ordered_json> row;
      for (int i = 0; i < s.columns(); ++i) row.push_back(value(s, i));
      sheet.add(std::move(row));
    }
    sheet.write(std::cout, options.format);
  } catch (const StorageError& e) {
    fail(e.what());
  }
}

}  // namespace

void add_sql(CLI::App& app, Globals& globals) {
  auto* command = app.add_subcommand(
      "sql",
      "Ask the store in SQL, read-only: v_events, v_mentions, v_transitions, v_pairs, v_articles");
  auto options = std::make_shared<SqlOptions>();
  command->add_option("SQL", options->sql, "As \"SELECT actor, count(*) FROM v_events GROUP BY 1\"")
      ->required();
  add_format(*command, options->format, kSheetFormats);
  command->callback([options, &globals] { run(*options, globals); });
}

}  // namespace chokepoint::cli
