#include "models/engine/dates_grammar.h"

#include <algorithm>
#include <charconv>
#include <filesystem>
#include <set>

#include "models/core/cldr.h"
#include "models/core/fold.h"
#include "models/core/toml.h"

namespace chokepoint {
namespace {

struct NamedSlot {
  std::string_view name;
  Slot slot;
};

constexpr NamedSlot kSlots[] = {{"year", Slot::Year},       {"yy", Slot::ShortYear},
                                {"era", Slot::Era},         {"erayear", Slot::EraYear},
                                {"relyear", Slot::RelYear}, {"month", Slot::Month},
                                {"mon", Slot::Month},       {"relmonth", Slot::RelMonth},
                                {"day", Slot::Day},         {"relday", Slot::RelDay},
                                {"weekday", Slot::Weekday}, {"relweek", Slot::RelWeek},
                                {"quarter", Slot::Quarter}, {"relquarter", Slot::RelQuarter},
                                {"half", Slot::Half},       {"part", Slot::Part},
                                {"shift", Slot::Shift},     {"unit", Slot::Unit},
                                {"count", Slot::Count},     {"num", Slot::Count},
                                {"sign", Slot::Sign},       {"nth", Slot::Nth},
                                {"ord", Slot::Nth},         {"holiday", Slot::Holiday},
                                {"year2", Slot::Year2},     {"month2", Slot::Month2},
                                {"day2", Slot::Day2},       {"weekday2", Slot::Weekday2},
                                {"x", Slot::None}};

constexpr std::string_view kClasses[] = {"day",
                                         "day_ord",
                                         "mon",
                                         "year",
                                         "yy",
                                         "num",
                                         "tense_future",
                                         "tense_past",
                                         "cue_effective",
                                         "cue_expiry",
                                         "cue_since",
                                         "cue_effective_after",
                                         "cue_expiry_after",
                                         "cue_since_after"};

constexpr std::string_view kUnits[] = {"day",     "week", "month",     "quarter", "year",
                                       "weekend", "half", "fortnight", "decade",  "workday"};

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

// A pattern as parsed. Compiled right to left: `follow` is what may come after.
struct Part {
  enum class Kind { Element, Sequence, Choice } kind = Kind::Sequence;
  bool optional = false;
  DateEdge element;
  std::vector<Part> parts;
};

struct Follow {
  std::vector<DateEdge> edges;
  bool accepts = false;
  std::optional<std::uint32_t> state;  // once made
};

// Reads one file into a LanguageDates.
class Loader {
 public:
  Loader(const TomlTable& root, LanguageDates& out) : root_(root), out_(out) {
    for (std::size_t i = 0; i < std::size(kClasses); ++i)
      classes_.emplace(kClasses[i], static_cast<std::uint16_t>(i));
    out_.states.emplace_back();
  }

  void read() {
    settings();
    words();
    names();
    holidays();
    if (const auto macros = root_.table("macro"))
      for (const auto& key : macros->keys()) macros_[key] = macros->required_string(key);
    for (const auto& rule : root_.tables("rule")) read_rule(rule);
  }

  void add_rules(const TomlTable& shared) {
    for (const auto& rule : shared.tables("rule")) {
      const auto only = rule.string("order");
      if (!only.empty() &&
          only != order_) {  // read all the same: finish() reports what nobody asked for
        (void)rule.strings("like");
        (void)rule.string("means");
        continue;
      }
      read_rule(rule);
    }
  }

  void finish() {
    out_.words.build();
    for (auto& state : out_.states)
      std::stable_sort(state.edges.begin(), state.edges.end(),
                       [](const DateEdge& a, const DateEdge& b) { return a.cls < b.cls; });
  }

 private:
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
  }

  static std::vector<std::string> folded(const TomlTable& table, std::string_view key) {
    auto out = table.strings(key);
    for (auto& s : out) s = fold_text(s);
    return out;
  }

  std::uint16_t class_id(const std::string& name) {
    const auto [it, fresh] =
        classes_.emplace(name, static_cast<std::uint16_t>(100 + classes_.size()));
    return it->second;
  }

  void add_word(const std::string& form, std::uint16_t cls, int value) {
    const auto key = fold_text(form);
    if (!key.empty() && seen_.emplace(key, cls, value).second) out_.words.add(key, {cls, value});
  }

  void words() {
    const auto tables = root_.table("words");
    if (!tables) return;
    for (const auto& name : tables->keys()) {
      const auto cls = class_id(name);
      known_.insert(name);
      if (name.compare(0, 4, "cue_") == 0 || name.compare(0, 6, "tense_") == 0) {
        for (const auto& form : tables->strings(name)) add_word(form, cls, 0);
        continue;
      }
      const auto table = tables->table(name);
      if (!table) continue;
      for (const auto& key : table->keys()) {
        const auto value = word_value(key);
        if (!value)
          table->problem("write a whole number or a unit (day, week, month ...) as the key", key);
        for (const auto& form : table->strings(key)) add_word(form, cls, value.value_or(0));
      }
    }
  }

  void names() {
    const auto locale = root_.string("locale");
    const auto exclude = folded(root_, "cldr_except");
    const auto add = [&](const std::string& name, std::string cls, int value) {
      if (std::find(exclude.begin(), exclude.end(), fold_text(name)) != exclude.end()) return;
      known_.insert(cls);
      add_word(name, class_id(cls), value);
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
      } else {
        root_.problem("cldr knows month, weekday, cardinal and ordinal, not '" + what + "'",
                      "cldr");
      }
    }
  }

  void holidays() {
    for (const auto& h : root_.tables("holiday")) {
      const auto day = holiday_day(h.required_string("on"));
      if (!day)
        h.problem("write on = \"12-25\", \"11/4/4\" (month/nth/weekday) or \"easter-2\"", "on");
      const auto cls = class_id("holiday");
      known_.insert("holiday");
      for (const auto& name : h.strings("names"))
        add_word(name, cls, static_cast<int>(out_.holidays.size()));
      out_.holidays.push_back(day.value_or(DateHoliday{}));
    }
  }

  static std::optional<DateHoliday> holiday_day(const std::string& on) {
    if (on.compare(0, 6, "easter") == 0) {
      const auto n = on.size() == 6 ? std::optional(0) : integer(std::string_view(on).substr(6));
      if (!n) return std::nullopt;
      return DateHoliday{DateHoliday::Kind::Easter, *n, 0, 0};
    }
    std::vector<int> parts;
    std::size_t from = 0;
    while (from <= on.size()) {
      const auto to = std::min(
          on.find_first_of(on.find('/') == std::string::npos ? "-" : "/", from), on.size());
      const auto n = integer(std::string_view(on).substr(from, to - from));
      if (!n) return std::nullopt;
      parts.push_back(*n);
      from = to + 1;
    }
    if (parts.size() == 2) return DateHoliday{DateHoliday::Kind::Fixed, parts[0], parts[1], 0};
    if (parts.size() == 3) return DateHoliday{DateHoliday::Kind::Nth, parts[0], parts[1], parts[2]};
    return std::nullopt;
  }

  void read_rule(const TomlTable& table) {
    DateRule rule;
    static constexpr std::pair<std::string_view, DateMeaning> kMeanings[] = {
        {"date", DateMeaning::Date},     {"offset", DateMeaning::Offset},
        {"span", DateMeaning::Span},     {"range", DateMeaning::Range},
        {"weekof", DateMeaning::WeekOf}, {"same", DateMeaning::Same}};
    (void)table.string("order");
    const auto means = table.string("means", "date");
    const auto* known = std::find_if(std::begin(kMeanings), std::end(kMeanings),
                                     [&](const auto& m) { return m.first == means; });
    if (known == std::end(kMeanings))
      table.problem("means is date, offset, span, range, weekof or same", "means");
    else
      rule.means = known->second;
    if (const auto set = table.table("set")) {
      for (const auto& key : set->keys()) {
        const auto slot = slot_named(key);
        if (!slot) set->problem("no such slot", key);
        rule.set.emplace_back(slot.value_or(Slot::None), static_cast<int>(set->integer(key)));
      }
    }
    rule.not_before = folded(table, "not_before");
    rule.not_after = folded(table, "not_after");
    out_.rules.push_back(std::move(rule));
    for (const auto& like : table.strings("like")) add_pattern(table, like);
  }

  void add_pattern(const TomlTable& table, const std::string& pattern) {
    error_.clear();
    text_ = pattern;
    at_ = 0;
    depth_ = 0;
    const Part whole = choice(false);
    if (error_.empty() && at_ < text_.size()) error_ = "a bracket is closed that was not opened";
    Follow end;
    end.accepts = true;
    const Follow start = compile(whole, end);
    if (start.accepts) error_ = "the pattern may match nothing";
    if (!error_.empty()) return table.problem(error_ + " in \"" + pattern + "\"", "like");
    auto& root = out_.states.front().edges;
    root.insert(root.end(), start.edges.begin(), start.edges.end());
  }

  std::uint32_t state_of(Follow& follow) {
    if (!follow.state) {
      follow.state = static_cast<std::uint32_t>(out_.states.size());
      out_.states.push_back(
          {follow.edges, follow.accepts ? static_cast<int>(out_.rules.size()) - 1 : -1});
    }
    return *follow.state;
  }

  Follow compile(const Part& part, Follow& follow) {
    Follow out;
    if (part.kind == Part::Kind::Element) {
      out.edges.push_back(part.element);
      out.edges.back().next = state_of(follow);
    } else if (part.kind == Part::Kind::Choice) {
      for (const auto& p : part.parts) join(out, compile(p, follow));
    } else {
      out = follow;
      for (auto p = part.parts.rbegin(); p != part.parts.rend(); ++p) {
        Follow next = out;
        out = compile(*p, next);
      }
    }
    if (part.optional) join(out, follow);
    out.state.reset();
    return out;
  }

  static void join(Follow& into, const Follow& more) {
    into.edges.insert(into.edges.end(), more.edges.begin(), more.edges.end());
    into.accepts = into.accepts || more.accepts;
  }

  // choice = sequence ('|' sequence)*; sequence = (item '?'?)*; item = word | <class:slot> |
  // {macro} | (..) | [..]
  Part choice(bool outside) {
    Part all;
    all.kind = Part::Kind::Choice;
    all.parts.push_back(sequence(outside));
    while (at_ < text_.size() && text_[at_] == '|') {
      ++at_;
      all.parts.push_back(sequence(outside));
    }
    return all;
  }

  Part sequence(bool outside) {
    Part all;
    while (at_ < text_.size() && error_.empty()) {
      const char c = text_[at_];
      if (c == '|' || c == ')' || c == ']') break;
      if (c == ' ') {
        ++at_;
        continue;
      }
      all.parts.push_back(item(outside));
      if (at_ < text_.size() && text_[at_] == '?') {
        ++at_;
        all.parts.back().optional = true;
      }
    }
    return all;
  }

  Part item(bool outside) {
    const char c = text_[at_];
    if (c == '{') return macro(take_until('}'), outside);
    if (c == '(' || c == '[') {
      ++at_;
      Part inner = choice(outside || c == '[');
      if (at_ >= text_.size() || text_[at_] != (c == '(' ? ')' : ']'))
        error_ = "a bracket is not closed";
      ++at_;
      return inner;
    }
    Part out;
    out.kind = Part::Kind::Element;
    out.element = c == '<' ? class_element(take_until('>'), outside) : literal(outside);
    return out;
  }

  std::string take_until(char close) {
    const auto end = text_.find(close, at_);
    if (end == std::string::npos) {
      error_ = std::string("missing '") + close + "'";
      at_ = text_.size();
      return {};
    }
    auto name = text_.substr(at_ + 1, end - at_ - 1);
    at_ = end + 1;
    return name;
  }

  DateEdge class_element(const std::string& name, bool outside) {
    const auto colon = name.find(':');
    const auto cls = name.substr(0, colon);
    if (known_.count(cls) == 0 &&
        std::find(std::begin(kClasses), std::end(kClasses), cls) == std::end(kClasses))
      error_ = "no words are given for <" + cls + ">";
    const auto slot = slot_named(colon == std::string::npos ? cls : name.substr(colon + 1));
    if (!slot) error_ = "<" + name + "> names no slot (write <x> words in class 'x_...')";
    return {class_id(cls), slot.value_or(Slot::None), outside, 0};
  }

  Part macro(const std::string& name, bool outside) {
    const auto found = macros_.find(name);
    if (found == macros_.end() || depth_ > 8) {
      error_ = "no macro {" + name + "}";
      return {};
    }
    const std::string text = text_;
    const std::size_t at = at_;
    text_ = found->second;
    at_ = 0;
    ++depth_;
    Part inner = choice(outside);
    --depth_;
    text_ = text;
    at_ = at;
    return inner;
  }

  DateEdge literal(bool outside) {
    const auto end = std::min(text_.find_first_of(" |()[]{}<>?", at_), text_.size());
    const auto word = fold_text(text_.substr(at_, end - at_));
    at_ = std::max(end, at_ + 1);
    const auto cls = class_id("=" + word);
    add_word(word, cls, 0);
    return {cls, Slot::None, outside, 0};
  }

  const TomlTable& root_;
  LanguageDates& out_;
  std::string order_;
  std::map<std::string, std::uint16_t, std::less<>> classes_;
  std::set<std::string> known_;
  std::map<std::string, std::string> macros_;
  std::set<std::tuple<std::string, std::uint16_t, int>> seen_;
  std::string text_, error_;
  std::size_t at_ = 0;
  int depth_ = 0;
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

std::optional<Slot> slot_named(std::string_view name) {
  const auto whole = std::find_if(std::begin(kSlots), std::end(kSlots),
                                  [&](const NamedSlot& s) { return s.name == name; });
  if (whole != std::end(kSlots)) return whole->slot;
  const auto cut = name.find('_');
  return cut == std::string_view::npos ? std::nullopt : slot_named(name.substr(0, cut));
}

void DateTrie::build() {
  nodes_.assign(1, {});
  begins_.assign(1024, 0);
  for (const auto& [word, terms] : words_) {
    const auto a = static_cast<unsigned char>(word[0]);
    for (unsigned b = 0; b < 256; ++b)
      if (word.size() == 1 || static_cast<unsigned char>(word[1]) == b)
        begins_[a * 4U + b / 64U] |= std::uint64_t{1} << (b % 64U);
  }
  std::array<bool, 256> done{};
  for (auto it = words_.begin(); it != words_.end(); ++it) {
    const auto byte = static_cast<unsigned char>(it->first[0]);
    if (done[byte]) continue;
    done[byte] = true;
    const auto end = std::find_if(it, words_.end(), [byte](const auto& w) {
      return static_cast<unsigned char>(w.first[0]) != byte;
    });
    const auto node = static_cast<std::uint32_t>(nodes_.size());
    first_[byte] = node;
    nodes_.emplace_back();
    nodes_[node].byte = byte;
    fill(node, it, end, 1);
  }
  words_.clear();
}

// The words [from, to) share their first `depth` bytes, which lead to `node`.
void DateTrie::fill(std::uint32_t node, Words::const_iterator from, Words::const_iterator to,
                    std::size_t depth) {
  nodes_[node].term = static_cast<std::uint32_t>(terms_.size());
  if (from != to && from->first.size() == depth) {
    terms_.insert(terms_.end(), from->second.begin(), from->second.end());
    nodes_[node].terms = static_cast<std::uint16_t>(from->second.size());
    ++from;
  }
  std::vector<std::pair<Words::const_iterator, Words::const_iterator>> groups;
  while (from != to) {
    auto end = from;
    while (end != to && end->first[depth] == from->first[depth]) ++end;
    groups.emplace_back(from, end);
    from = end;
  }
  const auto child = static_cast<std::uint32_t>(nodes_.size());
  nodes_[node].child = child;
  nodes_[node].children = static_cast<std::uint16_t>(groups.size());
  nodes_.resize(nodes_.size() + groups.size());
  for (std::size_t g = 0; g < groups.size(); ++g) {
    nodes_[child + g].byte = static_cast<unsigned char>(groups[g].first->first[depth]);
    fill(child + static_cast<std::uint32_t>(g), groups[g].first, groups[g].second, depth + 1);
  }
}

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
    auto root = path.stem() == "common" ? TomlTable::load_file(path.string())
                                        : TomlTable::load_file(path.string());
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
