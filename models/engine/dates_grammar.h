// The date grammars as compiled from TOML: a trie of words, and an automaton over word classes.
// Words are dates_trie.cpp's, patterns dates_pattern.cpp's, loading dates_load.cpp's, walking
// dates_match.cpp's.
#pragma once

#include <array>
#include <cstdint>
#include <cstring>
#include <map>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "models/engine/byte_gate.h"
#include "models/engine/dates.h"
#include "models/engine/dates_slots.h"

namespace chokepoint {

// Classes the digits of a text belong to, besides the words a grammar adds to them.
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wshadow"  // see dates.h
enum class DateClass : std::uint16_t {
  Day,
  DayOrd,
  Mon,
  Year,
  ShortYear,
  Num,
  Future,
  Past,
  CueEffective,
  CueExpiry,
  CueSince,
  CueEffectiveAfter,
  CueExpiryAfter,
  CueSinceAfter,
  CueMoved,
  Size
};
#pragma GCC diagnostic pop

struct DateTerm {
  std::uint16_t cls = 0;
  int value = 0;
};

// Words by their bytes. Children of a node lie together, sorted by byte.
class DateTrie {
 public:
  struct Node {
    std::uint32_t child = 0, term = 0;
    std::uint16_t children = 0, terms = 0;
  };

  void add(const std::string& form, DateTerm term) { words_[form].push_back(term); }
  // `begins[cls]`: words of the class may begin an expression.
  void build(const std::vector<bool>& begins);

  // What build() made, for image.h.
  template <class Archive>
  void fields(Archive& archive) {
    archive(first_, nodes_, labels_, terms_, begins_);
  }
  // False where no word that may begin an expression begins with what stands at `pos`.
  bool may_begin(std::string_view text, std::size_t pos) const { return begins_.admits(text, pos); }

  // Calls found(terms, end) for every word that begins at `pos`.
  template <class Found>
  void walk(std::string_view text, std::size_t pos, Found found) const {
    if (pos >= text.size()) return;
    std::uint32_t node = first_[static_cast<unsigned char>(text[pos])];
    while (node != 0) {
      ++pos;
      const Node& n = nodes_[node];
      if (n.terms != 0) found(std::span{terms_.data() + n.term, n.terms}, pos);
      node = pos < text.size() ? step(n, text[pos]) : 0;
    }
  }

 private:
  using Words = std::map<std::string, std::vector<DateTerm>>;
  void fill(std::uint32_t node, Words::const_iterator from, Words::const_iterator to,
            std::size_t depth);
  std::uint32_t step(const Node& n, char byte) const {
    const char* first = labels_.data() + n.child;
    if (n.children <= 4) {  // most nodes: a call costs more
      for (std::uint32_t i = 0; i < n.children; ++i)
        if (first[i] == byte) return n.child + i;
      return 0;
    }
    const void* found = std::memchr(first, byte, n.children);
    if (found == nullptr) return 0;
    return n.child + static_cast<std::uint32_t>(static_cast<const char*>(found) - first);
  }

  Words words_;
  std::array<std::uint32_t, 256> first_{};
  std::vector<Node> nodes_;
  std::string labels_;  // the byte that leads to each node
  std::vector<DateTerm> terms_;
  ByteGate begins_;
};

enum class DateMeaning { Date, Offset, Later, Span, Range, WeekOf, Same, Rest, ToDate };

struct DateRule {
  DateMeaning means = DateMeaning::Date;
  std::vector<std::pair<Slot, int>> set;
  std::vector<std::string> not_before, not_after;  // folded words that must not stand beside it
  bool news = true, query = true;                  // the styles of reading it belongs to
};

struct DateEdge {
  std::uint16_t cls = 0;
  Slot slot = Slot::None;
  bool outside = false;  // context: needed, and not part of the span
  std::uint32_t next = 0;
};

struct DateState {
  std::vector<DateEdge> edges;  // sorted by class
  int rule = -1;
};

// The first state has thousands of edges: where those of a class begin, and whether an expression
// may end with one.
struct RootEdges {
  std::uint32_t first = 0, last = 0;
  std::uint32_t may_end = 0;
};

struct DateHoliday {
  enum class Kind { Fixed, Nth, Easter, Lunar, Before } kind = Kind::Fixed;
  // month, day | month, nth, weekday | days after Easter | lunar month, day | month, day, weekday
  int a = 0, b = 0, c = 0;
};

struct LanguageDates {
  bool spaced = true;
  bool hangul = false;
  bool han_digits = false;
  enum class Order { Dmy, Mdy, Ymd } order = Order::Dmy;
  std::vector<std::string> day_suffix, not_before, not_after, joiners;
  std::vector<std::string>
      capitals;  // in news no dates on their own, unless written with a capital
  DateTrie words;
  std::vector<DateState> states;
  std::vector<RootEdges> root_edges;  // of states[0], by class
  std::vector<DateRule> rules;
  std::vector<DateHoliday> holidays;
};

struct DateRules {
  std::map<std::string, LanguageDates, std::less<>> languages;  // "" holds the numeric forms alone

  const LanguageDates& language(std::string_view bcp47) const;
};

// One expression as matched, with its place in the folded text.
struct RawDate {
  std::size_t start = 0, end = 0;  // of the span
  std::size_t next = 0;            // where the scan goes on
  int rule = -1;
  bool impossible = false;  // 29 February 2014: no date, and nothing in it is one
  Slots slots;
};

struct DateCueHit {
  std::size_t start = 0, end = 0;
  DateClass cls = DateClass::Future;
};

struct DateScan {
  std::vector<RawDate> dates;
  std::vector<DateCueHit> cues;
};

DateScan scan_dates(const LanguageDates& language, std::string_view text, DateStyle style);

}  // namespace chokepoint
