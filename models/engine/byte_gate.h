// Which first three bytes some word begins with: most places of a text fail here, in a table that
// stays in the nearest cache. It may let a stranger pass, and stops no word.
#pragma once

#include <array>
#include <cstdint>
#include <string_view>

namespace chokepoint {

class ByteGate {
 public:
  void admit(std::string_view word) {
    const auto byte = [&](std::size_t i) { return static_cast<unsigned char>(word[i]); };
    if (word.size() >= 3) return set(long_, key(byte(0), byte(1), byte(2)));
    for (unsigned second = 0; second < 256; ++second)
      if (word.size() == 1 || second == byte(1)) set(short_, byte(0) * 256U + second);
  }
  bool admits(std::string_view text, std::size_t at) const {
    const auto byte = [&](std::size_t i) {
      return i < text.size() ? static_cast<unsigned char>(text[i]) : 0U;
    };
    const auto a = byte(at), b = byte(at + 1);
    return has(short_, a * 256U + b) || has(long_, key(a, b, byte(at + 2)));
  }

 private:
  using Bits = std::array<std::uint64_t, 1024>;
  static constexpr std::uint32_t key(unsigned a, unsigned b, unsigned c) {
    return ((a << 16U | b << 8U | c) * 0x9E3779B1U) >> 16U;
  }
  static void set(Bits& bits, std::uint32_t k) { bits[k >> 6U] |= std::uint64_t{1} << (k & 63U); }
  static bool has(const Bits& bits, std::uint32_t k) {
    return (bits[k >> 6U] >> (k & 63U) & 1U) != 0;
  }

  Bits short_{};  // by the first two bytes of words of one or two
  Bits long_{};   // by a hash of the first three
};

}  // namespace chokepoint
