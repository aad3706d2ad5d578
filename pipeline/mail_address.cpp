#include "pipeline/mail_address.h"

#include <algorithm>

namespace chokepoint {
namespace {

std::string_view trim(std::string_view s) {
  while (!s.empty() && s.front() == ' ') s.remove_prefix(1);
  while (!s.empty() && s.back() == ' ') s.remove_suffix(1);
  return s;
}

bool is_control(char c) {
  const auto byte = static_cast<unsigned char>(c);
  return byte < 0x20 || byte == 0x7F;
}

// One '@' with something on both sides, and nothing that ends an address or starts another. Bytes
// above ASCII may stand (RFC 6532).
bool is_address(std::string_view s) {
  const auto at = s.find('@');
  if (at == std::string_view::npos || at == 0 || at + 1 == s.size() || s.size() > 254) return false;
  if (s.find('@', at + 1) != std::string_view::npos) return false;
  constexpr std::string_view kBad = " <>()[]\\,;:\"";
  return std::ranges::none_of(
      s, [&](char c) { return is_control(c) || kBad.find(c) != std::string_view::npos; });
}

}  // namespace

std::optional<MailAddress> parse_mail_address(std::string_view s) {
  s = trim(s);
  if (std::ranges::any_of(s, is_control)) return std::nullopt;
  const auto open = s.find('<');
  if (open == std::string_view::npos) {
    if (!is_address(s)) return std::nullopt;
    return MailAddress{"", std::string(s)};
  }
  if (s.back() != '>') return std::nullopt;
  auto name = trim(s.substr(0, open));
  const auto address = s.substr(open + 1, s.size() - open - 2);
  if (name.size() >= 2 && name.front() == '"' && name.back() == '"')
    name = name.substr(1, name.size() - 2);
  if (!is_address(address) || name.find_first_of("<>\"\\") != std::string_view::npos)
    return std::nullopt;
  return MailAddress{std::string(name), std::string(address)};
}

std::string domain_of(const MailAddress& address) {
  return address.address.substr(address.address.find('@') + 1);
}

}  // namespace chokepoint
