#include "models/core/toml.h"

#include <algorithm>
#include <array>
#include <deque>
#include <numeric>
#include <set>
#include <sstream>
#include <tuple>
#include <unordered_map>

#include <toml++/toml.h>

#include "models/core/input_file.h"

namespace chokepoint {

struct TomlTable::Node {
  const toml::table* table = nullptr;
  mutable std::set<std::string, std::less<>> read;  // keys somebody asked for
};

struct TomlTable::File {
  struct Problem {
    std::uint32_t line, column;
    std::string what;
  };
  std::string name;
  toml::table root;
  std::deque<Node> nodes;  // stable addresses
  std::unordered_map<const toml::table*, const Node*> by_table;
  std::vector<Problem> problems;

  const Node* node_of(const toml::table& t) {
    const auto [it, fresh] = by_table.try_emplace(&t, nullptr);
    if (fresh) it->second = &nodes.emplace_back(Node{&t, {}});
    return it->second;
  }
  std::string place(const toml::source_region& at) const {
    return name + ":" + std::to_string(at.begin.line) + ":" + std::to_string(at.begin.column);
  }
  void note(const toml::source_region& at, std::string what) {
    problems.push_back({at.begin.line, at.begin.column, std::move(what)});
  }
};

namespace {

const toml::node* look_up(const toml::table& table, std::set<std::string, std::less<>>& read,
                          std::string_view key) {
  read.emplace(key);
  return table.get(key);
}

std::size_t edit_distance(std::string_view a, std::string_view b) {
  std::vector<std::size_t> row(b.size() + 1);
  std::iota(row.begin(), row.end(), std::size_t{0});
  for (std::size_t i = 1; i <= a.size(); ++i) {
    std::size_t diagonal = row[0];
    row[0] = i;
    for (std::size_t j = 1; j <= b.size(); ++j) {
      const std::size_t change = diagonal + (a[i - 1] == b[j - 1] ? 0 : 1);
      diagonal = row[j];
      row[j] = std::min({row[j] + 1, row[j - 1] + 1, change});
    }
  }
  return row[b.size()];
}

}  // namespace

std::string nearest_name(std::string_view word, const std::vector<std::string>& known) {
  std::string best;
  std::size_t best_distance = std::max<std::size_t>(2, word.size() / 3) + 1;
  for (const auto& name : known) {
    const auto d = edit_distance(word, name);
    if (d < best_distance) std::tie(best, best_distance) = std::pair{name, d};
  }
  return best;
}

TomlTable::TomlTable(std::shared_ptr<File> file, const Node* node)
    : file_(std::move(file)), node_(node) {}

Result<TomlTable> TomlTable::load_text(std::string_view text, const std::string& name) {
  auto file = std::make_shared<File>();
  file->name = name;
  try {
    file->root = toml::parse(text, std::string_view{name});
  } catch (const toml::parse_error& e) {
    return Error{Error::Kind::Config, std::string{e.description()}, file->place(e.source())};
  }
  const Node* root = file->node_of(file->root);
  return TomlTable{std::move(file), root};
}

Result<TomlTable> TomlTable::load_file(const std::string& path) {
  auto in = open_input(path);
  if (!in) return Error{Error::Kind::Config, in.error().what, path};
  std::ostringstream text;
  text << in->rdbuf();
  return load_text(text.str(), path);
}

bool TomlTable::has(std::string_view key) const {
  return node_->table->contains(key);
}

std::vector<std::string> TomlTable::keys() const {
  std::vector<std::pair<toml::source_position, std::string>> found;
  for (const auto& [key, value] : *node_->table)
    found.emplace_back(key.source().begin, std::string{key.str()});
  std::sort(found.begin(), found.end(), [](const auto& a, const auto& b) {
    return std::tie(a.first.line, a.first.column) < std::tie(b.first.line, b.first.column);
  });
  std::vector<std::string> out;
  for (auto& [at, key] : found) out.push_back(std::move(key));
  return out;
}

std::string TomlTable::string(std::string_view key, std::string_view fallback) const {
  const auto* value = look_up(*node_->table, node_->read, key);
  if (value == nullptr) return std::string{fallback};
  if (const auto* s = value->as_string()) return s->get();
  file_->note(value->source(), "'" + std::string{key} + "' must be a string in quotes");
  return std::string{fallback};
}

std::string TomlTable::required_string(std::string_view key) const {
  auto value = string(key);
  if (value.empty()) problem("needs " + std::string{key} + " = \"...\"", has(key) ? key : "");
  return value;
}

std::int64_t TomlTable::integer(std::string_view key, std::int64_t fallback) const {
  const auto* value = look_up(*node_->table, node_->read, key);
  if (value == nullptr) return fallback;
  if (const auto* i = value->as_integer()) return i->get();
  file_->note(value->source(), "'" + std::string{key} + "' must be a whole number");
  return fallback;
}

double TomlTable::number(std::string_view key, double fallback) const {
  const auto* value = look_up(*node_->table, node_->read, key);
  if (value == nullptr) return fallback;
  if (const auto* i = value->as_integer()) return static_cast<double>(i->get());
  if (const auto* f = value->as_floating_point()) return f->get();
  file_->note(value->source(), "'" + std::string{key} + "' must be a number");
  return fallback;
}

bool TomlTable::boolean(std::string_view key, bool fallback) const {
  const auto* value = look_up(*node_->table, node_->read, key);
  if (value == nullptr) return fallback;
  if (const auto* b = value->as_boolean()) return b->get();
  file_->note(value->source(), "'" + std::string{key} + "' must be true or false");
  return fallback;
}

std::vector<std::string> TomlTable::strings(std::string_view key) const {
  const auto* value = look_up(*node_->table, node_->read, key);
  if (value == nullptr) return {};
  if (const auto* s = value->as_string()) return {s->get()};
  std::vector<std::string> out;
  const auto* list = value->as_array();
  if (list == nullptr) {
    file_->note(value->source(), "'" + std::string{key} + "' must be a list of strings");
    return out;
  }
  for (const auto& element : *list) {
    if (const auto* s = element.as_string())
      out.push_back(s->get());
    else
      file_->note(element.source(), "'" + std::string{key} + "' must hold only strings");
  }
  return out;
}

std::vector<std::vector<std::string>> TomlTable::string_lists(std::string_view key) const {
  const auto* value = look_up(*node_->table, node_->read, key);
  std::vector<std::vector<std::string>> out;
  if (value == nullptr) return out;
  const auto* list = value->as_array();
  if (list == nullptr) {
    file_->note(value->source(), "'" + std::string{key} + "' must be a list of lists of strings");
    return out;
  }
  for (const auto& element : *list) {
    auto& row = out.emplace_back();
    if (const auto* s = element.as_string()) {
      row.push_back(s->get());
      continue;
    }
    const auto* inner = element.as_array();
    if (inner == nullptr) {
      file_->note(element.source(),
                  "'" + std::string{key} + "' must hold strings or lists of strings");
      continue;
    }
    for (const auto& word : *inner)
      if (const auto* s = word.as_string())
        row.push_back(s->get());
      else
        file_->note(word.source(), "'" + std::string{key} + "' must hold only strings");
  }
  return out;
}

std::optional<TomlTable> TomlTable::table(std::string_view key) const {
  const auto* value = look_up(*node_->table, node_->read, key);
  if (value == nullptr) return std::nullopt;
  if (const auto* t = value->as_table()) return TomlTable{file_, file_->node_of(*t)};
  file_->note(value->source(),
              "'" + std::string{key} + "' must be a table, as [" + std::string{key} + "]");
  return std::nullopt;
}

std::vector<TomlTable> TomlTable::tables(std::string_view key) const {
  const auto* value = look_up(*node_->table, node_->read, key);
  std::vector<TomlTable> out;
  if (value == nullptr) return out;
  const auto* list = value->as_array();
  if (list == nullptr) {
    file_->note(value->source(), "'" + std::string{key} + "' must be a list of tables, as [[" +
                                     std::string{key} + "]]");
    return out;
  }
  for (const auto& element : *list) {
    if (const auto* t = element.as_table())
      out.push_back(TomlTable{file_, file_->node_of(*t)});
    else
      file_->note(element.source(), "'" + std::string{key} + "' must hold only tables");
  }
  return out;
}

std::string TomlTable::where() const {
  return file_->place(node_->table->source());
}

std::string TomlTable::where(std::string_view key) const {
  const auto* value = node_->table->get(key);
  return value == nullptr ? where() : file_->place(value->source());
}

void TomlTable::problem(std::string what, std::string_view key) const {
  const auto* value = key.empty() ? nullptr : node_->table->get(key);
  file_->note(value == nullptr ? node_->table->source() : value->source(), std::move(what));
}

std::vector<Error> TomlTable::finish() const {
  // Tables nobody opened are told by the key that leads to them, so only opened ones are walked.
  for (const auto& node : file_->nodes) {
    const std::vector<std::string> known(node.read.begin(), node.read.end());
    for (const auto& [key, value] : *node.table) {
      if (node.read.contains(key.str())) continue;
      const auto near = nearest_name(key.str(), known);
      file_->note(key.source(), "unknown key '" + std::string{key.str()} + "'" +
                                    (near.empty() ? "" : "; did you mean '" + near + "'?"));
    }
  }
  auto& all = file_->problems;
  std::stable_sort(all.begin(), all.end(), [](const auto& a, const auto& b) {
    return std::tie(a.line, a.column) < std::tie(b.line, b.column);
  });
  std::vector<Error> out;
  for (const auto& p : all)
    out.push_back({Error::Kind::Config, p.what,
                   file_->name + ":" + std::to_string(p.line) + ":" + std::to_string(p.column)});
  return out;
}

}  // namespace chokepoint
