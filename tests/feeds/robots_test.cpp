#include "feeds/robots.h"

#include <doctest/doctest.h>

using chokepoint::Robots;
using chokepoint::robots_pattern_matches;

namespace {
bool allowed(std::string_view text, std::string_view path, std::string_view agent = "Chokepoint") {
  return Robots::parse(text, agent).allows("https://a.example" + std::string{path});
}
}  // namespace

TEST_CASE("the longest pattern decides, and allows where two are as long") {
  constexpr auto kText = "user-agent: *\nallow: /p\ndisallow: /\n";
  CHECK(allowed(kText, "/page"));
  CHECK_FALSE(allowed(kText, "/other"));
  CHECK(allowed("user-agent: *\nallow: /folder\ndisallow: /folder\n", "/folder/page"));
}

TEST_CASE("a group that names us hides the general one") {
  constexpr auto kText =
      "User-agent: *\nDisallow: /\n\nUser-agent: other\nUser-agent: chokepoint/2\nDisallow: /x\n";
  CHECK(allowed(kText, "/y"));
  CHECK_FALSE(allowed(kText, "/x"));
  CHECK_FALSE(allowed(kText, "/y", "somebody"));
}

TEST_CASE("wildcards, the end mark and the index page") {
  CHECK(robots_pattern_matches("/a/b/c.php?x", "/*.php"));
  CHECK(robots_pattern_matches("/a.php", "/*.php$"));
  CHECK_FALSE(robots_pattern_matches("/a.php?x", "/*.php$"));
  CHECK(robots_pattern_matches("/aaaa", "/*a*a$"));
  CHECK(allowed("user-agent: *\nallow: /d/index.html\ndisallow: /\n", "/d/"));
}

TEST_CASE("typos, missing colons, comments, odd line ends and a byte order mark are read") {
  CHECK_FALSE(allowed("\xEF\xBB\xBFuser agent: *\rdissalow: /a # why not\r\n", "/a"));
  CHECK_FALSE(allowed("User-agent *\nDisallow /a\n", "/a"));
  CHECK(allowed("Disallow: /a\n", "/a"));  // belongs to nobody
}

TEST_CASE("crawl-delay is read and capped") {
  const auto r = Robots::parse("User-agent: *\nCrawl-delay: 2.5\nDisallow: /x\n", "Chokepoint");
  REQUIRE(r.crawl_delay());
  CHECK(r.crawl_delay()->count() == 2500);
  const auto long_one = Robots::parse("User-agent: *\nCrawl-delay: 1e9\n", "Chokepoint");
  CHECK(long_one.crawl_delay()->count() == 60'000);
}

TEST_CASE("what the status of robots.txt means") {
  CHECK_FALSE(chokepoint::robots_for_status(200));
  CHECK(chokepoint::robots_for_status(404)->allows("https://a.example/x"));
  CHECK_FALSE(chokepoint::robots_for_status(503)->allows("https://a.example/x"));
  CHECK_FALSE(chokepoint::robots_for_status(429)->allows("https://a.example/x"));
  CHECK_FALSE(chokepoint::robots_for_status(0)->allows("https://a.example/x"));
}

TEST_CASE("where robots.txt stands") {
  CHECK(chokepoint::robots_url("HTTPS://u:p@a.example:8443/x/y?z") ==
        "https://a.example:8443/robots.txt");
  CHECK(chokepoint::robots_url("ftp://a.example/").empty());
}
