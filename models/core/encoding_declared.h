// What a document says of its own encoding: byte order mark, header, XML declaration, <meta>.
// Whether to believe it is encoding.cpp's decision.
#pragma once

#include <string_view>

namespace chokepoint {

struct ByteOrderMark {
  std::string_view encoding;  // empty: none
  std::size_t size = 0;
};

ByteOrderMark byte_order_mark(std::string_view bytes);
// Each answers a WHATWG name, or empty.
std::string_view charset_of_header(std::string_view content_type);
std::string_view charset_of_xml(std::string_view bytes);
std::string_view charset_of_meta(std::string_view bytes);

}  // namespace chokepoint
