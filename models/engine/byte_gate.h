// Which bytes some word begins with: most places of a text fail here, in tables that stay in the
// near caches. It may let a stranger pass, and stops no word.
#pragma once

#include <algorithm>
#include <array>
#include <bit>
#include <cstdint>
#include <cstring>
#include <string_view>

namespace chokepoint {

class ByteGate {
 public:
  void admit(std::string_view word) {
    for (unsigned second = 0; second < 256; ++second) {
      if (word.size() != 1 && second != byte(word, 1)) continue;
      const auto first = pair(byte(word, 0), second);
      set(pairs_, first);
      if (word.size() < 3) set(short_, first);
    }
    if (word.size() < 3) return;
    const auto head = head_of(word, 0);
    set(prefixes_, key_of(head, 3, kPrefixBits));
    set(words_, key_of(head, std::min(word.size(), kLongest), kWordBits));
  }
  // `loose`: a word may lack spaces that the text has, as FormIndex has it.
  bool admits(std::string_view text, std::size_t at, bool loose = false) const {
    const auto head = head_of(text, at);
    const auto first =
        pair(static_cast<unsigned>(head & 0xFFU), static_cast<unsigned>(head >> 8U & 0xFFU));
    if (!has(pairs_, first)) return false;
    if (has(short_, first)) return true;
    if (!has(prefixes_, key_of(head, 3, kPrefixBits))) return false;
    if (loose && may_skip_space(head)) return true;
    for (std::size_t size = kLongest; size >= 3; --size)
      if (has(words_, key_of(head, size, kWordBits))) return true;
    return false;
  }

 private:
  static constexpr std::size_t kLongest = 6;  // bytes that are looked at
  static constexpr std::uint64_t kHead = (std::uint64_t{1} << 8U * kLongest) - 1;
  static constexpr unsigned kPrefixBits = 16, kWordBits = 18;
  template <unsigned bits>
  using Bits = std::array<std::uint64_t, (std::size_t{1} << bits) / 64>;

  static unsigned byte(std::string_view s, std::size_t i) {
    return i < s.size() ? static_cast<unsigned char>(s[i]) : 0U;
  }
  static std::uint32_t pair(unsigned first, unsigned second) { return first << 8U | second; }
  // The first bytes from `at` on, the first in the lowest place; zeros behind the end.
  static std::uint64_t head_of(std::string_view s, std::size_t at) {
    std::uint64_t head = 0;
    if (std::endian::native == std::endian::little && s.size() - at >= sizeof head) {
      std::memcpy(&head, s.data() + at, sizeof head);
      return head & kHead;
    }
    for (std::size_t i = 0; i < kLongest; ++i) head |= std::uint64_t{byte(s, at + i)} << 8U * i;
    return head;
  }
  static std::uint32_t key_of(std::uint64_t head, std::size_t size, unsigned bits) {
    const auto taken = head & ((std::uint64_t{1} << 8U * size) - 1);
    return static_cast<std::uint32_t>((taken + size) * 0x9E3779B97F4A7C15ULL >> (64U - bits));
  }
  // A space behind another, or behind a letter that is no ASCII.
  static bool may_skip_space(std::uint64_t head) {
    for (std::size_t i = 1; i < kLongest; ++i) {
      const auto before = head >> 8U * (i - 1) & 0xFFU;
      if ((head >> 8U * i & 0xFFU) == ' ' && (before == ' ' || before >= 0x80)) return true;
    }
    return false;
  }
  template <class Table>
  static void set(Table& bits, std::uint32_t k) {
    bits[k >> 6U] |= std::uint64_t{1} << (k & 63U);
  }
  template <class Table>
  static bool has(const Table& bits, std::uint32_t k) {
    return (bits[k >> 6U] >> (k & 63U) & 1U) != 0;
  }

  Bits<16> pairs_{};              // by the first two bytes of all words
  Bits<16> short_{};              // by the first two bytes of words of one or two
  Bits<kPrefixBits> prefixes_{};  // by a hash of the first three
  Bits<kWordBits> words_{};       // by a hash of the first six, or of the whole word
};

}  // namespace chokepoint
