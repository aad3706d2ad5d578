// Surface forms: what a notation stands for, and where a form counts as found.
#include <string>
#include <utility>
#include <vector>

#include <doctest/doctest.h>

#include "models/core/fold.h"
#include "models/engine/form_index.h"

namespace chokepoint {
namespace {

std::string spellings(const std::string& notation) {
  const auto forms = expand_form(notation);
  if (!forms) return "error: " + forms.error().what;
  std::string out;
  for (const auto& f : *forms) {
    out += (out.empty() ? "" : "|") + std::string(f.open_start ? "*" : "") + f.text +
           (f.open_end ? "*" : "");
    if (f.after_gap == nullptr) continue;
    std::string between = "...";
    for (const auto& gap : *f.after_gap) out += std::exchange(between, ",") + gap;
  }
  return out;
}

// How often the notations are found in `text`.
std::size_t found_any(const std::vector<std::string>& notations, const std::string& text) {
  FormIndex index;
  for (const auto& notation : notations) {
    const auto forms = expand_form(notation);
    REQUIRE(forms);
    for (const auto& f : *forms) index.add(f, 1, 0);
  }
  index.build();
  auto folded = fold_text(text);
  hyphens_to_spaces(folded);
  return index.scan(folded, 1).size();
}
std::size_t found(const std::string& notation, const std::string& text) {
  return found_any({notation}, text);
}

}  // namespace

TEST_CASE("a notation stands for every spelling in turn") {
  CHECK(spellings("sanction(/s/ed)") == "sanction|sanctions|sanctioned");
  CHECK(spellings("(Zoll/Straf)tarif(/e)") == "zolltarif|zolltarife|straftarif|straftarife");
  CHECK(spellings("*verbot*") == "*verbot*");
  CHECK(spellings("put ... on hold") == "put...on hold");
  CHECK(spellings("(put/puts) ... (on hold/*halt)") == "put...on hold,*halt|puts...on hold,*halt");
  CHECK(spellings("put ... (/on hold)") == "put");
  CHECK(spellings("(put ... on hold/suspend)(s/)") ==
        "put...on holds|put...on hold|suspends|suspend");
  CHECK(spellings("anti-dumping") == spellings("anti dumping"));
}

TEST_CASE("a notation that cannot be read says why") {
  CHECK(spellings("put ... on ... hold").find("a second '...'") != std::string::npos);
  CHECK(spellings("ban(/s").find("'(' without its ')'") != std::string::npos);
  CHECK(spellings("ban)").find("')' without its '('") != std::string::npos);
  CHECK(spellings("a(b(c))").find("parentheses inside") != std::string::npos);
  CHECK(spellings("").find("stands for nothing") != std::string::npos);
  CHECK(spellings("a*b").find("'*' may only") != std::string::npos);
}

TEST_CASE("a Latin or Cyrillic form is a word of its own") {
  CHECK(found("ban", "A ban on exports.") == 1);
  CHECK(found("ban", "Bank of urban Albania") == 0);
  CHECK(found("запрет", "Запрет введён") == 1);
  CHECK(found("запрет", "запретить") == 0);
  CHECK(found("*verbot", "das Ausfuhrverbot") == 1);
  CHECK(found("*verbot", "verboten") == 0);
  CHECK(found("verbot*", "verboten") == 1);
}

TEST_CASE("a Han or Hangul form is found inside a run, a particle after it") {
  CHECK(found("出口", "中国限制出口管制") == 1);
  CHECK(found("금지", "수출을 금지했다") == 1);
  CHECK(found("輸出規制", "对日本の輸出規制を") == 1);
}

TEST_CASE("hyphen and space are one, and accents do not matter") {
  CHECK(found("anti dumping", "an anti-dumping duty") == 1);
  CHECK(found("enquête", "une enquete") == 1);
  CHECK(found("中国", "Mainland 中國") == 1);
}

TEST_CASE("a gap is bridged within the clause alone") {
  CHECK(found("put ... on hold", "They put the new rule on hold.") == 1);
  CHECK(found("put ... on hold", "They put it off. The rule is on hold.") == 0);
  CHECK(found("put ... (on/to) hold", "They put to hold the rule that was put on hold.") == 2);
  CHECK(found("limit ... exports", "It limits to 150.000 tonnes the exports of coal") == 0);
  CHECK(found("limits ... exports", "It limits to 150.000 tonnes the exports of coal") == 1);
}

TEST_CASE("behind a gap Korean may write spaces that the form has not, and the other way round") {
  CHECK(found("관세를 ... 로 내렸", "관세를 10%로 내렸다") == 1);
  CHECK(found("관세를 ... 로 내렸", "관세를 10%로내렸다") == 1);
  CHECK(found("관세를 ... 로 내렸", "관세를 10%로 올렸다") == 0);
  CHECK(found("снял ... с января", "снял пошлины сянваря") == 0);
}

TEST_CASE("the last syllable of a Korean word and the next word make no form") {
  CHECK(found("질소", "브라질 소고기를 다시 받는다") == 0);
  CHECK(found("질소", "요소와 질 소") == 1);
  CHECK(found("반덤핑관세", "철강반덤핑 관세를 매겼다") == 1);
}

TEST_CASE("a form that goes on with a space hides none that goes on without it") {
  CHECK(found_any({"수출 5개", "수출통제"}, "정부는 수출 통제를 강화했다") == 1);
  CHECK(found_any({"수출 5개", "수출통제"}, "정부는 수출 5개 품목을 정했다") == 1);
}

TEST_CASE("what follows a gap may be open, and need not be the first that looks like it") {
  CHECK(found("снял ... пошлин*", "снял с января пошлины") == 1);
  CHECK(found("снял ... пошлин", "снял с января пошлины") == 0);
  CHECK(found("hebt ... auf", "hebt den Aufschlag auf") == 1);
  CHECK(found("legt ... *verbot", "legt ein Ausfuhrverbot vor") == 1);
}

TEST_CASE("a hyphen before a space is no letter") {
  CHECK(found("Entwicklungs und Reform*", "die Entwicklungs- und Reformkommission") == 1);
}

}  // namespace chokepoint
