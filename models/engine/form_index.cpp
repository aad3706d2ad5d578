#include "models/engine/form_index.h"

#include <algorithm>
#include <bit>
#include <bitset>
#include <cstring>
#include <optional>

#include "models/core/utf8.h"
#include "models/engine/clause_rests.h"

namespace chokepoint {
namespace {

// Where the script spaces its words, a form may not begin or end inside one.
bool boundary_between(char32_t left, char32_t right) {
  return !(is_spaced_letter(left) && is_spaced_letter(right)) &&
         !(is_digit(left) && is_digit(right));
}

bool begins_word(std::string_view text, std::size_t at) {
  if (at == 0) return true;
  return boundary_between(decode_before(text, at).value, decode_at(text, at).value);
}

bool ends_word(std::string_view text, std::size_t at) {
  if (at >= text.size()) return true;
  return boundary_between(decode_before(text, at).value, decode_at(text, at).value);
}

bool is_unspaced(char32_t c) {
  return is_han(c) || is_kana(c) || is_hangul(c);
}

}  // namespace

std::uint32_t FormIndex::child(const Node& node, char label) const {
  const char* first = labels_.data() + node.first_child;
  if (node.children <= 4) {  // most nodes: a call costs more
    for (std::uint32_t i = 0; i < node.children; ++i)
      if (first[i] == label) return node.first_child + i;
    return 0;
  }
  const void* found = std::memchr(first, label, node.children);
  if (found == nullptr) return 0;
  return node.first_child + static_cast<std::uint32_t>(static_cast<const char*>(found) - first);
}

// Follows the trie from one place of the text, as far as it goes.
class FormIndex::Walk {
 public:
  Walk(const FormIndex& index, std::string_view text, LanguageMask language,
       std::vector<FormHit>& out)
      : index_(index), text_(text), language_(language), out_(out), clauses_(text) {
    pairs_ahead_.set(kNoPair);
  }

  void from(std::size_t start, bool inside_word) {
    start_ = start;
    inside_word_ = inside_word;
    begins_word_.reset();
    branches_.clear();
    follow({index_.roots_[static_cast<unsigned char>(text_[start])], start + 1, 0});
    while (!branches_.empty()) {
      const auto branch = branches_.back();
      branches_.pop_back();
      follow(branch);
    }
  }

 private:
  // A node that was come to, the place behind it, and the spaces stepped over on the way.
  struct Branch {
    std::uint32_t node = 0;
    std::size_t pos = 0;
    int skipped = 0;
  };

  // Where a form goes on with the space and others without it, both are followed.
  void follow(const Branch& from) {
    pos_ = from.pos;
    skipped_ = from.skipped;
    std::uint32_t id = from.node;
    while (id != 0) {
      const Node& node = index_.nodes_[id];
      if (((inside_word_ ? node.open_languages : node.languages) & language_) == 0) return;
      if (!follow_tail(node)) return;
      if (node.entries != 0) take(node);
      if (pos_ >= text_.size() || node.children == 0) return;
      id = index_.child(node, text_[pos_]);
      if (text_[pos_] == ' ') {
        const Branch with{id, pos_ + 1, skipped_};
        const auto without = skip_space() ? index_.child(node, text_[pos_]) : 0;
        if (without == 0) {
          pos_ = with.pos - 1;
          skipped_ = with.skipped;
        } else {
          if (id != 0) branches_.push_back(with);
          id = without;
        }
      }
      ++pos_;
    }
  }

  bool follow_tail(const Node& node) {
    for (std::size_t i = 0; i < node.tail_size; ++i) {
      if (pos_ >= text_.size()) return false;
      const char wanted = index_.tails_[node.tail + i];
      if (text_[pos_] != wanted && (!skip_space() || text_[pos_] != wanted)) return false;
      ++pos_;
    }
    return true;
  }

  // Korean spaces its compounds as it likes, extracted Chinese carries stray ones, and a hyphen
  // before a space makes two of it.
  bool skip_space() {
    if (text_[pos_] != ' ' || skipped_ >= 5 || pos_ + 1 >= text_.size()) return false;
    if (text_[pos_ - 1] != ' ' && !is_unspaced(decode_before(text_, pos_).value)) return false;
    ++skipped_;
    ++pos_;
    return true;
  }

  // 브라질 소고기 has no nitrogen (질소): a form of two syllables is not cut from two words.
  bool is_cut_from_two() const {
    if (skipped_ != 1 || start_ == 0) return false;
    const auto first = decode_at(text_, start_), last = decode_before(text_, pos_);
    return pos_ - start_ == first.size + 1 + last.size && is_hangul(first.value) &&
           is_hangul(decode_before(text_, start_).value);
  }

  void take(const Node& node) {
    if (is_cut_from_two()) return;
    std::optional<bool> ends;
    for (std::uint32_t i = node.first_entry; i < node.first_entry + node.entries; ++i) {
      const Entry& e = index_.entries_[i];
      if ((e.languages & language_) == 0) continue;
      if (e.open_start == 0) {
        if (inside_word_) continue;
        if (!begins_word_) begins_word_ = begins_word(text_, start_);
        if (!*begins_word_) continue;
      }
      if (e.open_end == 0) {
        if (!ends) ends = ends_word(text_, pos_);
        if (!*ends) continue;
      }
      if (e.gap != 0 && !any_follows(index_.gap_sets_[e.gap])) continue;
      out_.push_back({static_cast<std::uint32_t>(start_), static_cast<std::uint32_t>(pos_),
                      e.meaning, e.acronym != 0});
    }
  }

  bool any_follows(const GapSet& set) {
    if (rest_at_ != pos_) {
      rest_at_ = pos_;
      rest_ = clauses_.rest(pos_);
      tight_rest_.clear();
      look_ahead();
    }
    for (auto i = set.first; i < set.last; ++i) {
      const auto& pairs = index_.gap_pairs_[i];
      if (pairs_ahead_[pairs.first] && pairs_ahead_[pairs.last] && follows(index_.gaps_[i]))
        return true;
    }
    return false;
  }

  // Gathers the pairs of bytes ahead, some more than the clause has, so that they serve a while.
  void look_ahead() {
    constexpr std::size_t kSpare = 64;
    if (pos_ >= pairs_from_ && pos_ - pairs_from_ <= kSpare) return;
    pairs_from_ = pos_;
    pairs_ahead_.reset();
    pairs_ahead_.set(kNoPair);
    const auto end = std::min(text_.size(), pos_ + ClauseRests::kLongest + kSpare);
    for (auto i = pos_; i + 1 < end; ++i) pairs_ahead_.set(pair_of(text_[i], text_[i + 1]));
  }

  bool follows(const Gap& gap) {
    for (auto found = rest_.find(gap.wanted); found != std::string_view::npos;
         found = rest_.find(gap.wanted, found + 1))
      if ((gap.open_start || begins_word(text_, pos_ + found)) &&
          (gap.open_end || ends_word(text_, pos_ + found + gap.wanted.size())))
        return true;
    return follows_tight(gap);
  }

  // Forms of scripts that write no spaces, or write them as they like (Korean), are kept without
  // theirs, and match anywhere in a word.
  bool follows_tight(const Gap& gap) {
    constexpr unsigned char kFirstOfThree = 0xE1;  // Hangul, kana and Han lie above
    const bool unspaced = std::any_of(gap.wanted.begin(), gap.wanted.end(), [](char c) {
      return static_cast<unsigned char>(c) >= kFirstOfThree;
    });
    if (!unspaced || rest_.find(' ') == std::string_view::npos) return false;
    if (tight_rest_.empty()) {
      tight_rest_ = rest_;
      std::erase(tight_rest_, ' ');
    }
    return tight_rest_.find(gap.wanted) != std::string::npos;
  }

  const FormIndex& index_;
  std::string_view text_;
  LanguageMask language_;
  std::vector<FormHit>& out_;
  ClauseRests clauses_;
  // The rest of the clause at `rest_at_`.
  std::size_t rest_at_ = std::string_view::npos;
  std::string_view rest_;
  std::string tight_rest_;  // without its spaces; empty: not asked for yet
  std::size_t pairs_from_ = std::string_view::npos;
  std::bitset<kPairs + 1> pairs_ahead_;
  std::size_t start_ = 0, pos_ = 0;
  bool inside_word_ = false;
  std::optional<bool> begins_word_;
  int skipped_ = 0;
  std::vector<Branch> branches_;
};

namespace {

// Hits of one place come shorter first, and are wanted longer first; equal ones stay in order.
void longer_first(std::vector<FormHit>& hits, std::size_t from) {
  for (std::size_t i = from + 1; i < hits.size(); ++i) {
    const FormHit hit = hits[i];
    std::size_t at = i;
    for (; at > from && hits[at - 1].end < hit.end; --at) hits[at] = hits[at - 1];
    hits[at] = hit;
  }
}

}  // namespace

std::vector<FormHit> FormIndex::scan(std::string_view text, LanguageMask language) const {
  std::vector<FormHit> out;
  if (gates_.empty() || language == 0) return out;
  const auto gate = 2 * static_cast<std::size_t>(std::countr_zero(language));
  const ByteGate &any = gates_[gate], &open = gates_[gate + 1];
  Walk walk(*this, text, language, out);
  bool in_word = false;  // the previous character is a letter of a spaced script
  for (std::size_t pos = 0; pos < text.size();) {
    const auto lead = static_cast<unsigned char>(text[pos]);
    const auto c = lead < 0x80 ? CodePoint{lead, 1} : decode_at(text, pos);
    const bool letter = is_spaced_letter(c.value);
    const bool inside = in_word && letter;
    if ((inside ? open : any).admits(text, pos, true)) {
      const auto before = out.size();
      walk.from(pos, inside);
      longer_first(out, before);
    }
    in_word = letter;
    pos += c.size;
  }
  return out;
}

}  // namespace chokepoint
