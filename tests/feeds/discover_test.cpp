#include "feeds/discover.h"

#include <doctest/doctest.h>

#include "feeds/opml.h"

using namespace chokepoint;

TEST_CASE("a page's feeds are found, the declared ones first") {
  const auto found = discover_feeds(
      R"(<html><head><base href="https://n.example/sub/"><!-- <link rel=alternate type="application/rss+xml" href=no> -->
<link rel="stylesheet" href="feed.css"><a href="/trade/rss">RSS</a>
<LINK REL="Alternate" TYPE="application/rss+xml" TITLE="News" HREF="rss.xml?a=1&amp;b=2"></head></html>)",
      "https://n.example/page");
  REQUIRE(found.size() > 2);
  CHECK(found[0].url == "https://n.example/sub/rss.xml?a=1&b=2");
  CHECK(found[0].title == "News");
  CHECK(found[1].url == "https://n.example/trade/rss");
  CHECK(found[2].how == FoundFeed::How::Guessed);
  CHECK(found[2].url == "https://n.example/feed");
  CHECK(discover_feeds("<link", "nonsense").empty());
}

TEST_CASE("OPML goes out and comes back") {
  const std::vector<OpmlFeed> feeds{{"https://a.example/f?x=1&y=2",
                                     "A \"quoted\" <one>",
                                     "https://a.example/",
                                     "ja",
                                     "",
                                     {"Trade", "Japan"}},
                                    {"https://b.example/f", "B", "", "", "", {"Trade"}},
                                    {"https://c.example/f", "", "", "", "", {}}};
  const auto back = read_opml(write_opml(feeds, "Sources"));
  REQUIRE(back);
  REQUIRE(back->size() == 3);
  CHECK(back->at(0).url == feeds[0].url);
  CHECK(back->at(0).title == feeds[0].title);
  CHECK(back->at(0).folders == feeds[0].folders);
  CHECK(back->at(1).folders == feeds[1].folders);
  CHECK(back->at(2).folders.empty());
  CHECK_FALSE(read_opml("<opml><body><outline text='empty'/></body></opml>"));
  CHECK(read_opml("<opml><body><outline text=x xmlUrl='feed://d.example/f'")->at(0).url ==
        "http://d.example/f");
}
