#include "tools/chokepoint/when.h"

#include <array>

#include "models/core/fold.h"
#include "models/engine/dates.h"
#include "tools/chokepoint/models_option.h"

namespace chokepoint::cli {
namespace {

constexpr std::array kLanguages{"en", "de", "fr", "es", "ru", "zh-Hans", "ja", "ko"};

// Loaded when the first date that is no plain one is asked for.
const DateGrammar* grammar() {
  static const auto kGrammar = load_date_grammar(bundled_models() + "/dates");
  return kGrammar ? &*kGrammar : nullptr;
}

std::optional<When> in_words(const std::string& text, Day today) {
  const auto* dates = grammar();
  if (dates == nullptr) return std::nullopt;
  const auto folded = fold(text);
  const auto read = [&](const char* lang, DateStyle style) -> std::optional<When> {
    const auto found = find_dates(*dates, folded, lang, today, Lean::Past, style);
    if (found.size() != 1 || found[0].start != 0 || found[0].end != text.size())
      return std::nullopt;
    return When{found[0].from, found[0].to, {}};
  };
  for (const char* lang : kLanguages) {
    const auto asked = read(lang, DateStyle::Query);
    if (!asked) continue;
    // On a Tuesday, "last Monday" is last week's to a calendar, and yesterday to whoever asks what
    // is new since.
    const auto told = read(lang, DateStyle::News);
    return told && told->from == told->to && told->from < today ? told : asked;
  }
  return std::nullopt;
}

}  // namespace

std::optional<When> read_when(const std::string& text, Day today) {
  if (const auto partial = PartialDate::parse(text))
    return When{partial->first_day(), partial->last_day(), {}};
  if (const auto at = parse_rfc3339(text)) {
    const auto day = std::chrono::floor<std::chrono::days>(*at);
    return When{day, day, at};
  }
  return in_words(text, today);
}

}  // namespace chokepoint::cli
