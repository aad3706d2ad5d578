#include "models/core/escape.h"

#include <doctest/doctest.h>

using namespace chokepoint;

TEST_CASE("what a page or a feed could take for markup is not") {
  CHECK(escape_markup("<a href=\"x\" b='y'>&amp;</a>") ==
        "&lt;a href=&quot;x&quot; b=&#39;y&#39;&gt;&amp;amp;&lt;/a&gt;");
  CHECK(escape_markup("禁輸 для США\n\t") == "禁輸 для США\n\t");
  CHECK(escape_markup({"a\0b\x1B\x7F c", 7}) == "ab c");
}
