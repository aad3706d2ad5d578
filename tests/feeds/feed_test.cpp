#include "feeds/feed.h"

#include <string>

#include <doctest/doctest.h>

using namespace chokepoint;

namespace {

ParsedFeed read(std::string_view bytes, std::string_view base = "https://news.example/feed.xml") {
  auto feed = read_feed({bytes, "", base});
  REQUIRE_MESSAGE(static_cast<bool>(feed), bytes.substr(0, 80));
  return *std::move(feed);
}

std::string date(const std::optional<Instant>& t) {
  return t ? format_rfc3339(*t) : "none";
}

}  // namespace

TEST_CASE("RSS 2.0 with its modules") {
  const auto feed = read(R"(<?xml version="1.0"?>
<rss version="2.0" xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:x="http://purl.org/rss/1.0/modules/content/"
     xmlns:atom="http://www.w3.org/2005/Atom" xmlns:sy="http://purl.org/rss/1.0/modules/syndication/">
<channel><title>Trade &amp; Industry</title><link>https://news.example/</link><language>en-gb</language><ttl>30</ttl>
<atom:link rel="hub" href="https://hub.example/"/><sy:updatePeriod>hourly</sy:updatePeriod>
<item><title><![CDATA[Gallium <b>curbs</b>]]></title><link>/a?b=1&c=2</link><guid isPermaLink="false">g1</guid>
<description>Short &lt;p&gt;text&lt;/p&gt;</description><x:encoded><![CDATA[<a href="/more">more</a>]]></x:encoded>
<dc:creator>Ann Author</dc:creator><pubDate>Tue, 06 Jan 2026 09:00:00 +0900</pubDate><category>metals</category>
<enclosure url="https://news.example/a.mp3" type="audio/mpeg" length="5"/></item></channel></rss>)");
  CHECK(feed.format == "rss20");
  CHECK(feed.title == "Trade & Industry");
  CHECK(feed.hub == "https://hub.example/");
  CHECK(feed.interval == std::chrono::minutes(60));
  REQUIRE(feed.entries.size() == 1);
  const auto& e = feed.entries[0];
  CHECK(e.id == "g1");
  CHECK(e.title == "Gallium curbs");
  CHECK(e.link == "https://news.example/a?b=1&c=2");
  CHECK(e.summary == "Short <p>text</p>");
  CHECK(e.content == R"(<a href="https://news.example/more">more</a>)");
  CHECK(e.authors == std::vector<std::string>{"Ann Author"});
  CHECK(date(e.published) == "2026-01-06T00:00:00Z");
  CHECK(e.language == "en-gb");
  REQUIRE(e.enclosures.size() == 1);
  CHECK(e.enclosures[0].type == "audio/mpeg");
}

TEST_CASE("Atom 1.0 with xml:base, inline XHTML and inherited authors") {
  const auto feed = read(
      R"(<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="de" xml:base="https://a.example/x/">
<title type="html">Au&amp;szlig;en</title><link rel="self" href="feed"/><link href="/"/><author><name>Redaktion</name></author>
<entry xml:base="sub/"><id>urn:1</id><title>Eins</title><link href="eins.html"/>
<content type="xhtml"><div xmlns="http://www.w3.org/1999/xhtml"><p>Text <img src="b.png"/></p></div></content>
<updated>2026-01-06T10:00:00+01:00</updated></entry></feed>)");
  CHECK(feed.format == "atom10");
  CHECK(feed.title == "Außen");
  CHECK(feed.self == "https://a.example/x/feed");
  CHECK(feed.link == "https://a.example/");
  REQUIRE(feed.entries.size() == 1);
  CHECK(feed.entries[0].link == "https://a.example/x/sub/eins.html");
  CHECK(feed.entries[0].content == R"(<p>Text <img src="https://a.example/x/sub/b.png"/></p>)");
  CHECK(feed.entries[0].authors == std::vector<std::string>{"Redaktion"});
  CHECK(feed.entries[0].language == "de");
}

TEST_CASE("the other formats") {
  const auto rdf = read(
      R"(<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://purl.org/rss/1.0/">
<channel rdf:about="u"><title>T</title></channel><item rdf:about="https://n.example/1"><title>I</title></item></rdf:RDF>)");
  CHECK(rdf.format == "rss10");
  CHECK(rdf.entries.at(0).link == "https://n.example/1");
  const auto cdf = read(
      R"(<CHANNEL HREF="http://c.example/"><TITLE>C</TITLE><ITEM HREF="1.htm"><TITLE>I</TITLE></ITEM></CHANNEL>)",
      "http://c.example/c.cdf");
  CHECK(cdf.format == "cdf");
  CHECK(cdf.entries.at(0).link == "http://c.example/1.htm");
  const auto json = read(
      R"({"version":"https://jsonfeed.org/version/1.1","title":"J","items":[{"id":7,"url":"/7","content_text":"x"}]})");
  CHECK(json.format == "json11");
  CHECK(json.entries.at(0).id == "7");
  CHECK(json.entries.at(0).link == "https://news.example/7");
  const auto map = read(
      R"(<urlset xmlns:n="http://www.google.com/schemas/sitemap-news/0.9"><url><loc>https://s.example/1</loc>
<n:news><n:publication><n:name>S</n:name><n:language>en</n:language></n:publication><n:title>Hit</n:title>
<n:publication_date>2026-01-06</n:publication_date></n:news></url></urlset>)");
  CHECK(map.format == "sitemap");
  CHECK(map.entries.at(0).publication == "S");
  CHECK(date(map.entries.at(0).published) == "2026-01-06T00:00:00Z");
  CHECK(read("<sitemapindex><sitemap><loc>https://s.example/a.xml</loc></sitemap></sitemapindex>")
            .sitemaps.size() == 1);
  CHECK(read("https://s.example/1\nhttps://s.example/2\n").entries.size() == 2);
}

TEST_CASE("damage is read around and told") {
  const std::string item = "<item><title>A & B</title><link>https://n.example/1</link></item>";
  CHECK(read("junk <?xml version='1.0'?><rss><channel>" + item + "</channel></rss> more junk")
            .entries.size() == 1);
  CHECK(read("<rss><channel>" + item + item).entries.size() == 2);
  CHECK(read("<rss><channel>" + item + "<item><title>cut of").warnings.size() > 0);
  CHECK(read("<RSS><CHANNEL><ITEM><TITLE>U</TITLE></ITEM></CHANNEL></RSS>").entries.at(0).title ==
        "U");
  CHECK(read("<rss><channel><item><title>one<item><title>two</channel></rss>").entries.size() == 2);
  CHECK(read("<rss><channel><item><title>x<link>https://n.example/2</link></item></channel></rss>")
            .entries.at(0)
            .link == "https://n.example/2");
  CHECK(read("<rss><channel><item><title>a\x01\x02 "
             "&nbsp;&eacute;&#150;</title></item></channel></rss>")
            .entries.at(0)
            .title == "a \xC2\xA0é–");
  CHECK(read("<rss><channel><item><title>x</title><dc:date>2026-01-06</dc:date></item></channel></"
             "rss>")
            .entries.at(0)
            .published);
  CHECK(read("<rss><channel><item><title a=b c>x</b></title></item></channel></rss>")
            .entries.at(0)
            .title == "x");
  CHECK(read(R"({"version":"https://jsonfeed.org/version/1","items":[{"id":"1"},{"id":"2"},{"id":)")
            .entries.size() == 2);
}

TEST_CASE("one bad character costs a JSON feed no more than the item it spoils") {
  const auto feed = [](const std::string& second) {
    return read(
        R"({"version":"https://jsonfeed.org/version/1.1","items":[{"id":"1","title":"one"},)" +
        second + R"(,{"id":"3","title":"\"three\" {[ \ud83d\ude00"}]})");
  };
  const auto half_emoji = feed(R"({"id":"2","title":"half \ud83d"})");
  REQUIRE_EQ(half_emoji.entries.size(), 3);
  CHECK_EQ(half_emoji.entries[1].title, "half \uFFFD");
  CHECK_EQ(half_emoji.entries[2].title, "\"three\" {[ \U0001F600");
  CHECK_FALSE(half_emoji.warnings.empty());
  CHECK_EQ(feed("{\"id\":\"2\",\"title\":\"a\tb\"}").entries.at(1).title, "a b");
  for (const auto* bad : {R"({"id":"2","x":1e400})", R"({"id":"2",})", R"({"id":2 3})"}) {
    const auto rest = feed(bad);
    REQUIRE_EQ(rest.entries.size(), 2);
    CHECK_EQ(rest.entries[1].id, "3");
  }
}

TEST_CASE("as many categories as no article has are cut short") {
  std::string all;
  for (int i = 0; i < 5000; ++i) all += "<category>c" + std::to_string(i) + "</category>";
  const auto feed = read("<rss><channel><item><title>x</title>" + all + "</item></channel></rss>");
  CHECK_EQ(feed.entries.at(0).title, "x");
  CHECK_LT(feed.entries.at(0).categories.size(), 1000);
}

TEST_CASE("entities are never expanded and depth is bounded") {
  const auto bomb = read(
      "<!DOCTYPE rss [<!ENTITY a 'aaaaaaaaaa'><!ENTITY b "
      "'&a;&a;'>]><rss><channel><title>&b;</title></channel></rss>");
  CHECK(bomb.title == "&b;");
  CHECK(read("<!DOCTYPE r [<!ENTITY x SYSTEM "
             "'file:///etc/passwd'>]><rss><channel><title>&x;</title></channel></rss>")
            .title == "&x;");
  std::string deep = "<rss><channel><item><description>";
  for (int i = 0; i < 100000; ++i) deep += "<b>";
  CHECK(read(deep).entries.size() == 1);
  std::string nested = R"({"items":)";
  nested.append(100000, '[');
  CHECK_FALSE(read_feed({nested, "", ""}));
}

TEST_CASE("what is no feed is named") {
  CHECK(read_feed({"<!doctype html><html><body>no</body></html>", "", ""}).error().what ==
        "an HTML page, not a feed");
  CHECK(read_feed({"  ", "", ""}).error().what == "empty document");
  CHECK_FALSE(read_feed({"{\"a\":1}", "", ""}));
  CHECK_FALSE(read_feed({"\x1F\x8B\x08garbage", "", ""}));
  FeedInput few{"<rss><channel><item/><item/><item/></channel></rss>", "", ""};
  few.max_entries = 2;
  CHECK(read_feed(few)->entries.size() == 2);
}
