// Texts in the store, compressed. zstd stays in compress.cpp.
#pragma once

#include <string>
#include <string_view>

namespace chokepoint {

std::string compress(std::string_view text);
std::string decompress(std::string_view bytes);  // throws StorageError when damaged

}  // namespace chokepoint
