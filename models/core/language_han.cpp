// Simplified, Traditional or Japanese? A character outside the everyday part of a language's own
// character set speaks against that language. The sets are those of GB 2312, Big5 and JIS X 0208,
// read out of ICU's converters.
#include <algorithm>
#include <array>
#include <cstdint>
#include <memory>

#include <unicode/ucnv.h>

#include "models/core/language.h"
#include "models/core/utf8.h"

namespace chokepoint {
namespace {

enum Set : std::size_t { kHans, kHant, kJapan, kSets };

// Per character and set: 0 everyday, 1 rare, 3 outside.
constexpr char32_t kFirst = 0x4E00;
constexpr char32_t kLast = 0x9FFF;
using Penalties = std::array<std::array<std::uint8_t, kSets>, kLast - kFirst + 1>;

struct HanRows {
  const char* converter;
  unsigned lead_first, lead_last;
  std::uint8_t penalty;
  Set set;
};

// The everyday and the rarer half of each character set, by lead byte.
constexpr std::array<HanRows, 6> kHanRows = {{{"gb18030", 0xB0, 0xD7, 0, kHans},
                                              {"gb18030", 0xD8, 0xF7, 1, kHans},
                                              {"Big5", 0xA4, 0xC6, 0, kHant},
                                              {"Big5", 0xC9, 0xF9, 1, kHant},
                                              {"EUC-JP", 0xB0, 0xCF, 0, kJapan},
                                              {"EUC-JP", 0xD0, 0xF4, 1, kJapan}}};

void read_rows(const HanRows& rows, Penalties& out) {
  UErrorCode status = U_ZERO_ERROR;
  const std::unique_ptr<UConverter, decltype(&ucnv_close)> converter(
      ucnv_open(rows.converter, &status), &ucnv_close);
  if (U_FAILURE(status) != 0) return;
  std::string bytes;
  for (unsigned lead = rows.lead_first; lead <= rows.lead_last; ++lead) {
    for (unsigned trail = rows.set == kHant ? 0x40U : 0xA1U; trail <= 0xFE; ++trail) {
      if (trail > 0x7E && trail < 0xA1) continue;
      bytes.push_back(static_cast<char>(lead));
      bytes.push_back(static_cast<char>(trail));
    }
  }
  std::u16string text(bytes.size(), u'\0');
  const auto size =
      ucnv_toUChars(converter.get(), text.data(), static_cast<std::int32_t>(text.size()),
                    bytes.data(), static_cast<std::int32_t>(bytes.size()), &status);
  if (U_FAILURE(status) != 0) return;
  for (std::size_t i = 0; i < static_cast<std::size_t>(size); ++i) {
    const char32_t c = text[i];
    if (c < kFirst || c > kLast) continue;
    auto& penalty = out[c - kFirst][rows.set];
    penalty = std::min(penalty, rows.penalty);
  }
}

const Penalties& penalties() {
  static const Penalties table = [] {
    Penalties out;
    for (auto& entry : out) entry.fill(3);
    for (const auto& rows : kHanRows) read_rows(rows, out);
    return out;
  }();
  return table;
}

// Grammar words of Chinese that Japanese hardly writes in Han characters.
bool is_chinese_particle(char32_t c) {
  switch (c) {
    case U'的':
    case U'了':
    case U'是':
    case U'在':
    case U'和':
    case U'与':
    case U'與':
    case U'将':
    case U'將':
    case U'这':
    case U'這':
    case U'我':
    case U'们':
    case U'們':
    case U'被':
    case U'就':
    case U'也':
    case U'都':
    case U'他':
    case U'把':
    case U'让':
    case U'讓':
    case U'为':
    case U'為':
      return true;
    default:
      return false;
  }
}

}  // namespace

std::string detect_han_language(std::string_view utf8) {
  const auto& table = penalties();
  std::array<int, kSets> cost{};
  for (std::size_t pos = 0; pos < utf8.size();) {
    const auto c = decode_at(utf8, pos);
    pos += c.size;
    if (c.value < kFirst || c.value > kLast) continue;
    const auto& entry = table[c.value - kFirst];
    for (std::size_t set = 0; set < kSets; ++set) cost[set] += entry[set];
    if (is_chinese_particle(c.value)) ++cost[kJapan];
  }
  // Japan's must be strictly the best: a tie is more often a Chinese headline.
  if (cost[kJapan] < cost[kHans] && cost[kJapan] < cost[kHant]) return "ja";
  return cost[kHant] < cost[kHans] ? "zh-Hant" : "zh-Hans";
}

}  // namespace chokepoint
