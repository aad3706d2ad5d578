// Text out of markup: character references, tags taken away, white space folded. No document
// structure here.
#pragma once

#include <string>
#include <string_view>

namespace chokepoint {

// The code point of "amp", "nbsp", "eacute" ...; 0 for an unknown name.
char32_t named_character(std::string_view name);

// Character references replaced once. A lone '&' and an unknown name stay as they are; nothing is
// ever expanded twice.
std::string decode_references(std::string_view s);

// As a reader would see it in one line: tags and comments gone, references replaced, white space
// folded.
std::string plain_text(std::string_view html);

std::string_view trimmed(std::string_view s);
std::string folded_space(std::string_view s);
std::string lowered(std::string_view s);
bool same_word(std::string_view a, std::string_view b);  // ASCII case ignored

// True where the text holds a tag or a character reference, so that it is HTML rather than words.
bool has_markup(std::string_view s);

}  // namespace chokepoint
