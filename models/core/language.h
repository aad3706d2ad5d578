// Which language a text is written in, told from its script and its commonest words; CLD2 is asked
// only where those do not decide. Short titles are enough. What a page declares about itself is for
// feeds/ to weigh.
#pragma once

#include <string>
#include <string_view>

namespace chokepoint {

// A BCP 47 tag: en, zh-Hans, zh-Hant, ja, ko, de, fr, es, ru, or another; empty where the text
// holds no letters.
std::string detect_language(std::string_view utf8);

// A declared tag in the form we use: "de_AT" -> "de", "zh-TW" -> "zh-Hant", "zh" -> "zh", "EN-us"
// -> "en"; empty for what is no language tag.
std::string language_of_tag(std::string_view declared);

// Whether a text all in Han characters is zh-Hans, zh-Hant or ja, from which character sets hold
// its characters.
std::string detect_han_language(std::string_view utf8);

}  // namespace chokepoint
