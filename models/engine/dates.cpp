#include "models/engine/dates.h"

namespace chokepoint {

struct DateRules {};

Result<DateGrammar> load_date_grammar(const std::string& /*folder*/) {
  return DateGrammar(std::make_shared<const DateRules>());
}

std::vector<DateMention> find_dates(const DateGrammar& /*grammar*/, const Folded& /*folded*/,
                                    std::string_view /*lang*/, std::optional<Day> /*reference*/,
                                    Lean /*lean*/, DateStyle /*style*/) {
  return {};
}

std::string date_value(const DateMention& mention) {
  return format_day(mention.from);
}

}  // namespace chokepoint
