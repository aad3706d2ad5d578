// Undoes Content-Encoding: gzip, deflate, br and zstd, one on top of the other where a server
// stacks them. Stops at a limit, so that a small bomb stays small.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

#include "models/core/result.h"

namespace chokepoint {

// What we can undo, as an Accept-Encoding value.
inline constexpr std::string_view kAcceptEncoding = "gzip, deflate, br, zstd";

// `encoding` is the header's value; empty and "identity" give the body back.
Result<std::string> inflate_body(std::string body, std::string_view encoding, std::size_t limit);

// One gzip file of any number of members; for sitemaps that are gzip without saying so.
Result<std::string> inflate_gzip(std::string_view body, std::size_t limit);

}  // namespace chokepoint
