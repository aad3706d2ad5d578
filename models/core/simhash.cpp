#include "models/core/simhash.h"

#include <algorithm>
#include <cstring>
#include <string>

#include "models/core/fold.h"

namespace chokepoint {
namespace {

constexpr std::uint64_t mix(std::uint64_t x) {
  x *= 0x9E3779B97F4A7C15ULL;
  x ^= x >> 32U;
  x *= 0xD6E8FEB86659FD93ULL;
  return x ^ (x >> 29U);
}

// Adds three bits in each of 64 lanes: the sum stays in `low`, what is carried is returned.
constexpr std::uint64_t carry_save(std::uint64_t& low, std::uint64_t a, std::uint64_t b) {
  const std::uint64_t either = a ^ b;
  const std::uint64_t carry = (a & b) | (either & low);
  low ^= either;
  return carry;
}

// Counts, for every bit, how many of the added hashes have it set: eight hashes at a time through a
// tree of carry-save adders, so that the 64 counters are touched once for eight hashes.
class BitCounter {
 public:
  void add(std::uint64_t hash) {
    waiting_[total_ % 8] = hash;
    if (++total_ % 8 == 0) add_eight();
  }
  SimHash majority() {
    const auto rest = total_ % 8;
    for (std::size_t i = rest; i < 8; ++i) waiting_[i] = 0;
    if (rest != 0) add_eight();
    SimHash out = 0;
    for (unsigned bit = 0; bit < 64; ++bit) {
      const auto at = [bit](std::uint64_t plane) { return (plane >> bit) & 1U; };
      const auto count = counts_[bit] * 8 + at(ones_) + at(twos_) * 2 + at(fours_) * 4;
      if (count * 2 > total_) out |= std::uint64_t{1} << bit;
    }
    return out;
  }
  std::uint64_t total() const { return total_; }

 private:
  void add_eight() {
    const auto& w = waiting_;
    const auto twos_a = carry_save(ones_, w[0], w[1]);
    const auto twos_b = carry_save(ones_, w[2], w[3]);
    const auto fours_a = carry_save(twos_, twos_a, twos_b);
    const auto twos_c = carry_save(ones_, w[4], w[5]);
    const auto twos_d = carry_save(ones_, w[6], w[7]);
    const auto fours_b = carry_save(twos_, twos_c, twos_d);
    const auto eights = carry_save(fours_, fours_a, fours_b);
    for (unsigned bit = 0; bit < 64; ++bit) counts_[bit] += (eights >> bit) & 1U;
  }
  std::array<std::uint64_t, 8> waiting_{};
  std::array<std::uint64_t, 64> counts_{};
  std::uint64_t ones_ = 0, twos_ = 0, fours_ = 0, total_ = 0;
};

bool is_ascii_mark(unsigned char c) {
  return c < 0x80 && !(c >= 'a' && c <= 'z') && !(c >= 'A' && c <= 'Z') && !(c >= '0' && c <= '9');
}

}  // namespace

SimHash simhash_folded(std::string_view folded) {
  BitCounter counter;
  // The last three characters, letters and digits alone: outlets space and quote the same words
  // differently. In a script of words a 3-gram of letters says little, so words are taken there:
  // the hash of the last three words.
  std::uint64_t word = 0;
  std::uint64_t one = 0;  // the unit before the last, and the last
  std::uint64_t two = 0;
  unsigned words = 0;
  const auto unit = [&](std::uint64_t hash) {
    if (++words >= 3)
      counter.add(mix(one * 0x9E3779B97F4A7C15ULL + two * 0xC2B2AE3D27D4EB4FULL + hash));
    one = two;
    two = hash;
  };
  for (std::size_t i = 0; i < folded.size();) {
    const auto c = static_cast<unsigned char>(folded[i]);
    if (c < 0xE0) {
      if (is_ascii_mark(c)) {
        if (word != 0) unit(word);
        word = 0;
      } else {
        word = word * 0x100000001B3ULL + c;
      }
      ++i;
      continue;
    }
    // Han, kana, Hangul and other three-byte characters are units of their own; quotes and dashes
    // (E2) are none.
    if (word != 0) unit(word);
    word = 0;
    std::uint64_t value = 0;
    const std::size_t size = std::min<std::size_t>(c >= 0xF0 ? 4 : 3, folded.size() - i);
    std::memcpy(&value, folded.data() + i, size);
    const bool mark =
        c == 0xE2 || (c == 0xE3 && size == 3 && static_cast<unsigned char>(folded[i + 1]) == 0x80);
    if (!mark) unit(value);
    i += size;
  }
  if (word != 0) unit(word);
  return counter.total() == 0 ? 0 : counter.majority();
}

SimHash simhash(std::string_view utf8) {
  return simhash_folded(fold_text(utf8));
}

std::array<std::uint32_t, kSimHashBands> band_keys(SimHash hash) {
  // 64 bits in seven bands: one of ten bits and six of nine.
  std::array<std::uint32_t, kSimHashBands> out{};
  unsigned shift = 0;
  for (std::size_t band = 0; band < kSimHashBands; ++band) {
    const unsigned size = band == 0 ? 10 : 9;
    const auto part =
        static_cast<std::uint32_t>((hash >> shift) & ((std::uint64_t{1} << size) - 1));
    out[band] = (static_cast<std::uint32_t>(band) << 24U) | part;
    shift += size;
  }
  return out;
}

}  // namespace chokepoint
