// Bytes to UTF-8. The byte order mark, the HTTP header, the XML declaration and <meta> are asked in
// this order, then the bytes themselves; a declaration that the bytes contradict is overruled.
// Languages are told elsewhere.
#pragma once

#include <string>
#include <string_view>

namespace chokepoint {

struct Decoded {
  std::string
      text;  // well-formed UTF-8 without byte order mark or NUL; U+FFFD for what could not be read
  std::string encoding;   // WHATWG name, lower case ("gbk", "windows-1252"); a few more where only
                          // those fit ("ibm855")
  bool repaired = false;  // the declaration was wrong and another encoding was used
};

// `content_type` is the HTTP header as received, or empty. `html`: look for <meta>, and take
// windows-1252 where nothing speaks; without it look for an XML declaration, and take UTF-8.
Decoded decode_bytes(std::string_view bytes, std::string_view content_type, bool html);

// Of `encoding` for certain: no header, no declaration, no second thoughts.
std::string decode_as(std::string_view bytes, std::string_view encoding);

struct Sniffed {
  enum class Source { Bom, Http, Xml, Meta, Bytes };
  std::string encoding;
  Source source = Source::Bytes;
};

// What decode_bytes would start from: the declaration that counts, else the guess.
Sniffed sniff(std::string_view bytes, std::string_view content_type, bool html);

// The guess alone, from byte statistics; empty where every byte is ASCII.
std::string guess_encoding(std::string_view bytes);

// The WHATWG name behind a label ("latin1" -> "windows-1252"); empty for an unknown one.
std::string_view encoding_of_label(std::string_view label);

// True for bytes that begin like an HTML page rather than like XML, JSON or plain text.
bool looks_like_html(std::string_view bytes);

}  // namespace chokepoint
