#include "models/core/time.h"

#include <doctest/doctest.h>

using namespace chokepoint;

TEST_CASE("RFC 3339 reads offsets and refuses what is no date") {
  CHECK(format_rfc3339(*parse_rfc3339("2026-01-06T09:00:00+09:00")) == "2026-01-06T00:00:00Z");
  CHECK(format_rfc3339(*parse_rfc3339("2026-01-06 09:00:00.25Z")) == "2026-01-06T09:00:00Z");
  CHECK(format_rfc3339(*parse_rfc3339("2026-01-06")) == "2026-01-06T00:00:00Z");
  CHECK_FALSE(parse_rfc3339("2026-02-30"));
  CHECK_FALSE(parse_rfc3339("2026-01-06T25:00:00Z"));
  CHECK_FALSE(parse_rfc3339("2026-01-06T09:00:00Zx"));
  CHECK_FALSE(parse_rfc3339(""));
}

TEST_CASE("a partial date keeps its precision") {
  const auto month = PartialDate::parse("2024-02");
  REQUIRE(month);
  CHECK(month->string() == "2024-02");
  CHECK(format_day(month->first_day()) == "2024-02-01");
  CHECK(format_day(month->last_day()) == "2024-02-29");
  CHECK(month->agrees_with(*PartialDate::parse("2024-02-06")));
  CHECK_FALSE(month->agrees_with(*PartialDate::parse("2024-03")));
  CHECK_FALSE(PartialDate::parse("2024-13"));
  CHECK_FALSE(PartialDate::parse("2024-02-06T"));
}
