// Run by the build: writes ICU's Traditional-Simplified pairs as rows of a C++ table, in order.
#include <cstdio>
#include <memory>

#include <unicode/translit.h>
#include <unicode/uchar.h>
#include <unicode/unistr.h>

int main() {
  UErrorCode status = U_ZERO_ERROR;
  const std::unique_ptr<icu::Transliterator> simplify(
      icu::Transliterator::createInstance("Traditional-Simplified", UTRANS_FORWARD, status));
  if (U_FAILURE(status)) {
    std::fprintf(stderr, "ICU: %s\n", u_errorName(status));
    return 1;
  }
  for (UChar32 c = 0x3400; c < 0x40000; ++c) {
    if (u_hasBinaryProperty(c, UCHAR_IDEOGRAPHIC) == 0) continue;
    icu::UnicodeString text(c);
    simplify->transliterate(text);
    if (text.char32At(0) == c) continue;
    if (text.countChar32() != 1) {
      std::fprintf(stderr, "U+%04X becomes several characters\n", static_cast<unsigned>(c));
      return 1;
    }
    std::printf("{0x%X, 0x%X},\n", static_cast<unsigned>(c),
                static_cast<unsigned>(text.char32At(0)));
  }
}
