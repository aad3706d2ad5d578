#include "models/core/cldr.h"

#include <algorithm>
#include <string_view>

#include <unicode/dtfmtsym.h>
#include <unicode/rbnf.h>
#include <unicode/unistr.h>

namespace chokepoint {
namespace {

std::string utf8(const icu::UnicodeString& s) {
  std::string out;
  s.toUTF8String(out);
  while (!out.empty() && out.back() == '.') out.pop_back();
  return out;
}

constexpr icu::DateFormatSymbols::DtContextType kContexts[] = {icu::DateFormatSymbols::FORMAT,
                                                               icu::DateFormatSymbols::STANDALONE};
constexpr icu::DateFormatSymbols::DtWidthType kWidths[] = {icu::DateFormatSymbols::WIDE,
                                                           icu::DateFormatSymbols::ABBREVIATED};

std::vector<NamedValue> spelled(const std::string& locale, int first, int last,
                                std::string_view rule_prefix) {
  UErrorCode status = U_ZERO_ERROR;
  icu::RuleBasedNumberFormat format(icu::URBNF_SPELLOUT, icu::Locale(locale.c_str()), status);
  std::vector<NamedValue> out;
  if (U_FAILURE(status) != 0) return out;
  for (std::int32_t set = 0; set < format.getNumberOfRuleSetNames(); ++set) {
    const auto name = format.getRuleSetName(set);
    std::string plain;
    name.toUTF8String(plain);
    if (plain.compare(0, rule_prefix.size(), rule_prefix) != 0) continue;
    for (int n = first; n <= last; ++n) {
      icu::UnicodeString text;
      icu::FieldPosition where;
      format.format(n, name, text, where, status);
      if (U_SUCCESS(status) != 0) out.push_back({utf8(text), n});
    }
  }
  return out;
}

}  // namespace

std::vector<NamedValue> cldr_month_names(const std::string& locale) {
  UErrorCode status = U_ZERO_ERROR;
  const icu::DateFormatSymbols symbols(icu::Locale(locale.c_str()), status);
  std::vector<NamedValue> out;
  for (const auto context : kContexts) {
    for (const auto width : kWidths) {
      std::int32_t count = 0;
      const auto* names = symbols.getMonths(count, context, width);
      for (std::int32_t i = 0; i < count && i < 12; ++i) out.push_back({utf8(names[i]), i + 1});
    }
  }
  return out;
}

std::vector<NamedValue> cldr_weekday_names(const std::string& locale) {
  UErrorCode status = U_ZERO_ERROR;
  const icu::DateFormatSymbols symbols(icu::Locale(locale.c_str()), status);
  std::vector<NamedValue> out;
  for (const auto context : kContexts) {
    for (const auto width : kWidths) {
      std::int32_t count = 0;
      const auto* names = symbols.getWeekdays(count, context, width);  // 1 is Sunday
      for (std::int32_t i = 1; i < count; ++i) out.push_back({utf8(names[i]), i == 1 ? 7 : i - 1});
    }
  }
  return out;
}

std::vector<NamedValue> cldr_cardinals(const std::string& locale, int last) {
  return spelled(locale, 1, last, "%spellout-cardinal");
}

std::vector<NamedValue> cldr_ordinals(const std::string& locale, int last) {
  return spelled(locale, 1, last, "%spellout-ordinal");
}

std::vector<NamedValue> cldr_years(const std::string& locale, int first, int last) {
  auto out = spelled(locale, first, last, "%spellout-numbering-year");
  for (auto& name : spelled(locale, first, last, "%spellout-cardinal")) out.push_back(name);
  constexpr int kRound = 100;  // "two thousand" counts more often than it dates
  out.erase(std::remove_if(out.begin(), out.end(),
                           [](const NamedValue& n) { return n.value % kRound == 0; }),
            out.end());
  return out;
}

}  // namespace chokepoint
