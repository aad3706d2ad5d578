#include "feeds/http_address.h"

#include <algorithm>
#include <array>
#include <cstdint>
#include <cstring>
#include <span>

#include <arpa/inet.h>
#include <netinet/in.h>
#include <sys/socket.h>

namespace chokepoint {
namespace {

struct Range4 {
  std::uint32_t network;
  unsigned bits;
};

constexpr std::uint32_t ip(std::uint32_t a, std::uint32_t b, std::uint32_t c, std::uint32_t d) {
  return (a << 24U) | (b << 16U) | (c << 8U) | d;
}

constexpr auto kNotPublic4 = std::to_array<Range4>({
    {ip(0, 0, 0, 0), 8},
    {ip(10, 0, 0, 0), 8},
    {ip(100, 64, 0, 0), 10},
    {ip(127, 0, 0, 0), 8},
    {ip(169, 254, 0, 0), 16},
    {ip(172, 16, 0, 0), 12},
    {ip(192, 0, 0, 0), 24},
    {ip(192, 0, 2, 0), 24},
    {ip(192, 168, 0, 0), 16},
    {ip(198, 18, 0, 0), 15},
    {ip(198, 51, 100, 0), 24},
    {ip(203, 0, 113, 0), 24},
    {ip(224, 0, 0, 0), 4},
    {ip(240, 0, 0, 0), 4},
});

bool is_public4(std::uint32_t address) {
  return std::none_of(kNotPublic4.begin(), kNotPublic4.end(), [&](const Range4& r) {
    return (address >> (32 - r.bits)) == (r.network >> (32 - r.bits));
  });
}

std::uint32_t ip_at(std::span<const std::uint8_t, 16> b, std::size_t at) {
  return ip(b[at], b[at + 1], b[at + 2], b[at + 3]);
}

bool starts_with(std::span<const std::uint8_t, 16> b, std::initializer_list<int> prefix) {
  return std::equal(prefix.begin(), prefix.end(), b.begin());
}

bool is_public6(std::span<const std::uint8_t, 16> b) {
  if (starts_with(b, {0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xff, 0xff})) return is_public4(ip_at(b, 12));
  if (starts_with(b, {0, 0x64, 0xff, 0x9b, 0, 0, 0, 0, 0, 0, 0, 0}))
    return is_public4(ip_at(b, 12));
  if (starts_with(b, {0x20, 0x02})) return is_public4(ip_at(b, 2));
  if (starts_with(b, {0x20, 0x01, 0x0d, 0xb8}) || starts_with(b, {0x20, 0x01, 0, 0})) return false;
  return (b[0] & 0xe0U) == 0x20;  // 2000::/3 is all there is of global unicast
}

}  // namespace

// memcpy: a sockaddr is a view of bytes whose real type its family tells.
bool is_public_address(const sockaddr& address) {
  if (address.sa_family == AF_INET) {
    sockaddr_in in{};
    std::memcpy(&in, &address, sizeof in);
    return is_public4(ntohl(in.sin_addr.s_addr));
  }
  if (address.sa_family == AF_INET6) {
    sockaddr_in6 in{};
    std::memcpy(&in, &address, sizeof in);
    return is_public6(std::span<const std::uint8_t, 16>{in.sin6_addr.s6_addr});
  }
  return false;
}

std::string address_text(const sockaddr& address) {
  std::array<char, INET6_ADDRSTRLEN> text{};
  if (address.sa_family == AF_INET) {
    sockaddr_in in{};
    std::memcpy(&in, &address, sizeof in);
    ::inet_ntop(AF_INET, &in.sin_addr, text.data(), text.size());
  } else if (address.sa_family == AF_INET6) {
    sockaddr_in6 in{};
    std::memcpy(&in, &address, sizeof in);
    ::inet_ntop(AF_INET6, &in.sin6_addr, text.data(), text.size());
  }
  return text.data();
}

}  // namespace chokepoint
