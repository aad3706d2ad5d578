#include "models/core/country.h"

#include <algorithm>
#include <cctype>

#include <unicode/locid.h>
#include <unicode/unistr.h>

namespace chokepoint {
namespace {

bool same_but_for_case(std::string_view a, std::string_view b) {
  return std::ranges::equal(
      a, b, [](unsigned char x, unsigned char y) { return std::tolower(x) == std::tolower(y); });
}

}  // namespace

std::string country_name(std::string_view code) {
  if (code == "*") return "all countries";
  if (code.size() != 2) return std::string(code);
  icu::UnicodeString name;
  icu::Locale("", std::string(code).c_str()).getDisplayCountry(icu::Locale::getEnglish(), name);
  std::string out;
  name.toUTF8String(out);
  return out.empty() ? std::string(code) : out;
}

std::string country_called(std::string_view name, const std::vector<std::string>& codes) {
  const auto found = std::ranges::find_if(codes, [&](const std::string& code) {
    return same_but_for_case(name, code) || same_but_for_case(name, country_name(code));
  });
  return found == codes.end() ? "" : *found;
}

}  // namespace chokepoint
