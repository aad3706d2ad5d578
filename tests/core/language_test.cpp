#include "models/core/language.h"

#include <doctest/doctest.h>

using chokepoint::detect_language;
using chokepoint::language_of_tag;

namespace {

struct Case {
  const char* lang;
  const char* text;
};

// Titles, the hardest case: a headline has few grammar words.
const Case kTitles[] = {
    {"en", "China bans export of gallium and germanium to United States"},
    {"en", "US widens chip curbs"},
    {"en", "Tokyo protests over rare earth squeeze"},
    {"zh-Hans", "中国宣布对镓、锗实施出口管制"},
    {"zh-Hans", "商务部：对原产于日本的进口二氯二氢硅发起反倾销调查"},
    {"zh-Hant", "中國宣布對鎵、鍺實施出口管制"},
    {"zh-Hant", "台灣經濟部將華為列入出口管制名單"},
    {"zh-Hans", "日本限制半导体设备出口"},
    {"ja", "中国、レアアースの対日輸出を規制"},
    {"ja", "対中輸出規制強化"},
    {"ja", "経済産業省、半導体製造装置の輸出管理を強化"},
    {"ko", "중국, 희토류 수출 통제 강화"},
    {"ko", "美, 대중 반도체 수출규제 확대"},
    {"de", "China verhängt Exportverbot für Gallium"},
    {"de", "EU leitet Antidumping-Untersuchung ein"},
    {"de", "Peking verschärft die Kontrollen"},
    {"fr", "Pékin interdit les exportations de gallium vers les États-Unis"},
    {"fr", "Bruxelles ouvre une enquête antidumping"},
    {"es", "China prohíbe la exportación de galio a Estados Unidos"},
    {"es", "Bruselas impone aranceles a los coches eléctricos"},
    {"ru", "Китай запретил экспорт галлия в США"},
    {"ru", "Россия вводит ограничения на вывоз титана"},
    {"uk", "Китай заборонив експорт галію до США і Європи"},
    {"it", "La Cina vieta le esportazioni di gallio verso gli Stati Uniti"},
    {"pt", "A China proíbe as exportações de gálio para os Estados Unidos"},
    {"nl", "China verbiedt de uitvoer van gallium naar de Verenigde Staten"},
};

}  // namespace

TEST_CASE("the language of a headline") {
  for (const auto& c : kTitles) {
    CAPTURE(c.text);
    CHECK(detect_language(c.text) == c.lang);
  }
}

TEST_CASE("foreign names and quotations do not change the language of a text") {
  CHECK(detect_language(
            "商务部新闻发言人表示，ASML、TSMC、Samsung Electronics 和 Nvidia 都受到影响。") ==
        "zh-Hans");
  CHECK(detect_language(
            "The ministry (商务部) said on Tuesday that the rules would apply to all exporters.") ==
        "en");
  CHECK(detect_language("日本の経済産業省は「出口管制法」について説明した。") == "ja");
}

TEST_CASE("what has no letters has no language, and broken bytes are no trap") {
  CHECK(detect_language("").empty());
  CHECK(detect_language(" 12,5 % -- 2026").empty());
  CHECK_NOTHROW(detect_language("\xE4\xB8"));
  CHECK_NOTHROW(detect_language("\xC3"));
  CHECK_NOTHROW(detect_language(std::string(100000, '\xFF')));
}

TEST_CASE("declared tags") {
  CHECK(language_of_tag("de_AT") == "de");
  CHECK(language_of_tag("EN-us") == "en");
  CHECK(language_of_tag("zh-TW") == "zh-Hant");
  CHECK(language_of_tag("zh-Hans-CN") == "zh-Hans");
  CHECK(language_of_tag("zh") == "zh");
  CHECK(language_of_tag("jp") == "ja");
  CHECK(language_of_tag("<% lang %>").empty());
  CHECK(language_of_tag("").empty());
}
