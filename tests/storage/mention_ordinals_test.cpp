#include "storage/mention_ordinals.h"

#include <doctest/doctest.h>

using namespace chokepoint;

namespace {
Mention told(const char* type, const char* actor, const char* target, bool background = false) {
  Mention m;
  m.type = type;
  m.actor = actor;
  m.target = target;
  m.background = background;
  return m;
}
using Numbers = std::vector<int>;
}  // namespace

TEST_CASE("a mention keeps its number wherever the next reading puts it") {
  const std::vector<NumberedMove> before{{0, "export_ban", "CN", "JP", false},
                                         {3, "export_ban", "CN", "JP", true},
                                         {5, "diplomatic_protest", "JP", "CN", false}};
  const auto protest = told("diplomatic_protest", "JP", "CN");
  const auto ban = told("export_ban", "CN", "JP"), history = told("export_ban", "CN", "JP", true);
  CHECK_EQ(ordinals_of(std::vector{protest, history, ban}, before, 6), Numbers{5, 3, 0});
  CHECK_EQ(
      ordinals_of(std::vector{ban, told("sanctions", "US", "CN"), protest, history}, before, 6),
      Numbers{0, 6, 5, 3});
  CHECK_EQ(ordinals_of(std::vector{protest}, before, 6), Numbers{5});
}

TEST_CASE("a move read otherwise the next time is still that mention") {
  const std::vector<NumberedMove> before{{0, "export_ban", "CN", "JP", false},
                                         {1, "tariff_increase", "US", "CN", false}};
  const auto other = told("tariff_increase", "US", "*"), dual = told("dual_use_ban", "CN", "JP");
  CHECK_EQ(ordinals_of(std::vector{other, dual}, before, 2), Numbers{1, 0});
}

TEST_CASE("another move is another mention") {
  const std::vector<NumberedMove> before{{0, "export_ban", "CN", "JP", false}};
  CHECK_EQ(ordinals_of(std::vector{told("export_ban", "US", "RU")}, before, 1), Numbers{1});
  CHECK_EQ(ordinals_of(std::vector{told("diplomatic_protest", "JP", "CN")}, before, 1), Numbers{1});
}

TEST_CASE("a first reading is numbered in its order") {
  CHECK_EQ(
      ordinals_of(std::vector{told("sanctions", "US", "CN"), told("sanctions", "EU", "CN")}, {}, 0),
      Numbers{0, 1});
}
