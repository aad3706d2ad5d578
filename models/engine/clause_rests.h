// How the clauses of a text go on, asked from place to place: what may stand between a verb and the
// rest of it ("setzt ... aus").
#pragma once

#include <algorithm>
#include <cstddef>
#include <string_view>

#include "models/core/utf8.h"

namespace chokepoint {

class ClauseRests {
 public:
  static constexpr std::size_t kLongest = 160;  // bytes that are looked at

  explicit ClauseRests(std::string_view text) : text_(text) {}

  // From `at` to the end of its clause. Linear in the text where places are asked for in order.
  std::string_view rest(std::size_t at) {
    if (at < from_ || at > end_) {
      const auto known = at < from_ ? from_ : kNone;  // from here on the end is known
      auto i = at;
      while (i < text_.size() && i != known && !ends_clause(i)) ++i;
      if (i != known) end_ = i;
      from_ = at;
    }
    return text_.substr(at, std::min(end_ - at, kLongest));
  }

 private:
  // A full stop inside a number ends none, nor one behind a single letter: "takes U.S. firms off".
  bool ends_clause(std::size_t at) const {
    const char c = text_[at];
    return c == ';' || c == '!' || c == '?' || (c == '.' && !is_number_sign(at) && !is_initial(at));
  }
  bool is_initial(std::size_t at) const {
    const auto is_letter = [&](std::size_t i) { return text_[i] >= 'a' && text_[i] <= 'z'; };
    return at > 0 && is_letter(at - 1) && (at == 1 || text_[at - 2] == '.' || text_[at - 2] == ' ');
  }
  bool is_number_sign(std::size_t at) const {
    return at > 0 && at + 1 < text_.size() && is_digit(decode_at(text_, at - 1).value) &&
           is_digit(decode_at(text_, at + 1).value);
  }

  static constexpr std::size_t kNone = std::string_view::npos;
  std::string_view text_;
  std::size_t from_ = kNone, end_ = kNone;  // what stands between is in the clause that ends there
};

}  // namespace chokepoint
