// Where a date may begin and end in a text: what stands beside a number or a word, the spaces
// between two of them, and the words a grammar forbids around it.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

#include "models/engine/dates_grammar.h"

namespace chokepoint {

constexpr bool ascii_digit(char c) {
  return c >= '0' && c <= '9';
}

class DateBounds {
 public:
  DateBounds(const LanguageDates& lang, std::string_view text) : lang_(lang), text_(text) {}

  bool number_may_start(std::size_t pos, char32_t before) const;
  bool may_end(std::size_t pos) const;
  bool forbidden(const DateRule& rule, std::size_t start, std::size_t end) const;
  bool ends_sentence(std::size_t dot) const;
  std::size_t skip_spaces(std::size_t pos) const;
  bool stands_at(std::size_t pos, std::string_view word) const {
    return pos <= text_.size() && text_.substr(pos, word.size()) == word;
  }

 private:
  bool follows_with(const std::string& word, std::size_t end, std::size_t after) const;
  bool precedes_with(const std::string& word, std::size_t before) const;
  std::size_t trim_spaces(std::size_t pos) const;

  const LanguageDates& lang_;
  std::string_view text_;
};

}  // namespace chokepoint
