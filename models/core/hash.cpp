#include "models/core/hash.h"

#include <algorithm>
#include <array>

#include <openssl/sha.h>

namespace chokepoint {

std::string sha256_hex(std::string_view bytes, std::size_t digits) {
  constexpr std::string_view kHex = "0123456789abcdef";
  std::array<unsigned char, SHA256_DIGEST_LENGTH> digest{};
  SHA256(reinterpret_cast<const unsigned char*>(bytes.data()), bytes.size(), digest.data());
  std::string out;
  out.reserve(2 * digest.size());
  for (const unsigned char byte : digest) {
    out.push_back(kHex[byte >> 4U]);
    out.push_back(kHex[byte & 0xFU]);
  }
  out.resize(std::min(digits, out.size()));
  return out;
}

}  // namespace chokepoint
