#include "tools/chokepoint/uri.h"

#include <array>

#include <arpa/inet.h>

#include "models/core/url.h"

namespace chokepoint::cli {
namespace {

// What stands for itself in a path, a query and a fragment.
constexpr std::string_view kPlain =
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~!$&'()*+,;=:@/";
constexpr std::string_view kHexDigits = "0123456789ABCDEF";

bool is_hex(char c) {
  return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F');
}

// What parse_url() leaves as browsers do: brackets, bars, carets, backslashes, a lone per cent.
std::string strictly_encoded(std::string_view part, std::string_view allowed) {
  std::string out;
  out.reserve(part.size());
  for (std::size_t i = 0; i < part.size(); ++i) {
    const char c = part[i];
    const bool escape =
        c == '%' && i + 2 < part.size() && is_hex(part[i + 1]) && is_hex(part[i + 2]);
    if (escape || kPlain.find(c) != std::string_view::npos ||
        allowed.find(c) != std::string_view::npos) {
      out += c;
    } else {
      const auto u = static_cast<unsigned char>(c);
      out += '%';
      out += kHexDigits[u >> 4];
      out += kHexDigits[u & 15];
    }
  }
  return out;
}

bool good_address(const std::string& host) {
  std::array<unsigned char, 16> bytes;
  return !host.starts_with('[') ||
         inet_pton(AF_INET6, host.substr(1, host.size() - 2).c_str(), bytes.data()) == 1;
}

}  // namespace

std::string strict_uri(std::string_view url) {
  const auto parsed = parse_url(url);
  if (!parsed || !good_address(parsed->host)) return "";
  std::string out = parsed->origin() + strictly_encoded(parsed->path, "");
  if (!parsed->query.empty()) out += "?" + strictly_encoded(parsed->query.substr(1), "?");
  if (!parsed->fragment.empty()) out += "#" + strictly_encoded(parsed->fragment.substr(1), "?");
  return out;
}

}  // namespace chokepoint::cli
