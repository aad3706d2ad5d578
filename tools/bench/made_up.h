// Articles of a trade dispute, made up for load: few pairs of countries carry most of it, a move
// has some twenty mentions, most within days, a tenth of them weeks late; an article tells of five
// moves with the slips a coder makes. Texts are English or Chinese, of the words of the field.
#pragma once

#include <cstdint>
#include <deque>
#include <random>
#include <string>
#include <vector>

#include "pipeline/link_knowledge.h"
#include "pipeline/process.h"

namespace chokepoint::made_up {

// As the types of the model: families, what eases, what is by item.
LinkKnowledge knowledge();

const std::vector<std::string>& parties();
const std::vector<std::string>& items();

inline constexpr int kArticlesADay = 91;  // 200,000 in six years
inline constexpr int kMovesADay = 23;
extern const Day kFirstDay;

class Generator {
 public:
  explicit Generator(unsigned seed) : random_(seed) {}

  CodedDocument next();  // in the order of their days

 private:
  struct Move {
    Mention told;
    Day day{};
  };
  int below(int n) { return static_cast<int>(random_() % static_cast<unsigned>(n)); }
  bool one_in(int n) { return below(n) == 0; }
  double unit() { return static_cast<double>(random_()) / 4294967296.0; }
  // Place in a list of n, the first ones far likelier (Zipf).
  std::size_t early(std::size_t n);
  Move make_move(Day today);
  const Move& recent(double days);
  Mention slip(const Move& move, Day today);
  std::string words(bool chinese, int n);

  std::mt19937 random_;
  int serial_ = 0;
  std::deque<Move> moves_;
};

}  // namespace chokepoint::made_up
