#include "feeds/feed_date.h"

#include <string>

#include <doctest/doctest.h>

using namespace chokepoint;

namespace {
std::string when(std::string_view s) {
  const auto t = parse_feed_date(s);
  return t ? format_rfc3339(*t) : "none";
}
}  // namespace

TEST_CASE("standard dates") {
  CHECK(when("Tue, 06 Jan 2026 09:00:00 +0900") == "2026-01-06T00:00:00Z");
  CHECK(when("Tuesday, 06-Jan-26 09:00:00 GMT") == "2026-01-06T09:00:00Z");
  CHECK(when("Tue Jan  6 09:00:00 2026") == "2026-01-06T09:00:00Z");
  CHECK(when("2026-01-06T09:00:00.123+01:00") == "2026-01-06T08:00:00Z");
  CHECK(when("2026-01-06") == "2026-01-06T00:00:00Z");
  CHECK(when("2026-01") == "2026-01-01T00:00:00Z");
  CHECK(when("20260106T090000Z") == "none");
  CHECK(when("20260106090000") == "2026-01-06T09:00:00Z");
  CHECK(when("1767690000") == "2026-01-06T09:00:00Z");
  CHECK(when("1767690000000") == "2026-01-06T09:00:00Z");
}

TEST_CASE("dates as people write them, in nine languages") {
  for (const auto* s :
       {"Di, 06 Jan 2026 09:00:00 +0000", "mar., 06 janv. 2026 09:00:00 +0000",
        "mardi 6 janvier 2026 09:00", "6 de enero de 2026 09:00", "6 января 2026 09:00",
        "Вт, 06 янв 2026 12:00:00 MSK", "2026年1月6日 17:00", "2026年1月6日 午後6:00",
        "2026년 1월 6일 오후 6:00", "2026. 1. 6. 09:00", "2026.01.06 09:00", "06.01.2026 09:00",
        "01/06/2026 9:00 AM", "Jan. 6, 2026, 9 a.m. 09:00", "6. Januar 2026 - 09:00 Uhr",
        "2026/01/06 09:00:00", "Tue, 6 Jan 2026 04:00 EST",
        "Tue, 6 Jan 2026 10:00:00 Europe/Berlin", "Tue Jan 06 2026 09:00:00 GMT+0000 (UTC)"})
    CHECK_MESSAGE(when(s) == "2026-01-06T09:00:00Z", s << " -> " << when(s));
}

TEST_CASE("what is no date is none") {
  for (const auto* s :
       {"", "soon", "Tue, 32 Jan 2026 09:00:00 GMT", "2026-13-01", "2026-01-06T25:00:00Z",
        "1:2:3:4", "2026-01-06T09:00:00+zz:00", "::::", "09:00- x 2026", "----",
        "99999999999999999999", "2026-02-30", "0000-01-01", "\xFF\xFE\xFF\xFE"})
    CHECK_MESSAGE(when(s) == "none", s);
}
