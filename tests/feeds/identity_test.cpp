#include "feeds/identity.h"

#include <vector>

#include <doctest/doctest.h>

using namespace chokepoint;

namespace {

EntryTrace entry(const char* guid, const char* link, const char* title, const char* content = "") {
  return {guid, link, title, content};
}
using Traces = std::vector<EntryTrace>;

}  // namespace

TEST_CASE("a sound GUID is the key") {
  const Traces before{entry("1", "a", "A"), entry("2", "b", "B")};
  const Traces now{entry("2", "b", "B, corrected"), entry("3", "c", "C")};
  CHECK(choose_identity(now, before) == Identity::Guid);
  CHECK(identity_key(now[0], Identity::Guid) == identity_key(before[1], Identity::Guid));
}

TEST_CASE("GUIDs that repeat, rotate or vanish give way to the link") {
  CHECK(choose_identity(Traces{entry("x", "a", "A"), entry("x", "b", "B")}, Traces{}) ==
        Identity::Link);
  CHECK(choose_identity(Traces{entry("8", "a", "A"), entry("9", "b", "B")},
                        Traces{entry("1", "a", "A"), entry("2", "b", "B")}) == Identity::Link);
  CHECK(choose_identity(Traces{entry("", "a", "A"), entry("2", "b", "B")}, Traces{}) ==
        Identity::Link);
  CHECK(choose_identity(Traces{entry("1", "c", "C", "c"), entry("2", "d", "D", "d")},
                        Traces{entry("1", "a", "A", "a"), entry("2", "b", "B", "b")}) ==
        Identity::Link);
}

TEST_CASE("links that all lead to one page need the title, and without any there is the content") {
  CHECK(choose_identity(Traces{entry("", "a", "A"), entry("", "a", "B")}, Traces{}) ==
        Identity::LinkAndTitle);
  CHECK(choose_identity(Traces{entry("", "", "A", "1"), entry("", "", "B", "2")}, Traces{}) ==
        Identity::Content);
}

TEST_CASE("an entry listed twice does not spoil the key, and names are read back") {
  CHECK(choose_identity(Traces{entry("1", "a", "A"), entry("1", "a", "A")}, Traces{}) ==
        Identity::Guid);
  CHECK(parse_identity(name_of(Identity::LinkAndTitle)) == Identity::LinkAndTitle);
  CHECK_FALSE(parse_identity("none"));
  CHECK(identity_key(entry("", "a", "A"), Identity::Guid) == "link:a");
}
