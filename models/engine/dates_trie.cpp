#include <algorithm>
#include <array>

#include "models/engine/dates_grammar.h"

namespace chokepoint {

void DateTrie::build(const std::vector<bool>& begins) {
  nodes_.assign(1, {});
  labels_.assign(1, '\0');
  for (const auto& [word, terms] : words_)
    if (std::any_of(terms.begin(), terms.end(), [&](const DateTerm& t) { return begins[t.cls]; }))
      begins_.admit(word);
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
    labels_.push_back(it->first[0]);
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
  labels_.resize(nodes_.size());
  for (std::size_t g = 0; g < groups.size(); ++g) {
    labels_[child + g] = groups[g].first->first[depth];
    fill(child + static_cast<std::uint32_t>(g), groups[g].first, groups[g].second, depth + 1);
  }
}

}  // namespace chokepoint
