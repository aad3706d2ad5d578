// One hop of one request on a libcurl easy handle: sets it up, collects what arrives within the
// limits, and turns the end into a response or an error. Private to the fetcher.
#pragma once

#include <array>
#include <chrono>
#include <memory>
#include <string>
#include <vector>

#include <curl/curl.h>

#include "feeds/http.h"
#include "feeds/http_queue.h"
#include "models/core/result.h"

namespace chokepoint {

struct CurlFree {
  void operator()(CURL* c) const { curl_easy_cleanup(c); }
  void operator()(curl_slist* l) const { curl_slist_free_all(l); }
  void operator()(CURLU* u) const { curl_url_cleanup(u); }
};
// CURL and CURLM are both void to C++, so each needs a deleter of its own.
struct CurlMultiFree {
  void operator()(CURLM* m) const { curl_multi_cleanup(m); }
};
using Easy = std::unique_ptr<CURL, CurlFree>;

// A URL we are willing to fetch, taken apart. `domain`, the registrable one, is the fetcher's to
// fill in.
struct Target {
  std::string url, host, port, domain;
};
Result<Target> parse_target(const std::string& url);

// A request on its way, over all its hops.
struct Transfer {
  FetchRequest request;
  FetchResponse response;
  Target target;                     // of this hop
  std::vector<std::string> cookies;  // set by earlier hops, in libcurl's own form

  // What this hop collects.
  const FetchOptions* options = nullptr;
  CURL* easy = nullptr;
  std::unique_ptr<curl_slist, CurlFree> headers;
  std::string body, encoding, server, challenge_header;
  std::size_t header_bytes = 0;
  Moment started{};
  bool header_done = false;
  std::string refused_address;    // the private one we would not connect to
  const char* stopped = nullptr;  // why we stopped it ourselves
  std::array<char, CURL_ERROR_SIZE> curl_message{};
};

// Once in an easy handle's life; then start_hop() before each use.
void prepare_handle(CURL* easy, const FetchOptions& options);
void start_hop(Transfer& transfer, CURL* easy, Moment now);

struct HopEnd {
  std::string redirect_to;  // empty: this was the last hop
};
// Reads the hop's result off the handle; fills transfer.response when it was the last one.
HopEnd end_hop(Transfer& transfer, CURLcode code);

}  // namespace chokepoint
