#include "models/engine/plain_document.h"

#include <doctest/doctest.h>

using namespace chokepoint;

TEST_CASE("a flat object of strings is read, its escapes undone") {
  const auto d = read_plain_line(
      R"( {"id":"1","title":"a \"b\"\/\n","text":"\u7981\ud83d\ude00 é","published":"2026-01-06","x":"y"} )");
  REQUIRE(d);
  CHECK(d->id == "1");
  CHECK(d->title == "a \"b\"/\n");
  CHECK(d->text == "禁😀 é");
  CHECK(d->published == parse_day("2026-01-06"));
  CHECK(d->published_at == parse_rfc3339("2026-01-06"));
}

TEST_CASE("whatever is not so plain is left to others") {
  for (const char* line : {"",
                           "{",
                           "{}",
                           R"({"id":"1"})",
                           R"({"title":"no id"})",
                           R"({"id":1,"title":"a"})",
                           R"({"id":"1","title":"a","published":"20.11.2026"})",
                           R"({"id":"1","title":null})",
                           R"({"id":"1","title":"a","title":"b"})",
                           R"({"id":"1","title":"a"} x)",
                           R"({"id":"1","title":"a",})",
                           R"({"id":"1","title":"\ud83d"})",
                           R"({"id":"1","title":"\ude00"})",
                           R"({"id":"1","title":"\ud83dx"})",
                           R"({"id":"1","title":"\u12"})",
                           R"({"id":"1","title":"\x"})",
                           R"({"id":"1","title":"a)",
                           R"({"id":"1","title":"a","tags":["b"]})",
                           "{\"id\":\"1\",\"title\":\"\xff\"}",
                           "{\"id\":\"1\",\"title\":\"a\nb\"}",
                           "\xef\xbb\xbf{\"id\":\"1\",\"title\":\"a\"}"})
    CHECK_FALSE(read_plain_line(line));
}
