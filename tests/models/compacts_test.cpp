// The short forms of countries in Chinese, on the model as shipped: which characters name one.
#include "models/engine/compacts.h"

#include <string>

#include <doctest/doctest.h>

#include "models/engine/coder.h"

namespace chokepoint {
namespace {

const Model& model() {
  static const auto loaded = [] {
    auto result = load_model({std::string(SOURCE_DIR) + "/models/data"});
    if (!result) FAIL(result.error().line());
    return std::move(*result);
  }();
  return *loaded;
}

// "US:美 CN:对华", in the order of the title; the same country told twice at one place once.
std::string countries_in(const std::string& title, const std::string& lang = "zh-Hans") {
  Document document;
  document.lang = lang;
  document.title = title;
  const auto t = annotate_text(model(), document);
  std::string out, last;
  for (const auto& a : t.annotations) {
    if (a.meaning->kind != Meaning::Kind::Country) continue;
    const auto id = model().countries[a.meaning->index].id;
    if (id == last) continue;
    out += (out.empty() ? "" : " ") + id;
    last = id;
  }
  return out;
}

}  // namespace

TEST_CASE("a character with its particle names a country") {
  CHECK(countries_in("中方对日加征关税") == "CN JP");
  CHECK(countries_in("禁止输美商品") == "US");
}

TEST_CASE("a short form gives way to the longer name that begins inside it") {
  CHECK(countries_in("就对印尼镍矿提出申诉") == "ID");
  CHECK(countries_in("称对澳门与对新西兰一视同仁") == "MO NZ");
}

TEST_CASE("a name that is a short form with a particle too is told once, and parts no list") {
  Document document;
  document.lang = "zh-Hans";
  document.text = "商务部对泰国、美国、日本的产品课征反倾销税。";
  const auto t = annotate_text(model(), document);
  std::vector<const Annotation*> names;
  for (const auto& a : t.annotations)
    if (a.meaning->kind == Meaning::Kind::Country && a.meaning->naming != Naming::Home)
      names.push_back(&a);
  REQUIRE(names.size() == 3);
  CHECK(names[0]->list >= 0);
  CHECK(names[1]->list == names[0]->list);
  CHECK(names[2]->list == names[0]->list);
  CHECK(names[0]->before != 0);
  CHECK(names[2]->before == names[0]->before);
}

TEST_CASE("parts of ordinary words name nobody") {
  CHECK(countries_in("修订出口管制法，在加强审查方面从中获益").empty());
  CHECK(countries_in("最新方案在法院受阻").empty());
}

TEST_CASE("a lone character names a country where it opens a headline before a word of the trade") {
  CHECK(countries_in("美扩大晶片禁令") == "US");
  CHECK(countries_in("美对华加征关税") == "US CN");
  CHECK(countries_in("加征关税引发争议").empty());
  CHECK(countries_in("本月12日禁止进口").empty());
}

TEST_CASE("short verbs beside a short form make a name of it, the ends of other words do not") {
  CHECK(countries_in("多家工厂停止销美并转而购俄") == "US RU");
  CHECK(countries_in("美禁售俄煤") == "US RU");
  CHECK(countries_in("采购法修订，销售中的期限日").empty());
}

TEST_CASE("lone characters name countries where they make a list") {
  CHECK(countries_in("禁止从澳、加、法、印等国进口煤炭") == "AU CA FR IN");
  CHECK(countries_in("美对日、韩、台钢铁加征关税") == "US JP KR TW");
  CHECK(countries_in("大、中、小企业与中、法院").empty());
}

TEST_CASE("a day of the month names no country") {
  CHECK(countries_in("미국, 4일 유럽산 철강에 관세 부과", "ko") == "US EU");
  CHECK(countries_in("한국, 일본 수출 규제", "ko") == "KR JP");
}

}  // namespace chokepoint
