// The day of an event, where its articles do not agree on it.
#include <doctest/doctest.h>

#include "pipeline/link_event.h"
#include "tests/pipeline/story.h"

using namespace chokepoint;

namespace {

Report report(const std::string& document, const char* published, const char* date, Stage stage) {
  Report r;
  r.document = document;
  r.published = *parse_day(published);
  r.mention = story::mention("dual_use_ban", stage, "CN", "JP", {}, date);
  return r;
}

}  // namespace

TEST_CASE("what two articles tell as in force was not announced after them") {
  const auto event =
      event_slots(story::knowledge(), {report("a-1", "2026-01-07", "2026-01-06", Stage::InForce),
                                       report("b-1", "2026-01-07", "2026-01-07", Stage::InForce),
                                       report("c-1", "2026-01-12", "2026-01-12", Stage::InForce),
                                       report("d-1", "2026-01-12", "2026-01-12", Stage::InForce)});
  REQUIRE(event.event.date);
  CHECK(event.event.date->string() == "2026-01-06");
}

TEST_CASE("one article that takes a plan for the deed does not date it") {
  const auto event = event_slots(story::knowledge(),
                                 {report("a-1", "2026-01-02", "2026-01-02", Stage::InForce),
                                  report("b-1", "2026-01-12", "2026-01-12", Stage::Announced),
                                  report("c-1", "2026-01-13", "2026-01-12", Stage::Announced)});
  REQUIRE(event.event.date);
  CHECK(event.event.date->string() == "2026-01-12");
}

TEST_CASE("a day that is named dates an event before the days its articles were written") {
  const auto event =
      event_slots(story::knowledge(), {report("a-1", "2026-01-07", "2026-01-07", Stage::InForce),
                                       report("b-1", "2026-01-07", "2026-01-07", Stage::InForce),
                                       report("e-1", "2026-01-07", "2026-01-07", Stage::InForce),
                                       report("c-1", "2026-01-08", "2026-01-06", Stage::InForce),
                                       report("d-1", "2026-01-09", "2026-01-06", Stage::InForce)});
  REQUIRE(event.event.date);
  CHECK(event.event.date->string() == "2026-01-06");
}

TEST_CASE("history that two articles date outweighs the days on which others wrote") {
  auto first = report("d-1", "2026-01-12", "2026-01-06", Stage::InForce);
  auto second = report("e-1", "2026-01-18", "2026-01-06", Stage::InForce);
  first.mention.background = second.mention.background = true;
  const auto event =
      event_slots(story::knowledge(),
                  {report("a-1", "2026-01-07", "2026-01-07", Stage::InForce),
                   report("b-1", "2026-01-07", "2026-01-07", Stage::InForce),
                   report("c-1", "2026-01-12", "2026-01-12", Stage::InForce), first, second});
  REQUIRE(event.event.date);
  CHECK(event.event.date->string() == "2026-01-06");
}
