#include "models/core/url.h"

#include <doctest/doctest.h>

using namespace chokepoint;

namespace {
std::string normal(std::string_view s) {
  const auto url = parse_url(s);
  return url ? url->string() : "none";
}
}  // namespace

TEST_CASE("an address is normalised as browsers do") {
  CHECK(normal(" HTTP://Example.COM:80/a/../b/./c?q=1#f ") == "http://example.com/b/c?q=1#f");
  CHECK(normal("https://example.com") == "https://example.com/");
  CHECK(normal("https:\\\\example.com\\a") == "https://example.com/a");
  CHECK(normal("https://münchen.example/ä b") == "https://xn--mnchen-3ya.example/%C3%A4%20b");
  CHECK(normal("http://u:p@example.com:8080/") == "http://example.com:8080/");
  CHECK(normal("http://[::1]:81/x") == "http://[::1]:81/x");
  CHECK(normal("http://exa\nmple.com/a\tb") == "http://example.com/ab");
  CHECK(normal("https://example.com/../../x/..") == "https://example.com/");
}

TEST_CASE("what is no web address is refused") {
  for (const auto* bad :
       {"", "ftp://example.com/", "file:///etc/passwd", "javascript:alert(1)", "http://",
        "http:example", "http://a b/", "http://example.com:99999/", "http://example.com:x/",
        "//example.com/", "http://.example.com/", "http://[::1/", "http://a%00b/"})
    CHECK_MESSAGE(!parse_url(bad), bad);
}

TEST_CASE("a reference resolves against its base") {
  const auto* base = "http://example.com/a/b?x=1#top";
  CHECK(resolve_url(base, "c") == "http://example.com/a/c");
  CHECK(resolve_url(base, "../c?y") == "http://example.com/c?y");
  CHECK(resolve_url(base, "/c") == "http://example.com/c");
  CHECK(resolve_url(base, "//other.example/c") == "http://other.example/c");
  CHECK(resolve_url(base, "?y=2") == "http://example.com/a/b?y=2");
  CHECK(resolve_url(base, "#n") == "http://example.com/a/b?x=1#n");
  CHECK(resolve_url(base, "") == "http://example.com/a/b?x=1");
  CHECK(resolve_url(base, " https://Other.example ") == "https://Other.example");
  CHECK(resolve_url(base, "mailto:a@example.com") == "mailto:a@example.com");
  CHECK(resolve_url("", "c") == "c");
  CHECK(resolve_url(base, "http:c") == "http://example.com/a/c");
}

TEST_CASE("twins of a page share their canonical address") {
  const std::string page = "https://www.example.com/2026/story.html";
  for (const auto* twin :
       {"https://www.example.com/2026/story.html?utm_source=rss&utm_medium=feed",
        "https://www.example.com/2026/story.amp.html", "https://m.example.com/2026/story.html#c4",
        "https://amp.example.com/2026/story.html?fbclid=x",
        "https://www.google.com/amp/s/www.example.com/2026/story.html",
        "https://www-example-com.cdn.ampproject.org/c/s/www.example.com/2026/story.html",
        "https://WWW.example.com:443/2026/story.html?outputType=amp"})
    CHECK_MESSAGE(canonical_url(twin) == page, twin);
  CHECK(canonical_url("https://example.com/s?id=4&gclid=1&p=2") ==
        "https://example.com/s?id=4&p=2");
  CHECK(canonical_url("https://en.m.wikipedia.org/wiki/Gallium") ==
        "https://en.wikipedia.org/wiki/Gallium");
  CHECK(canonical_url("https://example.com/story/amp/") == "https://example.com/story/");
  CHECK(canonical_url("not an address") == "not an address");
}

TEST_CASE("the registrable domain follows the public suffix list") {
  CHECK(registrable_domain("news.example.co.uk") == "example.co.uk");
  CHECK(registrable_domain("WWW.Example.com.") == "example.com");
  CHECK(registrable_domain("co.uk") == "co.uk");
  CHECK(registrable_domain("127.0.0.1") == "127.0.0.1");
  CHECK(registrable_domain("[::1]") == "[::1]");
  CHECK(registrable_domain("") == "");
  CHECK(registrable_domain("localhost") == "localhost");
}
