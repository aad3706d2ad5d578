// Which addresses belong to the public internet. Asked of the address a socket is about to connect
// to, so that no name and no redirect leads a feed reader into its own network.
#pragma once

#include <string>

struct sockaddr;

namespace chokepoint {

// False for private, loopback, link-local, shared, multicast, documentation and reserved ranges,
// also when written as IPv6 (mapped, NAT64, 6to4), and for families other than IP.
bool is_public_address(const sockaddr& address);
std::string address_text(const sockaddr& address);

}  // namespace chokepoint
