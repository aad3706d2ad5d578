// Hashes that name things: the same bytes have the same name on every machine and in every run.
#pragma once

#include <string>
#include <string_view>

namespace chokepoint {

// The first `digits` hexadecimal digits of the SHA-256 of `bytes` (at most 64).
std::string sha256_hex(std::string_view bytes, std::size_t digits = 32);

// HMAC-SHA256 of `bytes` under `key`, as 64 hexadecimal digits: proves who sent a message.
std::string hmac_sha256_hex(std::string_view key, std::string_view bytes);

}  // namespace chokepoint
