#include "feeds/http_blame.h"

#include <algorithm>
#include <array>
#include <string>
#include <string_view>

namespace chokepoint {
namespace {

using Fault = Error::Kind;

std::string seconds_text(std::chrono::milliseconds t) {
  const auto ms = t.count();
  return ms % 1000 == 0 ? std::to_string(ms / 1000) + " s" : std::to_string(ms) + " ms";
}

Error timed_out(const Transfer& t) {
  const auto& limits = t.options->limits;
  double connected = 0;
  curl_easy_getinfo(t.easy, CURLINFO_CONNECT_TIME, &connected);
  // A kept connection took no time to connect either.
  if (connected == 0 && !t.header_done)
    return {Fault::Transient, "no connection within " + seconds_text(limits.connect), ""};
  curl_off_t total = 0;
  curl_easy_getinfo(t.easy, CURLINFO_TOTAL_TIME_T, &total);
  const auto spent = std::chrono::microseconds{total};
  if (spent + std::chrono::milliseconds{100} < limits.total)
    return {Fault::Transient,
            "too slow: less than " + std::to_string(limits.low_speed_bytes) + " bytes/s for " +
                seconds_text(limits.low_speed_time),
            ""};
  return {Fault::Transient, "not complete after " + seconds_text(limits.total), ""};
}

Error not_connected(const Transfer& t) {
  if (!t.refused_address.empty())
    return {Fault::Config,
            t.target.host + " is at " + t.refused_address +
                ", a private address; to allow it, add the host to allow_private_hosts in [fetch]",
            ""};
  return {Fault::Transient, "no connection to " + t.target.host + ":" + t.target.port, ""};
}

// Too much of a body will be too much again; too little of an answer may have been an accident.
Error stopped_by_us(const Transfer& t, CURLcode code) {
  const auto kind = code == CURLE_WRITE_ERROR ? Fault::Malformed : Fault::Transient;
  return {kind, t.stopped != nullptr ? t.stopped : "stopped", ""};
}

std::string own_words(const Transfer& t, CURLcode code) {
  const std::string_view message = t.curl_message.data();
  return std::string{message.empty() ? curl_easy_strerror(code) : message};
}

}  // namespace

Error blame_transport(const Transfer& t, CURLcode code) {
  switch (code) {
    case CURLE_COULDNT_RESOLVE_HOST:
      return {Fault::Transient, "no such host: " + t.target.host, ""};
    case CURLE_COULDNT_CONNECT:
      return not_connected(t);
    case CURLE_OPERATION_TIMEDOUT:
      return timed_out(t);
    case CURLE_WRITE_ERROR:
    case CURLE_ABORTED_BY_CALLBACK:
      return stopped_by_us(t, code);
    case CURLE_FILESIZE_EXCEEDED:
      return {Fault::Malformed, "larger than the limit by its own word (Content-Length)", ""};
    case CURLE_PARTIAL_FILE:
      return {Fault::Transient, "the connection closed before the announced length arrived", ""};
    case CURLE_GOT_NOTHING:
      return {Fault::Transient, "the server closed the connection without an answer", ""};
    case CURLE_PEER_FAILED_VERIFICATION:
      return {Fault::Permanent, "TLS certificate not trusted: " + own_words(t, code), ""};
    case CURLE_SSL_CONNECT_ERROR:
      return {Fault::Transient, "no TLS connection: " + own_words(t, code), ""};
    case CURLE_UNSUPPORTED_PROTOCOL:
    case CURLE_URL_MALFORMAT:
      return {Fault::Permanent, "not an http or https address", ""};
    default:
      return {Fault::Transient, "transfer failed: " + own_words(t, code), ""};
  }
}

Error blame_status(int status, bool challenge) {
  const auto code = "HTTP " + std::to_string(status);
  if (challenge) return {Fault::Transient, code + ": blocked by a challenge page", ""};
  switch (status) {
    case 401:
      return {Fault::Config, code + ": wants a user name and password", ""};
    case 403:
      return {Fault::Transient, code + ": blocked, the server refuses us", ""};
    case 404:
      return {Fault::Permanent, code + ": not found", ""};
    case 410:
      return {Fault::Permanent, code + ": gone for good", ""};
    case 429:
      return {Fault::Transient, code + ": blocked, too many requests", ""};
    case 451:
      return {Fault::Permanent, code + ": blocked for legal reasons", ""};
    default:
      if (status >= 500) return {Fault::Transient, code + ": server error", ""};
      return {Fault::Permanent, code + ": refused", ""};
  }
}

bool is_challenge(const Transfer& t, int status) {
  if (!t.challenge_header.empty()) return true;
  if (status != 403 && status != 429 && status != 503 && status != 202) return false;
  constexpr auto kSigns = std::to_array<std::string_view>(
      {"/cdn-cgi/challenge-platform/", "cf-chl-", "_Incapsula_Resource", "captcha-delivery.com",
       "px-captcha", "g-recaptcha", "h-captcha", "hcaptcha.com", "awswaf", "ddos-guard",
       "Just a moment...", "Checking your browser"});
  const auto head = std::string_view{t.body}.substr(0, 65536);
  return std::any_of(kSigns.begin(), kSigns.end(),
                     [&](auto sign) { return head.find(sign) != std::string_view::npos; });
}

}  // namespace chokepoint
