// The pattern language of the date grammars, compiled into a LanguageDates: words into its trie, a
// rule's patterns into its automaton. What the TOML around them means is dates_load.cpp's.
//
//   choice = sequence ('|' sequence)*    sequence = (item '?'?)*
//   item   = word | <class> | <class:slot> | {macro} | (choice) | [choice: needed, not in the span]
#pragma once

#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <tuple>
#include <vector>

#include "models/engine/dates_grammar.h"

namespace chokepoint {

class DatePatterns {
 public:
  explicit DatePatterns(LanguageDates& out);

  void add_word(std::string_view cls, const std::string& form, int value);
  void declare(const std::string& cls) { known_.insert(cls); }  // has words, or may have
  void macro(const std::string& name, std::string pattern) { macros_[name] = std::move(pattern); }
  // One more pattern of the last rule; the problem where it is none.
  std::optional<std::string> add(const std::string& pattern);

 private:
  // A pattern as parsed. Compiled right to left: a Follow is what may come after.
  struct Part {
    enum class Kind { Element, Sequence, Choice } kind = Kind::Sequence;
    bool optional = false;
    DateEdge element;
    std::vector<Part> parts;
  };
  struct Follow {
    std::vector<DateEdge> edges;
    bool accepts = false;
    std::optional<std::uint32_t> state;  // once made
  };

  std::uint16_t class_id(const std::string& name);
  void add_word(std::uint16_t cls, const std::string& form, int value);
  std::uint32_t state_of(Follow& follow);
  Follow compile(const Part& part, Follow& follow);
  static void join(Follow& into, const Follow& more);
  Part choice(bool outside);
  Part sequence(bool outside);
  Part item(bool outside);
  std::string take_until(char close);
  DateEdge class_element(const std::string& name, bool outside);
  Part macro_part(const std::string& name, bool outside);
  DateEdge literal(bool outside);

  LanguageDates& out_;
  std::map<std::string, std::uint16_t, std::less<>> classes_;
  std::set<std::string> known_;
  std::map<std::string, std::string> macros_;
  std::set<std::tuple<std::string, std::uint16_t, int>> seen_;
  std::string text_, error_;
  std::size_t at_ = 0;
  int depth_ = 0;
};

}  // namespace chokepoint
