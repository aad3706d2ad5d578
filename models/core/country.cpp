#include "models/core/country.h"

#include <unicode/locid.h>
#include <unicode/unistr.h>

namespace chokepoint {

std::string country_name(std::string_view code) {
  if (code == "*") return "all countries";
  if (code.size() != 2) return std::string(code);
  icu::UnicodeString name;
  icu::Locale("", std::string(code).c_str()).getDisplayCountry(icu::Locale::getEnglish(), name);
  std::string out;
  name.toUTF8String(out);
  return out.empty() ? std::string(code) : out;
}

}  // namespace chokepoint
