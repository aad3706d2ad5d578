#include "models/core/url.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <vector>

#include <libpsl.h>
#include <unicode/uidna.h>

namespace chokepoint {
namespace {

constexpr bool is_alpha(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}
constexpr bool is_digit_char(char c) {
  return c >= '0' && c <= '9';
}
constexpr char lower(char c) {
  return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c;
}

std::string lowered(std::string_view s) {
  std::string out(s);
  std::transform(out.begin(), out.end(), out.begin(), lower);
  return out;
}

// Without surrounding controls and blanks, and without the line breaks and tabs that mail and CMSs
// fold in.
std::string cleaned(std::string_view s) {
  while (!s.empty() && static_cast<unsigned char>(s.front()) <= 0x20) s.remove_prefix(1);
  while (!s.empty() && static_cast<unsigned char>(s.back()) <= 0x20) s.remove_suffix(1);
  std::string out;
  out.reserve(s.size());
  for (const char c : s)
    if (c != '\n' && c != '\r' && c != '\t') out += c;
  return out;
}

// The scheme's length where `s` starts with "scheme:", else 0.
std::size_t scheme_length(std::string_view s) {
  if (s.empty() || !is_alpha(s[0])) return 0;
  for (std::size_t i = 1; i < s.size(); ++i) {
    if (s[i] == ':') return i;
    if (!is_alpha(s[i]) && !is_digit_char(s[i]) && s[i] != '+' && s[i] != '-' && s[i] != '.')
      return 0;
  }
  return 0;
}

// Percent-encodes what may not stand in a request line; what is encoded already stays.
std::string encoded(std::string_view s) {
  constexpr std::string_view kHex = "0123456789ABCDEF";
  std::string out;
  out.reserve(s.size());
  for (const char c : s) {
    const auto u = static_cast<unsigned char>(c);
    if (u <= 0x20 || u >= 0x7F || c == '"' || c == '<' || c == '>' || c == '`' || c == '{' ||
        c == '}') {
      out += '%';
      out += kHex[u >> 4];
      out += kHex[u & 15];
    } else {
      out += c;
    }
  }
  return out;
}

std::string without_dot_segments(std::string_view path) {
  std::vector<std::string_view> kept;
  bool directory = false;
  while (!path.empty()) {
    path.remove_prefix(1);  // the slash
    const auto end = std::min(path.find('/'), path.size());
    const auto segment = path.substr(0, end);
    path.remove_prefix(end);
    directory = true;
    if (segment == "." || segment == "%2e" || segment == "%2E") continue;
    if (segment == "..") {
      if (!kept.empty()) kept.pop_back();
      continue;
    }
    directory = false;
    kept.push_back(segment);
  }
  std::string out;
  for (const auto& segment : kept) out.append("/").append(segment);
  if (directory || out.empty()) out += '/';
  return out;
}

std::optional<std::string> ascii_host(std::string_view host) {
  if (std::all_of(host.begin(), host.end(),
                  [](char c) { return static_cast<unsigned char>(c) < 0x80; }))
    return lowered(host);
  UErrorCode error = U_ZERO_ERROR;
  static const UIDNA* const idna = uidna_openUTS46(
      UIDNA_CHECK_BIDI | UIDNA_NONTRANSITIONAL_TO_ASCII | UIDNA_NONTRANSITIONAL_TO_UNICODE, &error);
  if (idna == nullptr) return std::nullopt;
  std::array<char, 1024> buffer;
  UIDNAInfo info = UIDNA_INFO_INITIALIZER;
  error = U_ZERO_ERROR;
  const auto size =
      uidna_nameToASCII_UTF8(idna, host.data(), static_cast<int32_t>(host.size()), buffer.data(),
                             static_cast<int32_t>(buffer.size()), &info, &error);
  if (U_FAILURE(error) || info.errors != 0 || size > static_cast<int32_t>(buffer.size()))
    return std::nullopt;
  return std::string(buffer.data(), static_cast<std::size_t>(size));
}

bool valid_host(std::string_view host) {
  if (host.empty()) return false;
  if (host.front() == '[')
    return host.size() > 3 && host.back() == ']' &&
           host.find_first_not_of("0123456789abcdef:.", 1) == host.size() - 1;
  return host.find_first_of(" \"#%/:<>?@[\\]^`{|}") == std::string_view::npos &&
         host.front() != '.' &&
         std::all_of(host.begin(), host.end(), [](char c) { return c > 0x20 && c != 0x7F; });
}

bool read_authority(std::string_view authority, Url& url) {
  if (const auto at = authority.rfind('@'); at != std::string_view::npos) {
    url.userinfo = authority.substr(0, at);
    authority.remove_prefix(at + 1);
  }
  url.port = url.scheme == "https" ? 443 : 80;
  const auto bracket = authority.rfind(']');
  const auto colon = authority.rfind(':');
  if (colon != std::string_view::npos && (bracket == std::string_view::npos || colon > bracket)) {
    const auto digits = authority.substr(colon + 1);
    const auto* const last = digits.data() + digits.size();
    if (!digits.empty()) {
      const auto [end, error] = std::from_chars(digits.data(), last, url.port);
      if (error != std::errc{} || end != last) return false;
    }
    authority.remove_suffix(authority.size() - colon);
  }
  auto host = ascii_host(authority);
  if (!host || !valid_host(*host)) return false;
  url.host = std::move(*host);
  return true;
}

// Splits "path?query#fragment" into the address.
void read_rest(std::string_view rest, Url& url) {
  if (const auto hash = rest.find('#'); hash != std::string_view::npos) {
    url.fragment = encoded(rest.substr(hash));
    rest = rest.substr(0, hash);
  }
  if (const auto mark = rest.find('?'); mark != std::string_view::npos) {
    url.query = encoded(rest.substr(mark));
    rest = rest.substr(0, mark);
  }
  std::string path(rest);
  std::replace(path.begin(), path.end(), '\\', '/');
  if (path.empty() || path[0] != '/') path.insert(path.begin(), '/');
  url.path = encoded(without_dot_segments(path));
}

}  // namespace

std::string Url::origin() const {
  std::string out = scheme + "://" + host;
  if (!default_port()) out += ":" + std::to_string(port);
  return out;
}

std::string Url::target() const {
  return path + query;
}

std::string Url::string() const {
  return origin() + path + query + fragment;
}

std::optional<Url> parse_url(std::string_view s) {
  const auto text = cleaned(s);
  const auto colon = scheme_length(text);
  Url url;
  url.scheme = lowered(std::string_view(text).substr(0, colon));
  if (url.scheme != "http" && url.scheme != "https") return std::nullopt;
  std::size_t start = colon + 1;
  while (start < text.size() && (text[start] == '/' || text[start] == '\\')) ++start;
  if (start < colon + 3) return std::nullopt;
  const auto end = std::min(text.find_first_of("/\\?#", start), text.size());
  if (!read_authority(std::string_view(text).substr(start, end - start), url)) return std::nullopt;
  read_rest(std::string_view(text).substr(end), url);
  return url;
}

std::string resolve_url(std::string_view base, std::string_view ref) {
  auto text = cleaned(ref);
  const auto colon = scheme_length(text);
  // "http:page.html" is how old pages wrote a relative address.
  const bool special = colon > 0 && (lowered(std::string_view(text).substr(0, colon)) == "http" ||
                                     lowered(std::string_view(text).substr(0, colon)) == "https");
  if (special && text.find_first_of("/\\", colon) != colon + 1)
    text.erase(0, colon + 1);
  else if (colon > 0)
    return text;
  const auto from = parse_url(base);
  if (!from) return text;
  if (text.empty()) return from->origin() + from->target();
  const auto slash = [](char c) { return c == '/' || c == '\\'; };
  std::string absolute;
  if (text.size() > 1 && slash(text[0]) && slash(text[1]))
    absolute = from->scheme + ":" + text;
  else if (slash(text[0]))
    absolute = from->origin() + text;
  else if (text[0] == '?')
    absolute = from->origin() + from->path + text;
  else if (text[0] == '#')
    absolute = from->origin() + from->target() + text;
  else
    absolute = from->origin() + from->path.substr(0, from->path.rfind('/') + 1) + text;
  const auto url = parse_url(absolute);
  return url ? url->string() : text;
}

std::string registrable_domain(std::string_view host) {
  auto name = lowered(host);
  while (!name.empty() && name.back() == '.') name.pop_back();
  const bool address = name.find_first_not_of("0123456789.") == std::string::npos ||
                       name.starts_with('[') || name.find(':') != std::string::npos;
  if (address) return name;
  const auto ascii = ascii_host(name);
  if (!ascii) return name;
  const char* domain = psl_registrable_domain(psl_builtin(), ascii->c_str());
  return domain == nullptr ? *ascii : std::string(domain);
}

}  // namespace chokepoint
