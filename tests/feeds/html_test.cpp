#include "feeds/html.h"

#include <doctest/doctest.h>

#include "feeds/html_blocks.h"
#include "feeds/html_strip.h"

using namespace chokepoint;

namespace {

std::vector<std::string> lines(std::string_view html) {
  const auto page = Html::parse(html);
  REQUIRE(page);
  std::vector<std::string> out;
  for (const auto& b : read_blocks(*page, 0, std::vector<char>(page->size(), 0)))
    out.push_back(b.text);
  return out;
}

using Lines = std::vector<std::string>;

}  // namespace

TEST_CASE("a page is a flat tree in document order") {
  const auto page = Html::parse("<p id=x class='a b'>one<b>two</b></p><p>three &amp; &#x4E2D;</p>");
  REQUIRE(page);
  const NodeId p = page->first(Tag::P);
  REQUIRE(p != kNoNode);
  CHECK(page->attr(p, "id") == "x");
  CHECK(page->attr(p, "class") == "a b");
  CHECK(page->attr(p, "none").empty());
  CHECK(page->text(p) == "onetwo");
  CHECK((*page)[p].end == p + 4);
  CHECK(page->text(0) == "onetwo three & 中");
  CHECK(page->inside(p, Tag::Body));
}

TEST_CASE("any bytes are a page") {
  for (const std::string_view html : {"", "<", "<!--", "<a", "<table><p><tr><b></table>",
                                      "\xFF\xFE\x00", "</html></body>x", "<svg><p>"}) {
    CAPTURE(html);
    CHECK(Html::parse(html));
  }
  CHECK(Html::parse(std::string(20000, '<')));
  std::string deep;
  for (int i = 0; i < 20000; ++i) deep += "<div>";
  const auto page = Html::parse(deep + "x");
  REQUIRE(page);
  CHECK(page->text(0) == "x");
  CHECK_FALSE(Html::parse(std::string(17U << 20U, 'x')));
}

TEST_CASE("blocks are paragraphs, items and rows") {
  CHECK(lines("<div>a <i>b</i>c<br>d<p>e</p>f</div>") == Lines{"a bc", "d", "e", "f"});
  CHECK(lines("<ul><li>one<li>two <a href=/>three</a></ul>") == Lines{"one", "two three"});
  CHECK(lines("<table><tr><th>Item<th>HS code<tr><td>Gallium<td>8112.92</table>") ==
        Lines{"Item | HS code", "Gallium | 8112.92"});
  CHECK(lines("<script>var x</script><p>a\n\n b&nbsp;c<style>p{}</style></p>") == Lines{"a b c"});
  CHECK(lines("<p><ruby>輸<rt>ゆ</rt>出<rt>しゅつ</rt></ruby>規制</p>") == Lines{"輸出規制"});
}

TEST_CASE("a page nested deeper than browsers follow is read, and its text kept") {
  for (const std::string tag : {"div", "b", "ul><li", "a><div"}) {
    std::string html = "<p>before</p>";
    for (int i = 0; i < 100000; ++i) html += "<" + tag + ">";
    html += "inside";
    const auto page = Html::parse(html);
    REQUIRE(page);
    std::string text;
    for (NodeId n = 0; n < page->size(); ++n)
      if ((*page)[n].tag == Tag::Text) text += (*page)[n].text;
    CHECK_EQ(text, "beforeinside");
  }
}

TEST_CASE("only what nests too deep is cut") {
  const std::string closed = "<div><b>x</b></div>";
  std::string many;
  for (int i = 0; i < 2000; ++i) many += closed + "<p><li><br><img src='a>b'>";
  CHECK_EQ(with_bounded_depth(many), many);
  std::string deep;
  for (int i = 0; i < 600; ++i) deep += "<div>";
  deep += "x";
  for (int i = 0; i < 600; ++i) deep += "</div>";
  const auto cut = with_bounded_depth(deep + closed);
  CHECK_EQ(cut.size(), 512 * 11 + 1 + closed.size());
  CHECK(cut.ends_with(closed));
  const std::string script = "<script>" + deep + "</script>";
  CHECK_EQ(with_bounded_depth(script), script);
}

TEST_CASE("scripts are cut before parsing, and nothing else") {
  CHECK(without_scripts("a<script>x<p></script>b<STYLE>p{}</style>c") ==
        "a<script></script>b<STYLE></style>c");
  CHECK(without_scripts("<script type=\"application/ld+json\">{}</script>") ==
        "<script type=\"application/ld+json\">{}</script>");
  CHECK(without_scripts("a<!-- <script> -->b</script>") == "ab</script>");
  CHECK(without_scripts("<a title='<script>'>text</a><p>more</p>") ==
        "<a title='<script>'>text</a><p>more</p>");
  CHECK(without_scripts("<a title=\"a > b\">text</a>") == "<a title=\"a > b\">text</a>");
  CHECK(without_scripts("<svg/>text<svg><title>t</title></svg>") == "<svg/>text<svg></svg>");
  CHECK(without_scripts("<scripture>kept</scripture> 1 < 2") ==
        "<scripture>kept</scripture> 1 < 2");
  CHECK(without_scripts("a<!-- open") == "a");
  CHECK(without_declarations("<!DOtur a><?xml b?>c<!-- d -->e<script><!-- f --></script>") ==
        "ce<script><!-- f --></script>");
  for (const std::string_view html : {"<script>", "<", "<a", "<script", "</script>", "<a href='"}) {
    CAPTURE(html);
    CHECK(without_scripts(html).starts_with(html.substr(0, 2)));
  }
}
