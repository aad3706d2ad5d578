// From an entry, and the page behind it where there is one, to the Document that is coded.
#pragma once

#include <string>
#include <string_view>

#include "feeds/article.h"
#include "models/core/document.h"
#include "models/core/feed.h"
#include "storage/feeds_store.h"

namespace chokepoint {

// Markup to plain text, paragraphs one a line.
std::string text_of_markup(std::string_view html);

// What the feed alone says.
Document document_of_entry(const SeenEntry& entry, const FeedSource& source);
// What the page says; where it is a stub, the feed's summary stands for the text.
Document document_of_page(const SeenEntry& entry, const FeedSource& source, const Article& page);

}  // namespace chokepoint
