#include "models/core/encoding.h"

#include <algorithm>
#include <array>
#include <memory>
#include <vector>

#include <unicode/ucnv.h>
#include <unicode/ucnv_cb.h>
#include <unicode/ustring.h>

#include "models/core/encoding_declared.h"
#include "models/core/encoding_guess.h"
#include "models/core/johab.h"
#include "models/core/utf8.h"

namespace chokepoint {
namespace {

// Where ICU's own table of the standard's name is not the one browsers use.
std::string icu_name(std::string_view encoding) {
  constexpr std::array<std::array<std::string_view, 2>, 12> kNames{{
      {"gbk", "gb18030"},
      {"big5", "Big5-HKSCS"},
      {"euc-kr", "windows-949-2000"},
      {"shift_jis", "ibm-943_P15A-2003"},
      {"iso-8859-8-i", "iso-8859-8"},
      {"iso-8859-16", "iso-8859-2"},  // ICU has none; the nearest
      {"x-mac-cyrillic", "macos-7_3-10.2"},
      {"windows-874", "windows-874-2000"},
      {"hz-gb-2312", "HZ"},
      {"x-user-defined", "windows-1252"},
      {"ibm855", "ibm-855_P100-1995"},
      {"koi8-u", "ibm-1168_P100-2002"},
  }};
  for (const auto& row : kNames)
    if (row[0] == encoding) return std::string(row[1]);
  return std::string(encoding);
}

// A pair that is no character is one U+FFFD, but an ASCII byte in it stands for itself: else a
// stray lead byte would eat the '<' after it, and with it the markup.
void U_CALLCONV keep_ascii(const void*, UConverterToUnicodeArgs* args, const char* units,
                           std::int32_t length, UConverterCallbackReason reason,
                           UErrorCode* error) {
  if (reason > UCNV_IRREGULAR) return;
  *error = U_ZERO_ERROR;
  std::array<UChar, 2> out{0xFFFD, 0};
  std::int32_t size = 1;
  if (length > 1 && static_cast<unsigned char>(units[length - 1]) < 0x80) {
    out[1] = static_cast<UChar>(units[length - 1]);
    size = 2;
  }
  ucnv_cbToUWriteUChars(args, out.data(), size, 0, error);
}

std::string decode_with_icu(std::string_view bytes, const std::string& name) {
  UErrorCode error = U_ZERO_ERROR;
  const std::unique_ptr<UConverter, decltype(&ucnv_close)> converter(
      ucnv_open(name.c_str(), &error), ucnv_close);
  if (U_FAILURE(error)) return valid_utf8(bytes);
  ucnv_setToUCallBack(converter.get(), keep_ascii, nullptr, nullptr, nullptr, &error);
  std::string out;
  out.reserve(bytes.size() + bytes.size() / 2);
  std::array<UChar, 4096> units;
  const char* source = bytes.data();
  const char* const end = source + bytes.size();
  std::u16string wide;
  wide.reserve(bytes.size());
  do {
    error = U_ZERO_ERROR;
    UChar* target = units.data();
    ucnv_toUnicode(converter.get(), &target, units.data() + units.size(), &source, end, nullptr, 1,
                   &error);
    wide.append(units.data(), target);
  } while (error == U_BUFFER_OVERFLOW_ERROR);
  error = U_ZERO_ERROR;
  std::int32_t size = 0;
  out.resize(wide.size() * 3);
  u_strToUTF8WithSub(out.data(), static_cast<std::int32_t>(out.size()), &size, wide.data(),
                     static_cast<std::int32_t>(wide.size()), 0xFFFD, nullptr, &error);
  out.resize(U_SUCCESS(error) ? static_cast<std::size_t>(size) : 0);
  std::erase(out, '\0');
  return out;
}

bool is_cjk(std::string_view name) {
  return name == "gbk" || name == "gb18030" || name == "big5" || name == "euc-jp" ||
         name == "shift_jis" || name == "euc-kr" || name == "euc-tw" || name == "johab";
}

bool is_wide(std::string_view name) {
  return name.starts_with("utf-16") || name.starts_with("utf-32");
}

// Western text has single accented letters between ASCII ones; other scripts have runs of high
// bytes.
bool runs_of_high_bytes(std::string_view bytes) {
  std::size_t high = 0;
  std::size_t runs = 0;
  bool inside = false;
  for (const char c : bytes) {
    const bool now = static_cast<unsigned char>(c) >= 0x80;
    high += now ? 1 : 0;
    runs += now && !inside ? 1 : 0;
    inside = now;
  }
  return runs > 4 && high > runs * 3;
}

// The encoding the bytes are really in, where they contradict `declared`; empty where they do not.
std::string overruled(std::string_view bytes, std::string_view declared) {
  const auto window = bytes.substr(0, 262144);
  if (is_wide(declared)) {
    const auto guess = guess_encoding(window);
    return window.find('\0') == std::string_view::npos ? (guess.empty() ? "utf-8" : guess) : "";
  }
  const bool ascii = std::all_of(window.begin(), window.end(),
                                 [](char c) { return static_cast<unsigned char>(c) < 0x80; });
  if (ascii) {
    const auto guess = guess_encoding(window);
    return guess == "iso-2022-jp" && declared != guess ? guess : "";
  }
  const auto utf8 = count_utf8(window);
  if (declared == "utf-8") return utf8.errors * 20 <= utf8.sequences ? "" : guess_encoding(window);
  const bool cjk = is_cjk(declared);
  if (utf8.errors == 0 && utf8.sequences > 0 && (!cjk || utf8.longer > 0 || utf8.sequences > 3))
    return "utf-8";
  if (utf8.sequences > 0 && utf8.errors * 50 <= utf8.sequences) return "utf-8";
  const auto best = best_cjk(window);
  if (cjk) {
    const auto now = fit_cjk(window, declared);
    const bool broken = now.errors * 20 > now.characters;
    if (overwhelming(best) && best.encoding != now.encoding &&
        best.score > now.score + (broken ? 0.1 : 0.3))
      return std::string(best.encoding);
    return broken && now.errors > 8 && !convincing(best) ? guess_encoding(window) : "";
  }
  if (!runs_of_high_bytes(window)) return "";
  if (overwhelming(best)) return std::string(best.encoding);
  return declared == "windows-1252" ? guess_encoding(window) : "";
}

}  // namespace

std::string decode_as(std::string_view bytes, std::string_view encoding) {
  if (encoding.empty() || encoding == "utf-8") {
    const auto count = count_utf8(bytes);
    return count.errors == 0 && bytes.find('\0') == std::string_view::npos &&
                   (bytes.empty() || static_cast<unsigned char>(bytes.back()) < 0x80)
               ? std::string(bytes)
               : valid_utf8(bytes);
  }
  if (encoding == "johab") return decode_johab(bytes);
  return decode_with_icu(bytes, icu_name(encoding));
}

Sniffed sniff(std::string_view bytes, std::string_view content_type, bool html) {
  if (const auto mark = byte_order_mark(bytes); !mark.encoding.empty())
    return {std::string(mark.encoding), Sniffed::Source::Bom};
  if (const auto said = charset_of_header(content_type); !said.empty())
    return {std::string(said), Sniffed::Source::Http};
  if (const auto said = html ? charset_of_meta(bytes) : charset_of_xml(bytes); !said.empty())
    return {std::string(said), html ? Sniffed::Source::Meta : Sniffed::Source::Xml};
  if (const auto said = html ? charset_of_xml(bytes) : std::string_view(); !said.empty())
    return {std::string(said), Sniffed::Source::Xml};
  auto guess = guess_encoding(bytes);
  if (guess.empty()) guess = html ? "windows-1252" : "utf-8";
  return {std::move(guess), Sniffed::Source::Bytes};
}

Decoded decode_bytes(std::string_view bytes, std::string_view content_type, bool html) {
  auto said = sniff(bytes, content_type, html);
  Decoded out;
  if (said.source == Sniffed::Source::Bom) {
    bytes.remove_prefix(byte_order_mark(bytes).size);
  } else if (said.source != Sniffed::Source::Bytes) {
    // A header that is wrong is often beside a <meta> or an XML declaration that is right, but the
    // bytes know best.
    if (auto right = overruled(bytes, said.encoding); !right.empty() && right != said.encoding) {
      said.encoding = std::move(right);
      out.repaired = true;
    }
  }
  out.text = decode_as(bytes, said.encoding);
  if (out.text.starts_with("\xEF\xBB\xBF")) out.text.erase(0, 3);
  out.encoding = std::move(said.encoding);
  return out;
}

}  // namespace chokepoint
