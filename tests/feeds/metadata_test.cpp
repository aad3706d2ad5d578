#include "feeds/metadata.h"

#include <doctest/doctest.h>

using namespace chokepoint;

namespace {

struct Case {
  const char* text;
  const char* date;
};

std::string read(const char* text, bool month_first = false) {
  const auto date = read_page_date(text, month_first);
  return date ? date->text : "none";
}

}  // namespace

TEST_CASE("dates of meta data") {
  const Case cases[] = {{"2026-01-06T10:00:00Z", "2026-01-06T10:00:00Z"},
                        {"2026-01-06T10:00:00.123+0900", "2026-01-06T10:00:00+09:00"},
                        {"2026-01-06 10:00:05", "2026-01-06T10:00:05"},
                        {"2026-01-06", "2026-01-06"},
                        {"20260106", "2026-01-06"},
                        {"2026/1/6 9:05", "2026-01-06"},
                        {"Tue, 06 Jan 2026 10:00:00 GMT", "2026-01-06T10:00:00Z"},
                        {"1767693600", "2026-01-06T10:00:00Z"},
                        {"1767693600000", "2026-01-06T10:00:00Z"},
                        {"2026-02-30", "none"},
                        {"soon", "none"},
                        {"", "none"}};
  for (const auto& c : cases) {
    CAPTURE(c.text);
    CHECK(read(c.text).substr(0, 10) == std::string(c.date).substr(0, 10));
    if (std::string(c.date).size() > 10) CHECK(read(c.text) == c.date);
  }
}

TEST_CASE("dates as readers see them") {
  const Case cases[] = {{"Published on January 6, 2026", "2026-01-06"},
                        {"6 Jan 2026", "2026-01-06"},
                        {"Dienstag, 6. Januar 2026", "2026-01-06"},
                        {"le 6 janvier 2026", "2026-01-06"},
                        {"1er juillet 2025", "2025-07-01"},
                        {"6 de enero de 2026", "2026-01-06"},
                        {"6 января 2026 г.", "2026-01-06"},
                        {"2026年1月6日", "2026-01-06"},
                        {"2026년 1월 6일", "2026-01-06"},
                        {"2026. 1. 6. 오전", "2026-01-06"},
                        {"06.01.2026", "2026-01-06"},
                        {"06/01/2026", "2026-01-06"},
                        {"12 marzo 2025", "2025-03-12"},
                        {"令和8年1月6日（火曜日）", "2026-01-06"},
                        {"發布日期：民國115年1月6日", "2026-01-06"},
                        {"2026. január 6., kedd", "2026-01-06"},
                        {"6 tammikuuta 2026", "2026-01-06"},
                        {"6 Ιανουαρίου 2026", "2026-01-06"},
                        {"6 يناير 2026", "2026-01-06"},
                        {"no date in 2026", "none"}};
  for (const auto& c : cases) {
    CAPTURE(c.text);
    CHECK(read(c.text).substr(0, 10) == c.date);
  }
  CHECK(read("01/06/2026", true) == "2026-01-06");
  CHECK(read("Jan 6, 2026 3:05 pm EST") == "2026-01-06T15:05:00-05:00");
}

TEST_CASE("dates of addresses") {
  CHECK(date_in_url("https://a.example/2026/01/06/x.html")->text == "2026-01-06");
  CHECK(date_in_url("https://a.example/art/20260106-x")->text == "2026-01-06");
  CHECK(date_in_url("https://a.example/press/2025/01/20260106001.html")->text == "2026-01-06");
  CHECK(date_in_url("https://a.example/a/202601061530.shtml")->text == "2026-01-06");
  CHECK_FALSE(date_in_url("https://a.example/press/2025/01/20999999.html"));
  CHECK_FALSE(date_in_url("https://a.example/item/99999999/"));
  CHECK_FALSE(date_in_url("https://a.example/"));
  CHECK_FALSE(date_in_url(""));
}

TEST_CASE("titles without their site") {
  CHECK(strip_site("Ban widens | Example News", "Example News", "example.com") == "Ban widens");
  CHECK(strip_site("Ban widens - example.com", "", "www.example.com") == "Ban widens");
  CHECK(strip_site("商务部公告_例子网", "例子网", "") == "商务部公告");
  CHECK(strip_site("Imports - and exports - fall", "Example", "example.com") ==
        "Imports - and exports - fall");
}

TEST_CASE("linked data that is broken is left alone") {
  for (const char* json : {"{", "[]", "null", "{\"@type\":5}",
                           "{\"@type\":\"NewsArticle\",\"author\":{\"name\":[1,null]}}",
                           "{\"@graph\":[{\"@type\":\"Article\",\"headline\":{}}]}"}) {
    CAPTURE(json);
    const auto page =
        Html::parse("<script type=application/ld+json>" + std::string(json) + "</script>");
    REQUIRE(page);
    CHECK(read_linked_data(*page).authors.empty());
  }
}
