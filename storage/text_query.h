// What people type to search, as an expression for the full-text index: words, "phrases", AND, OR,
// NOT (or a leading '-'), NEAR(a b, 5), parentheses, word*, title:word. Words are taken apart as
// the index does it (models/core/words.h), so that every script is searched alike.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "models/core/result.h"

namespace chokepoint {

struct TextQuery {
  std::string match;  // right side of MATCH
  std::vector<std::string>
      phrases;  // folded, as they stand in a folded text: to mark what was found
};

// An Error of one line says what is wrong with the query and where.
Result<TextQuery> parse_text_query(std::string_view query);

}  // namespace chokepoint
