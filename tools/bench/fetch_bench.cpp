// Fetching alone, with our fetcher and its limits: no feed is read and nothing is stored. For
// tools/bench/fetch.py, to be held against curl.
//
// usage: fetch_bench URLS PARALLEL HOST     a line of URLS: an address, and the ETag to send with
// it
#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <sstream>
#include <string>

#include "feeds/http.h"

int main(int argc, char** argv) {
  if (argc != 4) return std::fputs("usage: fetch_bench URLS PARALLEL HOST\n", stderr), 2;
  chokepoint::FetchOptions options;
  options.parallel = options.per_domain = std::atoi(argv[2]);
  options.spacing = std::chrono::milliseconds{0};
  options.allow_private_hosts = {argv[3]};
  std::ifstream in(argv[1]);
  std::size_t answers = 0;
  std::size_t unchanged = 0;
  std::size_t bytes = 0;
  std::size_t failed = 0;
  chokepoint::make_fetcher(options)->run(
      [&]() -> std::optional<chokepoint::FetchRequest> {
        std::string line;
        if (!std::getline(in, line)) return std::nullopt;
        chokepoint::FetchRequest request;
        std::istringstream(line) >> request.url >> request.etag;
        return request;
      },
      [&](chokepoint::FetchResponse r) {
        ++answers;
        if (r.not_modified()) ++unchanged;
        if (r.error) ++failed;
        bytes += r.body.size();
      });
  std::printf("%zu answers, %zu unchanged, %zu failed, %zu bytes\n", answers, unchanged, failed,
              bytes);
  return failed == 0 ? 0 : 1;
}
