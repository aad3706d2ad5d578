#include "pipeline/entry_identity.h"

#include <algorithm>
#include <set>

#include <doctest/doctest.h>

using namespace chokepoint;

namespace {

Entry entry(const std::string& id, const std::string& link, const std::string& title) {
  Entry e;
  e.id = id;
  e.link = link;
  e.title = title;
  return e;
}
const EntryHistory kNothing{[](auto, auto) { return std::optional<std::string>{}; },
                            [](auto) { return std::optional<std::string>{}; },
                            [](auto, auto) { return std::optional<bool>{}; }};

std::vector<std::string> names(const std::vector<Entry>& entries) {
  return name_documents("feed", "https://a.example/", entries, kNothing);
}

}  // namespace

TEST_CASE("a link that is the entry's own names the document, whatever the guid does") {
  const auto first = names({entry("g1", "https://a.example/x?utm_source=rss", "T")});
  const auto later = names({entry("rotated", "https://a.example/x", "T, corrected")});
  CHECK(first == later);
}

TEST_CASE("links shared by many entries do not merge them") {
  const auto n = names({entry("1", "https://a.example/live", "A"),
                        entry("2", "https://a.example/live", "B"), entry("3", "", "C")});
  CHECK(std::set<std::string>(n.begin(), n.end()).size() == 3);
}

TEST_CASE("a guid repeated for different articles does not merge them") {
  const auto n = names({entry("same", "https://a.example/", "A"), entry("same", "", "B")});
  CHECK(n[0] != n[1]);
}

TEST_CASE("one entry listed twice is one document") {
  const auto n =
      names({entry("1", "https://a.example/x", "A"), entry("1", "https://a.example/x", "A")});
  CHECK(n[0] == n[1]);
}

TEST_CASE("an entry known by guid and title keeps its document when its address changes") {
  const std::vector entries{entry("1", "https://a.example/new-slug", "A")};
  auto history = kNothing;
  history.document = [](auto guid, auto title) {
    return guid == "1" && title == "A" ? std::optional<std::string>{"earlier"} : std::nullopt;
  };
  const auto n = name_documents("feed", "", entries, history);
  CHECK(n[0] == "earlier");
}

TEST_CASE("an entry that says nothing is no document") {
  CHECK(names({Entry{}})[0].empty());
}

TEST_CASE("guids that are places in a list do not take one article for another") {
  const auto four = [](const char* a, const char* b, const char* c, const char* d) {
    return std::vector{entry("1", "", a), entry("2", "", b), entry("3", "", c), entry("4", "", d)};
  };
  const auto before = four("A", "B", "C", "D");
  const auto then = names(before);
  auto history = kNothing;
  history.steady = [&](std::string_view guid, std::string_view title) -> std::optional<bool> {
    for (const auto& e : before)
      if (e.id == guid) return e.title == title;
    return std::nullopt;
  };
  history.titled = [&](std::string_view title) -> std::optional<std::string> {
    for (std::size_t i = 0; i < before.size(); ++i)
      if (before[i].title == title) return then[i];
    return std::nullopt;
  };
  const auto moved = name_documents("feed", "", four("X", "A", "B", "C"), history);
  CHECK(std::find(then.begin(), then.end(), moved[0]) == then.end());
  CHECK(std::equal(moved.begin() + 1, moved.end(), then.begin()));
  const auto corrected = name_documents("feed", "", four("A", "B, corrected", "C", "D"), history);
  CHECK(corrected == then);
}
