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

 private:
  struct Entry {
    std::string text;
    bool open_start, open_end, acronym;
    LanguageMask languages;
    std::uint32_t meaning;
    std::string after_gap;
  };
  struct Node {
    std::uint32_t first_edge = 0;
    std::uint32_t first_entry = 0;
    std::uint16_t edges = 0;
    std::uint16_t entries = 0;
  };
  struct Edge {
    std::uint8_t label;
    std::uint32_t node;
  };

  std::uint32_t child(std::uint32_t node, std::uint8_t label) const;
  void walk(std::string_view text, std::size_t start, bool inside_word, LanguageMask language,
            std::vector<FormHit>& out) const;
  bool accepts(const Entry& entry, std::string_view text, std::size_t start, std::size_t end) const;
  std::uint32_t make_node(std::size_t begin, std::size_t end, std::size_t depth);

  std::vector<Entry> entries_;
  std::vector<Node> nodes_;
  std::vector<Edge> edges_;
  std::array<std::uint32_t, 256> roots_{};
  std::vector<bool> starts_;  // two-byte prefixes that some form begins with
  LanguageMask open_start_languages_ = 0;
};

}  // namespace chokepoint
