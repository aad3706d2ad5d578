// A growing set of reports taken for one move, with the slots they agree on. Inner part of
// link.cpp.
#pragma once

#include <array>
#include <cstdint>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "pipeline/link_knowledge.h"
#include "storage/reports.h"

namespace chokepoint {

enum class ItemFit { Overlap, Unknown, Disjoint };

struct Group {
  std::vector<std::size_t> members;
  std::set<std::string> documents;
  std::string target;
  std::map<std::string, int> items, acts;
  std::array<std::map<std::int64_t, int>, 4>
      days;  // by stage: exact days of the move and how often they were given
  std::set<std::int64_t> effective;
  std::array<int, 4> stages{};
  std::array<double, 4> stage_weights{};
  std::map<std::string, unsigned> stages_in;  // by document: those of likely news, a bit each
  double weight = 0;                          // sum of the scores; background counts half
  std::optional<PartialDate> month;           // of a group founded on a month alone
  std::int64_t first_day = 0, last_day = 0, first_told = 0, last_told = 0;  // days since 1970-01-01

  void add(std::size_t index, const Report& report);
  void add(const Group& other);
  Stage stage() const;  // the one with most weight of reports
  std::optional<std::int64_t> first(Stage stage) const;
  bool only(Stage stage) const;
  bool shares_document(const Group& other) const;
};

std::int64_t day_number(Day day);

// Whether the date of a report can be the day of the move. What is told as news did not happen
// months ago, and what is yet to come is the day it starts.
bool is_stale(const Mention& mention, Day published);
bool is_ahead(const Mention& mention, Day published);
std::optional<std::int64_t> exact_day(const std::optional<PartialDate>& date);

ItemFit item_fit(const LinkKnowledge& knowledge, const std::map<std::string, int>& a,
                 const std::map<std::string, int>& b);
// The same of lists, of whichever kind.
template <class A, class B>
ItemFit item_fit(const LinkKnowledge& knowledge, const A& a, const B& b) {
  if (a.empty() || b.empty()) return ItemFit::Unknown;
  for (const std::string& one : a)
    for (const std::string& other : b)
      if (knowledge.related(one, other)) return ItemFit::Overlap;
  return ItemFit::Disjoint;
}
bool targets_fit(const std::string& a, const std::string& b);
bool acts_differ(const Group& a, const Group& b);
bool acts_meet(const Group& a, const Group& b);
// Does a document tell the one as still considered and the other as done?
bool is_plan_beside(const Group& plan, const Group& deed);

}  // namespace chokepoint
