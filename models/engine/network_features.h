// Features of a text for a network (network.h): its words by their beginnings, and whatever else
// has a name.
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "models/engine/network.h"
#include "models/engine/weights.h"

namespace chokepoint {

// A word's beginning, which its inflections share, or one character of a script without spaces.
struct Token {
  std::size_t start;  // byte
  Word word;
  bool unspaced;
};
// The words view `text`.
std::vector<Token> tokens_of(std::string_view text);

// "word|quota": the number of a feature by its name.
std::uint64_t network_feature_number(std::string_view name);

// A count, the same for `most` and all above.
std::string up_to(std::size_t n, std::size_t most);

// Makes features, numbered and, where wanted, named. Each group's share a length of one, so that
// long sentences do not outweigh short ones.
class NetworkFeatureList {
 public:
  explicit NetworkFeatureList(std::vector<std::string>* names) : names_(names) {}

  template <class... Words>
  void add(Words... words) {
    std::uint64_t number = 0;
    ((number = feature_with(number, words.hash())), ...);
    numbers_.push_back(number);
    if (names_ == nullptr) return;
    std::string name;
    ((name += words.text(), name += '|'), ...);
    name.pop_back();
    named_[number] = std::move(name);
  }
  // Closes a group; of each feature it has one.
  void close_group();
  NetworkFeatures take() { return std::move(out_); }

 private:
  std::vector<std::string>* names_;
  std::vector<std::uint64_t> numbers_;  // of the open group
  std::map<std::uint64_t, std::string> named_;
  NetworkFeatures out_;
};

}  // namespace chokepoint
