#include "feeds/http.h"

#include <algorithm>
#include <array>
#include <cctype>

namespace chokepoint {
namespace {

bool looks_secret(std::string_view name) {
  std::string low{name};
  for (auto& c : low) c = static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
  constexpr auto kSecrets = std::to_array<std::string_view>(
      {"token", "key", "secret", "password", "passwd", "pwd", "auth", "sig", "session", "sid"});
  return std::any_of(kSecrets.begin(), kSecrets.end(),
                     [&](auto word) { return low.find(word) != std::string::npos; });
}

std::string without_secrets(std::string_view query) {
  std::string out;
  while (!query.empty()) {
    const auto end = std::min(query.find('&'), query.size());
    const auto pair = query.substr(0, end);
    const auto equals = pair.find('=');
    out += out.empty() ? "" : "&";
    if (equals != std::string_view::npos && looks_secret(pair.substr(0, equals)))
      out.append(pair.substr(0, equals)).append("=***");
    else
      out.append(pair);
    query.remove_prefix(std::min(end + 1, query.size()));
  }
  return out;
}

}  // namespace

FetchResponse Fetcher::get(FetchRequest request) {
  std::optional<FetchRequest> pending{std::move(request)};
  FetchResponse out;
  run([&] { return std::exchange(pending, std::nullopt); },
      [&](FetchResponse response) { out = std::move(response); });
  return out;
}

std::string loggable_url(std::string_view url) {
  url = url.substr(0, url.find('#'));
  const auto scheme_end = url.find("://");
  const auto host_start = scheme_end == std::string_view::npos ? 0 : scheme_end + 3;
  const auto host_end = std::min(url.find_first_of("/?", host_start), url.size());
  const auto at = url.substr(0, host_end).rfind('@');
  std::string out{url.substr(0, host_start)};
  auto rest = url.substr(at != std::string_view::npos && at >= host_start ? at + 1 : host_start);
  const auto query = rest.find('?');
  out.append(rest.substr(0, query));
  if (query != std::string_view::npos) out += "?" + without_secrets(rest.substr(query + 1));
  std::erase_if(out, [](unsigned char c) { return c < 0x20 || c == 0x7f; });  // one line it stays
  return out;
}

}  // namespace chokepoint
