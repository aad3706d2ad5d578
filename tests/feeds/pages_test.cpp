// Pages as ministries, papers, portals and blogs make them, in their own encodings:
// pages/web/expected.json says what the text of each must and must not hold.
#include <fstream>
#include <iterator>

#include <doctest/doctest.h>
#include <nlohmann/json.hpp>

#include "feeds/article.h"

using namespace chokepoint;

namespace {

const std::string kFolder = SOURCE_DIR "/tests/feeds/pages/web/";

std::string bytes_of(const std::string& name) {
  std::ifstream in(kFolder + name, std::ios::binary);
  REQUIRE(in);
  return {std::istreambuf_iterator<char>(in), {}};
}

void check_fields(const Article& a, const nlohmann::json& expected) {
  const auto want = [&](const char* key) { return expected.value(key, std::string{}); };
  if (expected.contains("title")) CHECK(a.title == want("title"));
  if (expected.contains("byline")) CHECK(a.byline == want("byline"));
  if (expected.contains("lang")) CHECK(a.lang == want("lang"));
  if (expected.contains("stub")) CHECK(a.stub == expected["stub"]);
  if (!expected.contains("published")) return;
  REQUIRE(a.published);
  CHECK(a.published->text.substr(0, 10) == want("published"));
}

}  // namespace

TEST_CASE("pages of the web") {
  const auto all = nlohmann::json::parse(bytes_of("expected.json"));
  CHECK(all.size() > 20);
  for (const auto& page : all.items()) {
    const std::string name = page.key();
    const auto& expected = page.value();
    CAPTURE(name);
    const auto url = expected.value("url", std::string{});
    const auto a = extract_article(bytes_of(name + ".html"),
                                   {url, "", *parse_rfc3339("2026-01-10T00:00:00Z")});
    REQUIRE(a);
    for (const std::string part : expected["with"]) {
      CAPTURE(part);
      CHECK(a->text.find(part) != std::string::npos);
    }
    for (const std::string part : expected["without"]) {
      CAPTURE(part);
      CHECK(a->text.find(part) == std::string::npos);
    }
    check_fields(*a, expected);
  }
}
