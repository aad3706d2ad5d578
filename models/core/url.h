// Web addresses: parsed, resolved against a base, and brought to the one form that names a page (no
// tracking parameters, no AMP or mobile twin). Which addresses may be fetched at all is feeds/'s
// decision.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace chokepoint {

// An absolute http or https address, normalised as browsers do: lower-case scheme and host,
// international hosts in punycode, dot segments gone, everything outside ASCII percent-encoded.
struct Url {
  std::string scheme;      // "http" or "https"
  std::string userinfo;    // "user:password" as written, usually empty; string() leaves it out
  std::string host;        // IPv6 addresses keep their brackets
  std::uint16_t port = 0;  // always set: the scheme's own where none is written
  std::string path;        // starts with '/'
  std::string query;       // with its '?', empty without one
  std::string fragment;    // with its '#', empty without one

  bool default_port() const { return port == (scheme == "https" ? 443 : 80); }
  std::string origin() const;  // scheme://host[:port]
  std::string target() const;  // path and query, as a request line has them
  std::string string() const;  // without user information
};

std::optional<Url> parse_url(std::string_view s);

// `ref` as seen from `base` (RFC 3986 section 5, with what browsers forgive). An absolute `ref`
// comes back as written, less the white space around it; so does any `ref` where the base is no
// http address.
std::string resolve_url(std::string_view base, std::string_view ref);

// The address that twins share: no fragment, no tracking parameters, no AMP or mobile variant. What
// is no http address comes back unchanged.
std::string canonical_url(std::string_view s);

// "news.example.co.uk" -> "example.co.uk", by the public suffix list; an IP address or a bare
// suffix is itself.
std::string registrable_domain(std::string_view host);

}  // namespace chokepoint
