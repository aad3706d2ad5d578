// A document line as nearly all are: one flat object of strings. Read without the tree a JSON
// library builds; whatever is out of the ordinary is left to gold.h, which also says what is wrong.
#pragma once

#include <optional>
#include <string_view>

#include "models/core/document.h"

namespace chokepoint {

// Absent: not so plain; the line may still be a document. `published` is read into both its fields.
std::optional<Document> read_plain_line(std::string_view line);

}  // namespace chokepoint
