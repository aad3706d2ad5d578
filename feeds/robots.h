// robots.txt as Google reads it: RFC 9309 with the longest match, '*' and '$', forgiving of typos
// in keys, plus crawl-delay. What a missing or failing robots.txt means is told by
// robots_for_status(). Fetching and caching are ingest's.
#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace chokepoint {

class Robots {
 public:
  // The rules of `text` for one agent, a bare product name (see robots_product). Any bytes
  // are accepted.
  static Robots parse(std::string_view text, std::string_view agent);
  static Robots allow_all() { return {}; }
  static Robots deny_all();

  // `url` as it goes over the wire, with bytes beyond ASCII escaped (see escape_for_robots).
  bool allows(std::string_view url) const;
  std::optional<std::chrono::milliseconds> crawl_delay() const { return crawl_delay_; }

 private:
  struct Rule {
    std::string pattern;
    bool allow = false;
  };
  bool may(std::string_view path) const;

  std::vector<Rule> rules_;  // of the groups that name the agent, else of the '*' groups
  std::optional<std::chrono::milliseconds> crawl_delay_;
};

// What we may do where `status` answered the request for robots.txt (0: nobody did): all with a
// 4xx, nothing with a 5xx or 429, until we have asked again. nullopt: the body decides.
std::optional<Robots> robots_for_status(int status);

// "Chokepoint/0.1 (news monitor)" -> "Chokepoint".
std::string robots_product(std::string_view user_agent);
// Bytes beyond ASCII as %XX, hex digits in upper case.
std::string escape_for_robots(std::string_view url);

// Where the robots.txt that governs `url` stands; empty for what is not http or https.
std::string robots_url(std::string_view url);

// True where `pattern` matches the start of `path`; '*' is any run of bytes, a last '$' the end.
bool robots_pattern_matches(std::string_view path, std::string_view pattern);

}  // namespace chokepoint
