#include <algorithm>
#include <charconv>
#include <filesystem>

#include "models/core/cldr.h"
#include "models/core/fold.h"
#include "models/core/toml.h"
#include "models/engine/dates_pattern.h"

namespace chokepoint {
namespace {

constexpr std::string_view kUnits[] = {"day",     "week",   "month",     "quarter", "year",
                                       "weekend", "half",   "fortnight", "decade",  "workday",
                                       "hour",    "minute", "second",    "century"};

std::optional<int> integer(std::string_view s) {
  int value = 0;
  if (!s.empty() && s.front() == '+') s.remove_prefix(1);
  const auto [end, error] = std::from_chars(s.data(), s.data() + s.size(), value);
  if (error != std::errc{} || end != s.data() + s.size()) return std::nullopt;
  return value;
}

std::optional<int> word_value(std::string_view key) {
  for (std::size_t i = 0; i < std::size(kUnits); ++i)
    if (kUnits[i] == key) return static_cast<int>(i);
  return integer(key);
}

// Reads one file into a LanguageDates.
class Loader {
 public:
  Loader(const TomlTable& root, LanguageDates& out) : root_(root), out_(out), patterns_(out) {}

  void read() {
    settings();
    words();
    names();
    holidays();
    if (const auto macros = root_.table("macro"))
      for (const auto& key : macros->keys()) patterns_.macro(key, macros->required_string(key));
    for (const auto& rule : root_.tables("rule")) read_rule(rule);
  }

  void add_rules(const TomlTable& shared) {
    for (const auto& rule : shared.tables("rule")) {
      const auto only = rule.string("order");
      if (!only.empty() &&
          only != order_) {  // read all the same: finish() reports what nobody asked for
        (void)rule.strings("like");
        (void)rule.string("means");
        (void)rule.string("style");
        continue;
      }
      read_rule(rule);
    }
  }

  void finish() {
    out_.words.build(classes_that_begin());
    for (auto& state : out_.states)
      std::stable_sort(state.edges.begin(), state.edges.end(),
                       [](const DateEdge& a, const DateEdge& b) { return a.cls < b.cls; });
    const auto& root = out_.states.front().edges;
    out_.root_edges.resize(root.empty() ? 0 : root.back().cls + std::size_t{1});
    for (std::uint32_t i = 0; i < root.size(); ++i) {
      auto& edges = out_.root_edges[root[i].cls];
      if (edges.last == 0) edges.first = i;
      edges.last = i + 1;
      if (out_.states[root[i].next].rule >= 0) edges.may_end = 1;
    }
  }

 private:
  // Those that the automaton begins with, and the cues, which may stand anywhere.
  std::vector<bool> classes_that_begin() const {
    std::vector<bool> out(std::size_t{1} << 16U, false);
    for (const auto& edge : out_.states.front().edges) out[edge.cls] = true;
    for (auto cls = static_cast<std::size_t>(DateClass::Future);
         cls < static_cast<std::size_t>(DateClass::Size); ++cls)
      out[cls] = true;
    return out;
  }

  void settings() {
    out_.spaced = root_.boolean("spaced", true);
    out_.hangul = root_.boolean("hangul", false);
    out_.han_digits = root_.boolean("han_digits", false);
    order_ = root_.string("order", "dmy");
    if (order_ != "dmy" && order_ != "mdy" && order_ != "ymd")
      root_.problem("order is dmy, mdy or ymd", "order");
    out_.day_suffix = folded(root_, "day_suffix");
    out_.not_before = folded(root_, "not_before");
    out_.not_after = folded(root_, "not_after");
    out_.joiners = folded(root_, "joiners");
    out_.capitals = folded(root_, "capitals");
  }

  static std::vector<std::string> folded(const TomlTable& table, std::string_view key) {
    auto out = table.strings(key);
    for (auto& s : out) s = fold_text(s);
    return out;
  }

  void words() {
    const auto tables = root_.table("words");
    if (!tables) return;
    for (const auto& name : tables->keys()) {
      patterns_.declare(name);
      if (name.compare(0, 4, "cue_") == 0 || name.compare(0, 6, "tense_") == 0) {
        for (const auto& form : tables->strings(name)) patterns_.add_word(name, form, 0);
        continue;
      }
      const auto table = tables->table(name);
      if (!table) continue;
      for (const auto& key : table->keys()) {
        const auto value = word_value(key);
        if (!value)
          table->problem("write a whole number or a unit (day, week, month ...) as the key", key);
        for (const auto& form : table->strings(key))
          patterns_.add_word(name, form, value.value_or(0));
      }
    }
  }

  void names() {
    const auto locale = root_.string("locale");
    const auto exclude = folded(root_, "cldr_except");
    const auto add = [&](const std::string& name, const std::string& cls, int value) {
      if (std::find(exclude.begin(), exclude.end(), fold_text(name)) != exclude.end()) return;
      patterns_.declare(cls);
      patterns_.add_word(cls, name, value);
      auto open = name;  // "twenty-two" is written "twenty two" as well
      std::replace(open.begin(), open.end(), '-', ' ');
      patterns_.add_word(cls, open, value);
    };
    for (const auto& what : root_.strings("cldr")) {
      if (what == "month") {
        for (const auto& n : cldr_month_names(locale)) add(n.name, "month", n.value);
      } else if (what == "weekday") {
        for (const auto& n : cldr_weekday_names(locale)) add(n.name, "weekday", n.value);
      } else if (what == "cardinal") {
        for (const auto& n : cldr_cardinals(locale, 99)) add(n.name, "num", n.value);
      } else if (what == "ordinal") {
        for (const auto& n : cldr_ordinals(locale, 31)) add(n.name, "ord", n.value);
      } else if (what == "year") {
        constexpr int kFirst = 1901, kLast = 2059;
        for (const auto& n : cldr_years(locale, kFirst, kLast)) add(n.name, "year_word", n.value);
      } else {
        root_.problem("cldr knows month, weekday, cardinal, ordinal and year, not '" + what + "'",
                      "cldr");
      }
    }
  }

  void holidays() {
    for (const auto& h : root_.tables("holiday")) {
      const auto day = holiday_day(h.required_string("on"));
      if (!day)
        h.problem(
            "write on = \"12-25\", \"11/4/4\" (month/nth/weekday), \"easter-2\", \"lunar-8-15\" or "
            "\"before-11-23-3\" (the last Wednesday up to that day)",
            "on");
      patterns_.declare("holiday");
      for (const auto& name : h.strings("names"))
        patterns_.add_word("holiday", name, static_cast<int>(out_.holidays.size()));
      out_.holidays.push_back(day.value_or(DateHoliday{}));
    }
  }

  static std::optional<DateHoliday> holiday_day(std::string_view on) {
    using Kind = DateHoliday::Kind;
    const auto after = [&on](std::string_view word) {
      if (on.substr(0, word.size()) != word) return false;
      on.remove_prefix(word.size());
      return true;
    };
    if (after("easter")) {
      const auto n = on.empty() ? std::optional(0) : integer(on);
      return n ? std::optional(DateHoliday{Kind::Easter, *n, 0, 0}) : std::nullopt;
    }
    const bool lunar = after("lunar-"), before = after("before-");
    const bool nth = on.find('/') != std::string_view::npos;
    const auto parts = integers(on, nth ? '/' : '-');
    if (parts.size() == 2 && !before && !nth)
      return DateHoliday{lunar ? Kind::Lunar : Kind::Fixed, parts[0], parts[1], 0};
    if (parts.size() == 3 && !lunar && before != nth)
      return DateHoliday{before ? Kind::Before : Kind::Nth, parts[0], parts[1], parts[2]};
    return std::nullopt;
  }

  // "11/-1/4": empty where one is no number.
  static std::vector<int> integers(std::string_view s, char between) {
    std::vector<int> out;
    for (std::size_t from = 0; from <= s.size();) {
      const auto to = std::min(s.find(between, from), s.size());
      const auto n = integer(s.substr(from, to - from));
      if (!n) return {};
      out.push_back(*n);
      from = to + 1;
    }
    return out;
  }

  void read_rule(const TomlTable& table) {
    DateRule rule;
    static constexpr std::pair<std::string_view, DateMeaning> kMeanings[] = {
        {"date", DateMeaning::Date},     {"offset", DateMeaning::Offset},
        {"span", DateMeaning::Span},     {"range", DateMeaning::Range},
        {"weekof", DateMeaning::WeekOf}, {"same", DateMeaning::Same},
        {"later", DateMeaning::Later},   {"rest", DateMeaning::Rest},
        {"todate", DateMeaning::ToDate}};
    (void)table.string("order");
    const auto means = table.string("means", "date");
    const auto* known = std::find_if(std::begin(kMeanings), std::end(kMeanings),
                                     [&](const auto& m) { return m.first == means; });
    if (known == std::end(kMeanings))
      table.problem("means is date, offset, later, span, range, weekof, same, rest or todate",
                    "means");
    else
      rule.means = known->second;
    if (const auto set = table.table("set")) {
      for (const auto& key : set->keys()) {
        const auto slot = slot_named(key);
        if (!slot) set->problem("no such slot", key);
        rule.set.emplace_back(slot.value_or(Slot::None), static_cast<int>(set->integer(key)));
      }
    }
    const auto style = table.string("style");
    if (!style.empty() && style != "news" && style != "query")
      table.problem("style is news or query", "style");
    // News has no use for the rest of a year.
    rule.news =
        style != "query" && rule.means != DateMeaning::Rest && rule.means != DateMeaning::ToDate;
    rule.query = style != "news";
    rule.not_before = folded(table, "not_before");
    rule.not_after = folded(table, "not_after");
    out_.rules.push_back(std::move(rule));
    for (const auto& like : table.strings("like"))
      if (const auto problem = patterns_.add(like))
        table.problem(*problem + " in \"" + like + "\"", "like");
  }

  const TomlTable& root_;
  LanguageDates& out_;
  DatePatterns patterns_;
  std::string order_;
};

void skip_cases(const TomlTable& root) {
  for (const auto& c : root.tables("case")) {
    (void)c.string("text");
    (void)c.string("ref");
    (void)c.string("lean");
    (void)c.string("style");
    (void)c.strings("want");
  }
}

void append(std::string& lines, const std::vector<Error>& errors) {
  for (const auto& e : errors) lines += (lines.empty() ? "" : "\n") + e.line();
}

}  // namespace

const LanguageDates& DateRules::language(std::string_view bcp47) const {
  const auto primary = fold_text(bcp47.substr(0, bcp47.find_first_of("-_")));
  const auto found = languages.find(primary);
  return found != languages.end() ? found->second : languages.find("")->second;
}

Result<DateGrammar> load_date_grammar(const std::string& folder) {
  std::error_code missing;
  std::vector<std::filesystem::path> files;
  for (const auto& entry : std::filesystem::directory_iterator(folder, missing))
    if (entry.path().extension() == ".toml") files.push_back(entry.path());
  if (missing)
    return Error{Error::Kind::Config, "cannot read the date grammars: " + missing.message(),
                 folder};
  std::sort(files.begin(), files.end());
  std::string problems;
  auto rules = std::make_shared<DateRules>();
  auto shared = TomlTable::load_file(folder + "/common.toml");
  if (!shared) return shared.error();
  (void)shared->string("language");
  for (const auto& rule : shared->tables("rule")) (void)rule.string("order");
  for (const auto& path : files) {
    auto root = TomlTable::load_file(path.string());
    if (!root) {
      problems += (problems.empty() ? "" : "\n") + root.error().line();
      continue;
    }
    const auto language = root->string("language");
    if (language != (path.stem() == "common" ? "" : path.stem().string()))
      root->problem("the file's name and its language differ", "language");
    LanguageDates& out = rules->languages[language];
    Loader loader(*root, out);
    loader.read();
    if (path.stem() != "common") loader.add_rules(*shared);
    loader.finish();
    skip_cases(*root);
    append(problems, root->finish());
  }
  append(problems, shared->finish());
  if (!problems.empty()) return Error{Error::Kind::Config, problems, ""};
  return DateGrammar(std::move(rules));
}

}  // namespace chokepoint
