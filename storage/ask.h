// Questions to the ledger: by which filters, in which order, which page. One filter is one row of a
// table (ask_filters.cpp): the option, its help and its SQL; whoever asks goes through that table,
// and values are always bound. What the answers look like: event_list.h, article_list.h,
// change_list.h.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

#include "models/core/result.h"
#include "models/core/time.h"
#include "storage/text_query.h"

namespace chokepoint {

class Database;
class Statement;

enum class Subject { Events, Articles, Changes };

enum class FilterKind {
  Word,    // as given; several mean any of them
  Code,    // the same, upper case: countries and blocs
  Name,    // the same, lower case: goods
  Choice,  // one or several of `choices`
  Pair,    // CN:JP, the first acts on the second; CN-JP, either way
  Number,
  YesNo,
  FirstDay,  // YYYY-MM-DD
  LastDay,
  Since,  // RFC 3339; where only a day is given, its beginning
  Until,  // its end
  Text    // a query, see text_query.h
};

struct Filter {
  const char* name;  // of the option, without its dashes
  FilterKind kind;
  const char* help;
  // Conditions on events e, documents d, transitions t. Null: the filter reaches the subject
  // through the articles behind an event, or the events an article tells of. '{}' is the comparison
  // with the words asked for; every '?' gets the value.
  const char *on_event, *on_article, *on_change;
  const char* choices = "";
};
std::span<const Filter> filters();

struct Asked {
  const Filter* filter = nullptr;
  std::vector<std::string> values;
};

struct Question {
  Subject subject = Subject::Events;
  std::vector<Asked> asked;
  std::string sort;  // one of sort_orders(); empty: the subject's own order
  bool reversed = false;
  std::int64_t limit = -1, offset = 0;
  bool dismissed = false;  // also events that a person dismissed
  bool weak = false;       // also events of which one unsure report is all there is

  const Asked* find(std::string_view name) const;
};

// Adds a filter to the question. An Error where there is none of that name or a value is not one of
// its kind.
Result<void> ask(Question& question, std::string_view name, std::vector<std::string> values);
std::vector<std::string_view> sort_orders(Subject subject);

// The moment a Since or Until filter names: of a day, the first second or the last.
std::optional<Instant> moment_of(const Asked& asked);
// The moment that --as-of names, where it is asked.
std::optional<Instant> as_of_instant(const Question& question);

// --- for the lists
// ---------------------------------------------------------------------------------
using Bound = std::variant<std::string, std::int64_t, double>;

struct Conditions {
  std::string sql;  // " AND (...) AND (...)"
  std::vector<Bound> bound;
  std::optional<TextQuery> text;
  bool narrow = true;        // the text is in few enough articles to rank them all
  bool dense = false;        // it is in a good part of all articles
  bool common_item = false;  // goods that thousands of events are on
};
// `but` names filters the caller sees to itself.
Conditions conditions_of(Database& db, const Question& question,
                         std::span<const std::string_view> but = {});
std::string shown_of(const Question& question);  // leaves out the dismissed and the weak
std::string order_of(const Question& question);  // " ORDER BY ..."
int bind_all(Statement& statement, std::span<const Bound> bound, int from = 0);

}  // namespace chokepoint
