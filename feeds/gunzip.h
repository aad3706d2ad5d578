// Gzip files, which sitemaps are and feeds sometimes are on top of what HTTP unpacked.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

#include "models/core/result.h"

namespace chokepoint {

bool is_gzip(std::string_view bytes);
// All members of the file; an error for damage, and for more than `limit` bytes.
Result<std::string> gunzip(std::string_view bytes, std::size_t limit);

}  // namespace chokepoint
