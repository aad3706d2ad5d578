// All surface forms of all languages in one trie, and the one pass over a text that finds them.
// What a form means is the caller's: the index knows only numbers. Linear in the text, as no form
// is longer than a line.
#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

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
    archive(entries_, nodes_, labels_, tails_, gaps_, roots_, gates_);
  }

 private:
  struct Entry {
    std::uint32_t meaning;
    std::uint32_t gap;  // what must follow within the clause, in gaps_; 0: nothing
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
  // Which hashes of three bytes some form of a language begins with: most places of a text fail
  // here, in a table that stays in the nearest cache.
  static constexpr std::uint32_t gate_key(unsigned a, unsigned b, unsigned c) {
    return ((a << 16U | b << 8U | c) * 0x9E3779B1U) >> 16U;
  }
  struct Gate {
    std::array<std::uint64_t, 1024> bits{};
    void open(std::uint32_t key) { bits[key >> 6U] |= std::uint64_t{1} << (key & 63U); }
    bool is_open(std::uint32_t key) const { return (bits[key >> 6U] >> (key & 63U) & 1U) != 0; }
  };

  // A form as added: its text lies in loose_text_.
  struct Loose {
    std::uint64_t head;  // its first eight bytes, as a number that compares like them
    std::uint32_t at, size;
    Entry entry;
  };
  class Builder;
  class Walk;

  std::uint32_t child(const Node& node, char label) const;

  std::vector<Entry> entries_;
  std::vector<Node> nodes_;  // 0 is a sentinel
  std::string labels_;       // of the nodes
  std::string tails_;
  std::vector<std::string> gaps_;  // 0 is empty
  std::array<std::uint32_t, 256> roots_{};
  std::vector<Gate> gates_;  // two a language: of all its forms, and of those with an open start

  // Until build(): the forms, and the bytes of their texts.
  std::vector<Loose> loose_;
  std::string loose_text_;
};

}  // namespace chokepoint
