#include "feeds/site_rules.h"

#include <doctest/doctest.h>

using namespace chokepoint;

namespace {

std::string selected(std::string_view html, std::string_view selectors) {
  const auto page = Html::parse(html);
  REQUIRE(page);
  std::string out;
  for (const NodeId n : select(*page, selectors)) out += page->text(n) + ";";
  return out;
}

}  // namespace

TEST_CASE("selectors") {
  const std::string_view html =
      "<div class='a b'>1<p id=x>2</p></div><main><p data-q=t>3</p></main><p>4</p>";
  CHECK(selected(html, "div.a") == "1 2;");
  CHECK(selected(html, ".b.a") == "1 2;");
  CHECK(selected(html, ".ab") == "");
  CHECK(selected(html, "#x") == "2;");
  CHECK(selected(html, "div p") == "2;");
  CHECK(selected(html, "main p, #x") == "2;3;");
  CHECK(selected(html, "p[data-q=t]") == "3;");
  CHECK(selected(html, "[data-q]") == "3;");
  CHECK(selected(html, "[class*=a]") == "1 2;");
  CHECK(selected(html, "p") == "2;3;4;");
  CHECK(selected(html, "") == "");
  CHECK(selected(html, "[") == "");
}

TEST_CASE("the rule of the nearest domain") {
  REQUIRE(rule_for("www.mofcom.gov.cn") != nullptr);
  CHECK(rule_for("www.mofcom.gov.cn")->domain == "mofcom.gov.cn");
  CHECK(rule_for("gov.cn")->domain == "gov.cn");
  CHECK(rule_for("unknown.example") == nullptr);
  CHECK(rule_for("") == nullptr);
}
