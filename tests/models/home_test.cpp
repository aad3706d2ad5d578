// "The government" without a country's name is that of the text's own country.
#include <algorithm>

#include "models/engine/annotate.h"
#include "models/engine/by_words.h"
#include "models/engine/decide.h"
#include "tests/models/shipped_model.h"

namespace chokepoint {
namespace {

Document document_of(const std::string& lang, const std::string& text) {
  Document document;
  document.lang = lang;
  document.text = text;
  return document;
}

std::string countries_in(const Document& document) {
  const auto& model = shipped_model();
  const auto text = annotate_text(model, document);
  std::string out;
  for (const auto& a : text.annotations)
    for (const auto c : countries_of(model, a))
      out += (out.empty() ? "" : " ") + model.countries[c].id;
  return out;
}

std::string agencies_in(const Document& document) {
  const auto& model = shipped_model();
  const auto text = annotate_text(model, document);
  std::string out;
  for (const auto& a : text.annotations)
    if (is_agency(a)) out += (out.empty() ? "" : " ") + model.agencies[a.meaning->index].id;
  return out;
}

}  // namespace

TEST_CASE("a bare government is that of the language's country, and of the script's") {
  CHECK(countries_in(document_of("ja", "政府は18日、輸出を禁じた。")) == "JP");
  CHECK(countries_in(document_of("ko", "정부는 18일 수출을 금지했다.")) == "KR");
  CHECK(countries_in(document_of("zh-Hans", "政府昨日宣布。")) == "CN");
  CHECK(countries_in(document_of("zh-Hant", "政府昨日宣布。")) == "TW");
}

TEST_CASE("an outlet's own country goes before its language's") {
  auto document = document_of("en", "The government banned the exports on Monday.");
  CHECK(countries_in(document).empty());
  document.country = "IN";
  CHECK(countries_in(document) == "IN");
}

TEST_CASE("a government named with its country is not the home one") {
  CHECK(countries_in(document_of("fr", "le gouvernement indonésien a suspendu")) == "ID");
  CHECK(countries_in(document_of("ko", "미국 행정부는 수출을 금지했다.")) == "US");
  CHECK(countries_in(document_of("ja", "地方政府は反対した。")).empty());
}

TEST_CASE("a ministry is not that of the country it acts on, where no spaces are written") {
  CHECK(agencies_in(document_of("zh-Hant", "財政部對越南水泥課反傾銷稅。")) == "TW.MOF");
  CHECK(agencies_in(document_of("zh-Hans", "越南财政部对水泥征收反倾销税。")) == "VN.FINANCE");
}

TEST_CASE("a bare ministry is that of the country whose news the headline tells") {
  auto document = document_of("ja", "財務省は21日、幹部12人の資産を凍結した。");
  document.title = "米、ソフトの販売を禁止";
  CHECK(agencies_in(document) == "US.TREASURY");
  document.text = "日本政府は懸念を示した。財務省は21日、影響を調べると述べた。";
  CHECK(agencies_in(document) == "JP.MOF");
  document.title = "対米輸出が減る";
  document.text = "財務省は21日、統計を発表した。";
  CHECK(agencies_in(document) == "JP.MOF");
}

TEST_CASE("a body that the headline's country is not known to have is not the home one either") {
  auto document =
      document_of("ru", "Правительство приняло постановление. Минсельхоз дал пояснения.");
  document.title = "Чад запретил вывоз пшеницы";
  CHECK(agencies_in(document).find("RU.") == std::string::npos);
  document.title = "Вывоз пшеницы запрещён";
  CHECK(agencies_in(document) == "RU.MINSELKHOZ");
}

TEST_CASE("a headline that begins with a country's goods is not that country's news") {
  auto document = document_of("zh-Hans", "商务部12日公布最终裁定，决定征收反补贴税。");
  document.title = "欧盟乳制品反补贴案终裁";
  CHECK(agencies_in(document) == "CN.MOFCOM");
}

TEST_CASE("in Chinese and Russian the bare government is that of the headline's country") {
  auto document = document_of("zh-Hant", "政府表示，此舉是為發展本土產業。");
  document.title = "馬來西亞禁止稀土出口";
  CHECK(countries_in(document) == "MY MY");
  document.text = "台灣仍在評估，政府表示，此舉影響有限。";
  CHECK(countries_in(document) == "MY TW TW");
}

TEST_CASE("the first name of a headline before a bare comma is of no list") {
  const auto lists_in = [](const std::string& lang, const std::string& title) {
    auto document = document_of(lang, "");
    document.title = title;
    std::string out;
    for (const auto& a : annotate_text(shipped_model(), document).annotations)
      if (!countries_of(shipped_model(), a).empty()) out += a.list < 0 ? "-" : "l";
    return out;
  };
  CHECK(lists_in("ko", "중국, 일본산 수산물 수입 금지") == "--");
  CHECK(lists_in("ja", "中国、日本・韓国産鋼板に関税") == "-ll");
  CHECK(lists_in("ja", "日本、米国が関税で合意") == "ll");
  CHECK(lists_in("en", "China, Japan agree on tariffs") == "ll");
}

TEST_CASE("a dateline that ends in a full stop is not taken for the lead") {
  auto document = document_of("es",
                              "Madrid, 11 dic (EFE).- México aprobó este miércoles un arancel del "
                              "50% a los autos chinos. La ley rige desde enero.");
  document.title = "México sube aranceles";
  document.published = parse_day("2025-12-11");
  const auto& model = shipped_model();
  const auto text = annotate_text(model, document);
  const auto moves = all_moves(model, text);
  const auto scene = make_scene(model, document, text, moves, false);
  const auto& lead = text.sentences[scene.first_body_sentence];
  CHECK(text.folded.text.substr(lead.start, lead.end - lead.start).find("aprobo") !=
        std::string::npos);
}

TEST_CASE("part of a rule tells a move after one told elsewhere, and nothing without it") {
  const auto& model = shipped_model();
  const auto told_last = [&](const std::string& text) {
    const auto annotated = annotate_text(model, document_of("en", text));
    const auto candidates = all_moves(model, annotated).candidates;
    return std::count_if(candidates.begin(), candidates.end(), [&](const Candidate& c) {
      return c.sentence + 1 == annotated.sentences.size();
    });
  };
  const std::string again = "Japan had imposed its own on South Korea in 2019.";
  CHECK(told_last("China imposed an export ban on gallium. " + again) > 0);
  CHECK(told_last(again) == 0);
}

}  // namespace chokepoint
