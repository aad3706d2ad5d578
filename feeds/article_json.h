// The text of a page that is drawn by scripts from data it carries along: the longest run of prose
// in a JSON value, and the date of publication beside it.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "feeds/html.h"
#include "feeds/metadata.h"

namespace chokepoint {

// Paragraphs, one a line; empty where no script holds an article.
std::string text_in_json(const Html& page);

// Of "datePublished" and its like, anywhere in the page's source.
std::optional<PageDate> date_in_json(std::string_view html);

}  // namespace chokepoint
