#include "models/core/uuid.h"

#include <doctest/doctest.h>

using namespace chokepoint;

TEST_CASE("names as UUIDs") {
  // Known from any other implementation: the DNS space and two names.
  constexpr auto kDns = "6ba7b810-9dad-11d1-80b4-00c04fd430c8";
  CHECK(uuid_of(kDns, "python.org") == "886313e1-3b8a-5372-9b90-0c9aee199e5d");
  CHECK(uuid_of(kDns, "www.example.com") == "2ed6657d-e927-568b-95e1-2665a8aea6a2");
  CHECK(uuid_of(kChokepointSpace, "a") != uuid_of(kChokepointSpace, "b"));
}
