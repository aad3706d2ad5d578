#include "feeds/http_address.h"

#include <string>

#include <arpa/inet.h>
#include <doctest/doctest.h>
#include <netinet/in.h>
#include <sys/socket.h>

namespace {

bool is_public(const std::string& text) {
  sockaddr_in v4{};
  sockaddr_in6 v6{};
  v4.sin_family = AF_INET;
  v6.sin6_family = AF_INET6;
  if (::inet_pton(AF_INET, text.c_str(), &v4.sin_addr) == 1)
    return chokepoint::is_public_address(reinterpret_cast<const sockaddr&>(v4));
  REQUIRE(::inet_pton(AF_INET6, text.c_str(), &v6.sin6_addr) == 1);
  return chokepoint::is_public_address(reinterpret_cast<const sockaddr&>(v6));
}

}  // namespace

TEST_CASE("public addresses are public") {
  for (const auto* a : {"1.1.1.1", "8.8.8.8", "172.15.0.1", "172.32.0.1", "100.63.0.1",
                        "2606:4700::1111", "2a00:1450:4001::1", "::ffff:8.8.8.8"})
    CHECK_MESSAGE(is_public(a), a);
}

TEST_CASE("private ones are not, however they are written") {
  for (const auto* a : {"127.0.0.1",
                        "127.9.9.9",
                        "10.1.2.3",
                        "172.16.0.1",
                        "172.31.255.255",
                        "192.168.1.1",
                        "169.254.169.254",
                        "100.64.0.1",
                        "0.0.0.0",
                        "224.0.0.1",
                        "255.255.255.255",
                        "::1",
                        "::",
                        "fe80::1",
                        "fd00::1",
                        "ff02::1",
                        "::ffff:127.0.0.1",
                        "::ffff:10.0.0.1",
                        "64:ff9b::a9fe:a9fe",
                        "2002:7f00:1::",
                        "2001:db8::1",
                        "::127.0.0.1"})
    CHECK_MESSAGE(!is_public(a), a);
}
