#include "pipeline/feed_entries.h"

#include <doctest/doctest.h>

#include "storage/database.h"

using namespace chokepoint;

namespace {

const Instant kSeenAt = *parse_rfc3339("2026-01-06T12:00:00Z");

SeenEntry seen(Entry entry) {
  auto db = Database::in_memory();
  FeedSource source;
  source.id = "f";
  ParsedFeed feed;
  entry.id = "1";
  feed.entries.push_back(std::move(entry));
  return entries_of(db, source, feed, kSeenAt).at(0);
}

}  // namespace

TEST_CASE("a long text in a feed is cut at a word, and at a character where there are no words") {
  Entry entry;
  for (int i = 0; i < 20000; ++i) entry.content += "禁运";
  auto text = seen(entry).summary;
  CHECK_GT(text.size(), 30000);
  CHECK_LT(text.size(), entry.content.size());
  CHECK(text.ends_with("运") + text.ends_with("禁") == 1);
  entry.content = "Note: " + entry.content;
  CHECK_GT(seen(entry).summary.size(), 30000);
  entry.content.clear();
  for (int i = 0; i < 10000; ++i) entry.content += "word ";
  CHECK(seen(entry).summary.ends_with("word"));
}

TEST_CASE("days that software writes where it knows none are none") {
  Entry entry;
  for (const auto* day : {"0001-01-01T00:00:00Z", "1970-01-01T00:00:00Z", "2027-01-01T00:00:00Z"}) {
    entry.published = parse_rfc3339(day);
    CHECK_FALSE(seen(entry).published_at);
  }
  entry.published = parse_rfc3339("2026-01-06T11:00:00Z");
  CHECK(seen(entry).published_at == entry.published);
}

TEST_CASE("only links of the web are links") {
  Entry entry;
  for (const auto* link : {"javascript:alert(1)", "data:text/html,x", "file:///etc/passwd"}) {
    entry.link = link;
    CHECK(seen(entry).url.empty());
  }
  entry.link = "https://n.example/1";
  CHECK_EQ(seen(entry).url, "https://n.example/1");
}
