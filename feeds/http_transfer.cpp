#include "feeds/http_transfer.h"

#include <algorithm>
#include <cctype>
#include <string_view>

#include <sys/socket.h>
#include <unistd.h>

#include "feeds/http_address.h"
#include "feeds/http_blame.h"
#include "feeds/http_inflate.h"

namespace chokepoint {
namespace {

constexpr std::size_t kMaxHeaderBytes = std::size_t{256} << 10U;
constexpr std::string_view kAcceptAny = "*/*";

std::string lower_name(std::string_view s) {
  std::string out{s};
  for (auto& c : out) c = static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
  return out;
}

std::string_view trim_field(std::string_view s) {
  constexpr std::string_view kBlank = " \t\r\n";
  const auto from = s.find_first_not_of(kBlank);
  if (from == std::string_view::npos) return {};
  return s.substr(from, s.find_last_not_of(kBlank) - from + 1);
}

std::size_t on_body(char* data, std::size_t, std::size_t size, void* user) {
  auto& t = *static_cast<Transfer*>(user);
  if (t.body.size() + size > t.options->limits.wire_bytes) {
    t.stopped = "larger than the limit; stopped there";
    return 0;
  }
  t.body.append(data, size);
  return size;
}

void forget_header(Transfer& t) {
  auto& r = t.response;
  for (auto* field : {&r.etag, &r.last_modified, &r.content_type, &r.cache_control, &r.expires,
                      &r.date, &r.retry_after, &t.encoding, &t.server, &t.challenge_header})
    field->clear();
  t.header_done = false;
}

void keep_header(Transfer& t, std::string_view line) {
  const auto colon = line.find(':');
  if (colon == std::string_view::npos) return;
  const auto name = lower_name(trim_field(line.substr(0, colon)));
  const auto value = std::string{trim_field(line.substr(colon + 1))};
  auto& r = t.response;
  if (name == "etag") r.etag = value;
  if (name == "last-modified") r.last_modified = value;
  if (name == "content-type") r.content_type = value;
  if (name == "cache-control") r.cache_control += (r.cache_control.empty() ? "" : ", ") + value;
  if (name == "expires") r.expires = value;
  if (name == "date") r.date = value;
  if (name == "retry-after") r.retry_after = value;
  if (name == "content-encoding") t.encoding += (t.encoding.empty() ? "" : ", ") + value;
  if (name == "cf-mitigated" || name == "x-amzn-waf-action") t.challenge_header = value;
}

std::size_t on_header(char* data, std::size_t, std::size_t size, void* user) {
  auto& t = *static_cast<Transfer*>(user);
  t.header_bytes += size;
  if (t.header_bytes > kMaxHeaderBytes) {
    t.stopped = "the header does not end";
    return 0;
  }
  const std::string_view line{data, size};
  if (line.starts_with("HTTP/"))
    forget_header(t);  // of a 1xx answer, or of the proxy's
  else if (trim_field(line).empty())
    t.header_done = true;
  else
    keep_header(t, line);
  return size;
}

bool may_be_private(const Transfer& t) {
  const auto& allowed = t.options->allow_private_hosts;
  return std::any_of(allowed.begin(), allowed.end(), [&](const std::string& entry) {
    const auto name = lower_name(entry);
    return name == t.target.host || name == t.target.host + ":" + t.target.port;
  });
}

// libcurl asks us for each socket, with the address it is for: the last place where a private one
// can be refused.
curl_socket_t open_socket(void* user, curlsocktype, curl_sockaddr* address) {
  auto& t = *static_cast<Transfer*>(user);
  if (t.options->proxy.empty() && !is_public_address(address->addr) && !may_be_private(t)) {
    t.refused_address = address_text(address->addr);
    return CURL_SOCKET_BAD;
  }
  return ::socket(address->family, address->socktype | SOCK_CLOEXEC, address->protocol);
}

void add_header(Transfer& t, const std::string& line) {
  t.headers.reset(curl_slist_append(t.headers.release(), line.c_str()));
}

void set_headers(Transfer& t) {
  t.headers.reset();
  const auto& r = t.request;
  add_header(t, "Accept: " + (r.accept.empty() ? std::string{kAcceptAny} : r.accept));
  add_header(t, "Accept-Encoding: " + std::string{kAcceptEncoding});
  if (!r.etag.empty()) add_header(t, "If-None-Match: " + r.etag);
  if (!r.last_modified.empty()) add_header(t, "If-Modified-Since: " + r.last_modified);
  curl_easy_setopt(t.easy, CURLOPT_HTTPHEADER, t.headers.get());
}

void keep_cookies(Transfer& t) {
  curl_slist* list = nullptr;
  if (curl_easy_getinfo(t.easy, CURLINFO_COOKIELIST, &list) != CURLE_OK || list == nullptr) return;
  const std::unique_ptr<curl_slist, CurlFree> owned{list};
  t.cookies.clear();
  for (const auto* c = list; c != nullptr; c = c->next) t.cookies.emplace_back(c->data);
}

std::string redirect_target(const Transfer& t, int status) {
  if (status < 300 || status >= 400 || status == 304) return {};
  const char* to = nullptr;
  curl_easy_getinfo(t.easy, CURLINFO_REDIRECT_URL, &to);
  return to == nullptr ? std::string{} : std::string{to};
}

std::string url_part(CURLU* url, CURLUPart part, unsigned flags = 0) {
  char* text = nullptr;
  if (curl_url_get(url, part, &text, flags) != CURLUE_OK) return {};
  std::string out{text};
  curl_free(text);
  return out;
}

void finish_response(Transfer& t, int status) {
  auto& r = t.response;
  r.wire_bytes = t.body.size();
  auto body = inflate_body(std::move(t.body), t.encoding, t.options->limits.inflated_bytes);
  t.body = body ? *std::move(body) : std::string{};
  const bool challenge = is_challenge(t, status);
  r.blocked = challenge || status == 403 || status == 429 || status == 451;
  if (r.blocked || status >= 400)
    r.error = blame_status(status, challenge);
  else if (status >= 300 && status != 304)
    r.error = Error{Error::Kind::Permanent,
                    "HTTP " + std::to_string(status) + " without a place to go to", ""};
  else if (!body)
    r.error = body.error();
  else
    r.body = std::move(t.body);
}

}  // namespace

Result<Target> parse_target(const std::string& url) {
  const Error wrong{Error::Kind::Permanent, "not an http or https address", loggable_url(url)};
  const std::unique_ptr<CURLU, CurlFree> parsed{curl_url()};
  constexpr unsigned kFlags = CURLU_URLENCODE | CURLU_ALLOW_SPACE | CURLU_NON_SUPPORT_SCHEME;
  if (curl_url_set(parsed.get(), CURLUPART_URL, std::string{trim_field(url)}.c_str(), kFlags) !=
      CURLUE_OK)
    return wrong;
  const auto scheme = lower_name(url_part(parsed.get(), CURLUPART_SCHEME));
  if (scheme != "http" && scheme != "https") return wrong;
  curl_url_set(parsed.get(), CURLUPART_FRAGMENT, nullptr, 0);
  Target out;
  out.host = lower_name(url_part(parsed.get(), CURLUPART_HOST));
  if (out.host.ends_with('.')) out.host.pop_back();
  out.port = url_part(parsed.get(), CURLUPART_PORT, CURLU_DEFAULT_PORT);
  out.url = url_part(parsed.get(), CURLUPART_URL);
  if (out.host.empty() || out.url.empty()) return wrong;
  return out;
}

void prepare_handle(CURL* easy, const FetchOptions& options) {
  const auto& limits = options.limits;
  const auto ms = [](auto t) { return static_cast<long>(t.count()); };
  curl_easy_setopt(easy, CURLOPT_NOSIGNAL, 1L);
  curl_easy_setopt(easy, CURLOPT_PROTOCOLS_STR, "http,https");
  curl_easy_setopt(easy, CURLOPT_FOLLOWLOCATION, 0L);
  curl_easy_setopt(easy, CURLOPT_HTTP_VERSION, static_cast<long>(CURL_HTTP_VERSION_2TLS));
  curl_easy_setopt(easy, CURLOPT_PIPEWAIT, 1L);
  curl_easy_setopt(easy, CURLOPT_TCP_KEEPALIVE, 1L);
  curl_easy_setopt(easy, CURLOPT_USERAGENT, options.user_agent.c_str());
  curl_easy_setopt(easy, CURLOPT_CONNECTTIMEOUT_MS, ms(limits.connect));
  curl_easy_setopt(easy, CURLOPT_TIMEOUT_MS, ms(limits.total));
  curl_easy_setopt(easy, CURLOPT_LOW_SPEED_LIMIT, static_cast<long>(limits.low_speed_bytes));
  curl_easy_setopt(easy, CURLOPT_LOW_SPEED_TIME, ms(limits.low_speed_time));
  curl_easy_setopt(easy, CURLOPT_MAXFILESIZE_LARGE, static_cast<curl_off_t>(limits.wire_bytes));
  curl_easy_setopt(easy, CURLOPT_COOKIEFILE, "");  // cookies on, in memory
  curl_easy_setopt(easy, CURLOPT_PROXY, options.proxy.c_str());
  if (!options.ca_file.empty()) curl_easy_setopt(easy, CURLOPT_CAINFO, options.ca_file.c_str());
  curl_easy_setopt(easy, CURLOPT_WRITEFUNCTION, on_body);
  curl_easy_setopt(easy, CURLOPT_HEADERFUNCTION, on_header);
  curl_easy_setopt(easy, CURLOPT_OPENSOCKETFUNCTION, open_socket);
}

void start_hop(Transfer& t, CURL* easy, Moment now) {
  t.easy = easy;
  t.started = now;
  t.header_bytes = 0;
  t.stopped = nullptr;
  t.refused_address.clear();
  t.body.clear();
  t.curl_message[0] = '\0';
  forget_header(t);
  curl_easy_setopt(easy, CURLOPT_URL, t.target.url.c_str());
  curl_easy_setopt(easy, CURLOPT_WRITEDATA, &t);
  curl_easy_setopt(easy, CURLOPT_HEADERDATA, &t);
  curl_easy_setopt(easy, CURLOPT_OPENSOCKETDATA, &t);
  curl_easy_setopt(easy, CURLOPT_PRIVATE, &t);
  curl_easy_setopt(easy, CURLOPT_ERRORBUFFER, t.curl_message.data());
  curl_easy_setopt(easy, CURLOPT_COOKIELIST, "ALL");
  for (const auto& cookie : t.cookies) curl_easy_setopt(easy, CURLOPT_COOKIELIST, cookie.c_str());
  set_headers(t);
}

HopEnd end_hop(Transfer& t, CURLcode code) {
  auto& r = t.response;
  r.final_url = t.target.url;
  long status = 0;
  if (t.header_done) curl_easy_getinfo(t.easy, CURLINFO_RESPONSE_CODE, &status);
  r.status = static_cast<int>(status);
  if (auto to = redirect_target(t, r.status); !to.empty()) {
    keep_cookies(t);
    r.redirects.push_back({r.status, to});
    if (static_cast<int>(r.redirects.size()) <= t.options->limits.redirects) return {to};
    r.error = Error{Error::Kind::Permanent,
                    "more than " + std::to_string(t.options->limits.redirects) + " redirects", ""};
    return {};
  }
  if (code != CURLE_OK)
    r.error = blame_transport(t, code);
  else
    finish_response(t, r.status);
  return {};
}

}  // namespace chokepoint
