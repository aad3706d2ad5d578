// Getting bytes from the web with manners and limits: what to fetch, what came back, and the one
// seam (Fetcher) that a test replaces. The real one is in http_curl. What the bytes mean is the
// formats' and the article extraction's work; when to ask again is schedule's.
#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "models/core/result.h"

namespace chokepoint {

// No transfer gets past these, whatever the server does.
struct FetchLimits {
  std::size_t wire_bytes = std::size_t{10} << 20U;      // as received, compressed
  std::size_t inflated_bytes = std::size_t{20} << 20U;  // after gzip, br, zstd
  std::chrono::milliseconds connect{10'000};
  std::chrono::milliseconds first_byte{20'000};  // until the header is complete
  std::chrono::milliseconds total{60'000};       // one hop, first packet to last
  std::size_t low_speed_bytes = 200;             // a second, over low_speed_time
  std::chrono::seconds low_speed_time{15};
  int redirects = 6;
};

struct FetchOptions {
  FetchLimits limits;
  std::string user_agent = "Chokepoint/0.1 (news monitor)";
  int parallel = 64;                       // transfers at once
  int per_domain = 2;                      // of them, to one registrable domain
  std::chrono::milliseconds spacing{500};  // between two starts to one registrable domain
  // Hosts ("host" or "host:port") that may live on a private, loopback or link-local address.
  std::vector<std::string> allow_private_hosts;
  std::string ca_file;  // PEM, beside the system's; empty: the system's alone
  std::string proxy;    // behind a proxy, the address check is the proxy's work
};

struct FetchRequest {
  std::uint64_t tag = 0;  // handed back with the response
  std::string url{};
  std::string etag{}, last_modified{};  // validators, sent verbatim; empty: a full copy
  std::string accept{};                 // empty: */*
  std::chrono::milliseconds min_spacing{
      0};  // robots' crawl-delay, where it asks for more than ours
};

struct Redirect {
  int status = 0;
  std::string to;
};

struct FetchResponse {
  std::uint64_t tag = 0;
  std::string url, final_url;
  std::vector<Redirect> redirects;
  int status = 0;    // of the last hop; 0: there was no answer
  std::string body;  // inflated
  std::size_t wire_bytes = 0;
  std::string etag, last_modified, content_type, cache_control, expires, date, retry_after;
  // The server answers, but not to us: 429, 403, 451, or a challenge page.
  bool blocked = false;
  // Set where there is no usable body (304 is usable). One line, without credentials.
  std::optional<Error> error;

  bool not_modified() const { return status == 304; }
};

class Fetcher {
 public:
  using Next = std::function<std::optional<FetchRequest>()>;
  using OnResponse = std::function<void(FetchResponse)>;

  Fetcher() = default;
  Fetcher(const Fetcher&) = delete;
  Fetcher& operator=(const Fetcher&) = delete;
  virtual ~Fetcher() = default;

  // Asks `next` until it has nothing, hands over each response in the order of arrival, and asks
  // again after each one, so that a response may lead to more requests. Returns when nothing is
  // left. One thread, never reentered.
  virtual void run(const Next& next, const OnResponse& on_response) = 0;

  FetchResponse get(FetchRequest request);
};

std::unique_ptr<Fetcher> make_fetcher(FetchOptions options);

// The URL as it may stand in a log: without user name, password, fragment, and values of parameters
// that look secret.
std::string loggable_url(std::string_view url);

}  // namespace chokepoint
