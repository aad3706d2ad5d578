// All surface forms of all languages in one trie, and the one pass over a text that finds them.
// What a form means is the caller's: the index knows only numbers. Linear in the text, as no form
// is longer than a line.
#pragma once

#include <array>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "models/engine/byte_gate.h"
#include "models/engine/flat_list.h"
#include "models/engine/form_syntax.h"

namespace chokepoint {

// One bit a language.
using LanguageMask = std::uint16_t;

struct FormHit {
  std::uint32_t start, end;  // bytes of the scanned text
  std::uint32_t meaning;     // as given to add()
  bool acronym;              // counts only where the original has capitals
};

class FormIndex {
 public:
  // A form may be added many times with different meanings.
  void add(const SurfaceForm& form, LanguageMask languages, std::uint32_t meaning);
  // Call once, after the last add().
  void build();

  // Every hit in `text` (folded, hyphens as spaces), by start, longer first. Word boundaries are
  // held where the script has them.
  std::vector<FormHit> scan(std::string_view text, LanguageMask language) const;
  std::size_t size() const { return entries_.size(); }
  // Calls use(languages, meaning) for every form.
  template <class Use>
  void each(Use use) const {
    for (const auto& e : entries_) use(e.languages, e.meaning);
  }

  // What build() made, for image.h.
  template <class Archive>
  void fields(Archive& archive) {
    archive(entries_, nodes_, labels_, tails_, gaps_, gap_pairs_, gap_sets_, roots_, gates_);
  }

 private:
  struct Entry {
    std::uint32_t meaning;
    std::uint32_t gap;  // what must follow within the clause, in gap_sets_; 0: nothing
    LanguageMask languages;
    std::uint8_t open_start, open_end, acronym, unused;
  };
  // Reached by its label, then its tail: bytes that all forms below share. Children are
  // consecutive nodes, by label.
  struct Node {
    std::uint32_t tail, first_child, first_entry;
    std::uint16_t entries, children, tail_size;
    LanguageMask languages;       // of the forms that end here or below
    LanguageMask open_languages;  // of those with an open start
    std::uint16_t unused;
  };
  // A form as added: its text lies in loose_text_.
  struct Loose {
    std::uint64_t head;  // its first eight bytes, as a number that compares like them
    std::uint32_t at, size;
    Entry entry;
  };
  class Builder;
  class Walk;
  // Two bytes as one of so many numbers; the last is no pair, and is always there.
  static constexpr std::size_t kPairs = 1024, kNoPair = kPairs;
  static constexpr std::uint16_t pair_of(char a, char b) {
    const auto both = static_cast<unsigned char>(a) * 256U + static_cast<unsigned char>(b);
    return static_cast<std::uint16_t>(both * 0x9E3779B1U >> 22U);
  }

  std::uint32_t gaps_of(const std::vector<std::string>& notations);
  std::uint32_t child(const Node& node, char label) const;

  FlatList<Entry> entries_;
  FlatList<Node> nodes_;   // 0 is a sentinel
  FlatList<char> labels_;  // of the nodes
  FlatList<char> tails_;
  // What may have to follow within the clause, without its stars.
  struct Gap {
    std::string wanted;
    bool open_start = false, open_end = false;
    template <class Archive>
    void fields(Archive& archive) {
      archive(wanted, open_start, open_end);
    }
  };
  // The pairs of bytes that a gap's words begin and end with: most clauses lack one of them.
  struct GapPairs {
    std::uint16_t first, last;
  };
  std::vector<Gap> gaps_;
  std::vector<GapPairs> gap_pairs_;  // of gaps_, apart from them as they are asked for first
  // Any of gaps_[first, last) must follow; 0 is empty.
  struct GapSet {
    std::uint32_t first, last;
  };
  std::vector<GapSet> gap_sets_;
  std::array<std::uint32_t, 256> roots_{};
  std::vector<ByteGate>
      gates_;  // two a language: of all its forms, and of those with an open start

  // Until build(): the forms, and the bytes of their texts.
  std::vector<Loose> loose_;
  std::unordered_map<std::string, std::uint32_t> gaps_by_notation_;
  std::shared_ptr<const std::vector<std::string>> last_gaps_;  // of the form added last
  std::uint32_t last_gap_set_ = 0;
  std::string loose_text_;
};

}  // namespace chokepoint
