#include "feeds/metadata_months.h"

#include <algorithm>
#include <array>
#include <utility>

namespace chokepoint {
namespace {

struct NamedMonth {
  std::string_view beginnings;  // folded; the first that a word begins with decides
  unsigned number;
};
// The longer beginnings stand before the shorter ones they contain.
constexpr std::array<NamedMonth, 12> kNamedMonths = {{
    {"juil jul lug lip tem heina июл лип юли јул ιουλ cervenec يوليو تموز", 7},
    {"juin jun giu cze haz kesa июн чер юни јун ιουν cerv يونيو حزيران", 6},
    {"jan ene gen ian sty led oca tammi янв січ яну јан ιαν يناير", 1},
    {"feb fev lut uno sub helmi фев лют φεβ فبراير شباط", 2},
    {"marz mar mrz maa bre мар бер μαρ مارس اذار آذار", 3},
    {"apr avr abr kwi dub nis huhti апр кві απρ ابريل أبريل نيسان", 4},
    {"may mai mei mag maj kve touko май мая тра мај μαι مايو ايار أيار", 5},
    {"aug aou ago sie srp agu elo авг сер αυγ اغسطس أغسطس", 8},
    {"sep set wrz zar eyl syys szept сен вер сеп σεπ سبتمبر ايلول أيلول", 9},
    {"oct okt ott out paz rij eki loka окт жов οκτ اكتوبر أكتوبر", 10},
    {"nov lis kas marras ноя ное νοε نوفمبر", 11},
    {"dec dez dic des gru pro ara joulu дек гру δεκ ديسمبر", 12},
}};

}  // namespace

unsigned month_of(std::string_view word) {
  unsigned best = 0;
  std::size_t best_size = 0;
  for (const auto& month : kNamedMonths) {
    std::string_view rest = month.beginnings;
    while (!rest.empty()) {
      const auto end = std::min(rest.find(' '), rest.size());
      const auto form = rest.substr(0, end);
      if (form.size() > best_size && word.starts_with(form)) {
        best = month.number;
        best_size = form.size();
      }
      rest.remove_prefix(std::min(end + 1, rest.size()));
    }
  }
  return best;
}

int era_before(std::string_view word) {
  static constexpr std::array<std::pair<std::string_view, int>, 4> kEras = {
      {{"令和", 2018}, {"平成", 1988}, {"民国", 1911}, {"中华民国", 1911}}};
  for (const auto& [name, zero] : kEras) {
    if (word.ends_with(name)) return zero;
  }
  return 0;
}

}  // namespace chokepoint
