#include "models/core/uuid.h"

#include <array>

#include <openssl/sha.h>

namespace chokepoint {
namespace {

constexpr std::string_view kHex = "0123456789abcdef";

std::string bytes_of(std::string_view uuid) {
  std::string out;
  unsigned high = 0;
  bool half = false;
  for (const char c : uuid) {
    const auto digit = kHex.find(c);
    if (digit == std::string_view::npos) continue;
    if (half) out.push_back(static_cast<char>(high << 4U | static_cast<unsigned>(digit)));
    high = static_cast<unsigned>(digit);
    half = !half;
  }
  return out;
}

}  // namespace

std::string uuid_of(std::string_view space, std::string_view name) {
  const auto text = bytes_of(space) + std::string(name);
  std::array<unsigned char, SHA_DIGEST_LENGTH> digest{};
  SHA1(reinterpret_cast<const unsigned char*>(text.data()), text.size(), digest.data());
  digest[6] = static_cast<unsigned char>((digest[6] & 0x0FU) | 0x50U);  // version 5
  digest[8] = static_cast<unsigned char>((digest[8] & 0x3FU) | 0x80U);  // variant
  std::string out;
  for (std::size_t i = 0; i < 16; ++i) {
    if (i == 4 || i == 6 || i == 8 || i == 10) out += '-';
    out += kHex[digest[i] >> 4U];
    out += kHex[digest[i] & 0xFU];
  }
  return out;
}

}  // namespace chokepoint
