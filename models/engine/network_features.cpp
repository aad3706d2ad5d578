#include "models/engine/network_features.h"

#include <algorithm>
#include <cmath>

#include "models/core/utf8.h"

namespace chokepoint {
namespace {

bool is_unspaced_letter(char32_t c) {
  return is_han(c) || is_kana(c);
}
bool is_word_letter(char32_t c) {
  return is_spaced_letter(c) || is_hangul(c);
}

}  // namespace

std::vector<Token> tokens_of(std::string_view text) {
  constexpr std::size_t kStem = 6, kHangulStem = 3;  // letters
  std::vector<Token> out;
  for (std::size_t at = 0; at < text.size();) {
    auto c = decode_at(text, at);
    if (is_unspaced_letter(c.value)) {
      out.push_back({at, Word{text.substr(at, c.size)}, true});
      at += c.size;
    } else if (is_word_letter(c.value)) {
      const auto start = at;
      auto stem = at;
      for (std::size_t n = 0; is_word_letter(c.value); c = decode_at(text, at), ++n) {
        at += c.size;
        if (n < (is_hangul(c.value) ? kHangulStem : kStem)) stem = at;
      }
      out.push_back({start, Word{text.substr(start, stem - start)}, false});
    } else {
      at += c.size;
    }
  }
  return out;
}

std::uint64_t network_feature_number(std::string_view name) {
  std::uint64_t number = 0;
  for (std::size_t from = 0; from <= name.size();) {
    const auto to = std::min(name.find('|', from), name.size());
    number = feature_with(number, hash_feature(name.substr(from, to - from)));
    from = to + 1;
  }
  return number;
}

std::string up_to(std::size_t n, std::size_t most) {
  return std::to_string(std::min(n, most));
}

void NetworkFeatureList::close_group() {
  std::sort(numbers_.begin(), numbers_.end());
  numbers_.erase(std::unique(numbers_.begin(), numbers_.end()), numbers_.end());
  const auto value = 1 / std::sqrt(static_cast<float>(numbers_.size()));
  for (const auto number : numbers_) {
    out_.push_back({number, value});
    if (names_ != nullptr) names_->push_back(named_[number]);
  }
  numbers_.clear();
}

}  // namespace chokepoint
