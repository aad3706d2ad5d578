#include "tools/chokepoint/sheet.h"

#include <algorithm>
#include <cstdio>

#include <nlohmann/json.hpp>

#include "models/core/json.h"
#include "models/core/utf8.h"

namespace chokepoint::cli {
namespace {

using nlohmann::ordered_json;

constexpr std::size_t kWidest = 60;  // columns of a terminal one cell may take

std::string plain(const ordered_json& v) {
  if (v.is_null()) return "";
  if (v.is_string()) return v.get<std::string>();
  if (v.is_number_float()) {
    std::array<char, 40> out{};
    std::snprintf(out.data(), out.size(), "%.10g", v.get<double>());
    return out.data();
  }
  if (!v.is_array()) return json_line(v);
  std::string out;
  for (const auto& e : v) out += (out.empty() ? "" : ", ") + plain(e);
  return out;
}

std::size_t columns_of(char32_t c) {
  return is_han(c) || is_kana(c) || is_hangul(c) || (c >= 0x3000 && c <= 0x303F) ||
                 (c >= 0xFF01 && c <= 0xFF60)
             ? 2
             : 1;
}

std::size_t width(std::string_view s) {
  std::size_t out = 0;
  for (std::size_t pos = 0; pos < s.size();) {
    const auto c = decode_at(s, pos);
    out += columns_of(c.value);
    pos += c.size;
  }
  return out;
}

std::string cut(std::string s) {
  if (width(s) <= kWidest) return s;
  std::size_t pos = 0;
  for (std::size_t wide = 0; pos < s.size();) {
    const auto c = decode_at(s, pos);
    wide += columns_of(c.value);
    if (wide > kWidest - 1) break;
    pos += c.size;
  }
  return s.substr(0, pos) + "…";
}

std::string csv_cell(const ordered_json& v) {
  auto s = plain(v);
  constexpr std::string_view kFormula = "=+-@\t\r";
  if (v.is_string() && !s.empty() && kFormula.find(s.front()) != std::string_view::npos)
    s = "'" + s;
  if (s.find_first_of("\",\r\n") == std::string::npos) return s;
  std::string out = "\"";
  for (const char c : s) out += c == '"' ? std::string("\"\"") : std::string(1, c);
  return out + "\"";
}

std::string markdown_cell(const ordered_json& v) {
  std::string out;
  for (const char c : harmless(plain(v))) {
    if (std::string_view("|\\`*_[]<>").find(c) != std::string_view::npos) out += '\\';
    out += c;
  }
  return out;
}

}  // namespace

ordered_json known(const std::string& text) {
  return text.empty() ? ordered_json(nullptr) : ordered_json(text);
}

std::string harmless(std::string_view text) {
  std::string out;
  for (std::size_t pos = 0; pos < text.size();) {
    const auto c = decode_at(text, pos);
    const bool turns = (c.value >= 0x202A && c.value <= 0x202E) ||
                       (c.value >= 0x2066 && c.value <= 0x2069);  // changes of writing direction
    if (c.value < 0x20 || (c.value >= 0x7F && c.value < 0xA0))
      out += ' ';
    else if (!turns)
      append_utf8(out, c.value);
    pos += c.size;
  }
  return out;
}

Sheet::Sheet(std::vector<std::string> columns) : columns_(std::move(columns)) {}
Sheet::~Sheet() = default;

void Sheet::add(std::vector<ordered_json> row) {
  rows_.push_back(std::move(row));
}

namespace {

using Columns = std::vector<std::string>;
using Rows = std::vector<std::vector<ordered_json>>;

void write_table(std::ostream& out, const Columns& columns, const Rows& rows) {
  std::vector<Columns> lines{columns};
  for (const auto& row : rows) {
    Columns line;
    for (const auto& v : row) line.push_back(cut(harmless(plain(v))));
    lines.push_back(std::move(line));
  }
  std::vector<std::size_t> widths(columns.size(), 0);
  for (const auto& line : lines)
    for (std::size_t i = 0; i < line.size(); ++i) widths[i] = std::max(widths[i], width(line[i]));
  for (std::size_t n = 0; n < lines.size(); ++n) {
    std::string text;
    for (std::size_t i = 0; i < lines[n].size(); ++i) {
      const std::string space(widths[i] - width(lines[n][i]), ' ');
      const bool number = n > 0 && rows[n - 1][i].is_number();
      text += (i == 0 ? "" : "  ") + (number ? space + lines[n][i] : lines[n][i] + space);
    }
    text.erase(text.find_last_not_of(' ') + 1);
    out << text << '\n';
  }
}

void write_csv(std::ostream& out, const Columns& columns, const Rows& rows) {
  const auto line = [&](const auto& cells) {
    for (std::size_t i = 0; i < cells.size(); ++i)
      out << (i == 0 ? "" : ",") << csv_cell(ordered_json(cells[i]));
    out << "\r\n";
  };
  line(columns);
  for (const auto& row : rows) line(row);
}

void write_markdown(std::ostream& out, const Columns& columns, const Rows& rows) {
  for (const auto& c : columns) out << "| " << c << ' ';
  out << "|\n";
  for (std::size_t i = 0; i < columns.size(); ++i) out << "|---";
  out << "|\n";
  for (const auto& row : rows) {
    for (const auto& v : row) out << "| " << markdown_cell(v) << ' ';
    out << "|\n";
  }
}

ordered_json object(const Columns& columns, const std::vector<ordered_json>& row) {
  auto out = ordered_json::object();
  for (std::size_t i = 0; i < columns.size(); ++i) out[columns[i]] = row[i];
  return out;
}

}  // namespace

void Sheet::write(std::ostream& out, std::string_view format) const {
  if (format == "table") return write_table(out, columns_, rows_);
  if (format == "csv") return write_csv(out, columns_, rows_);
  if (format == "markdown") return write_markdown(out, columns_, rows_);
  if (format == "jsonl") {
    for (const auto& row : rows_) out << json_line(object(columns_, row)) << '\n';
    return;
  }
  auto all = ordered_json::array();
  for (const auto& row : rows_) all.push_back(object(columns_, row));
  out << json_line(all) << '\n';
}

}  // namespace chokepoint::cli
