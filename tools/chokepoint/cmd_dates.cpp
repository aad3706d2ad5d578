// chokepoint dates: the calendar expressions of snippets or whole texts, as JSON.
#include <iostream>

#include <CLI/CLI.hpp>
#include <nlohmann/json.hpp>

#include "models/core/fold.h"
#include "models/core/json.h"
#include "models/engine/dates.h"
#include "tools/chokepoint/batch.h"
#include "tools/chokepoint/commands.h"
#include "tools/chokepoint/models_option.h"

namespace chokepoint::cli {
namespace {

struct DatesOptions {
  std::string lang = "en";
  std::string ref;
  std::string jsonl;
  std::string as = "auto";
  std::string lean = "auto";
  std::string data;
};

// Longer than this a text is read as news, shorter as what somebody types into a calendar.
constexpr std::size_t kSnippetBytes = 400;

const char* precision_name(DatePrecision p) {
  switch (p) {
    case DatePrecision::Day:
      return "day";
    case DatePrecision::Week:
      return "week";
    case DatePrecision::Month:
      return "month";
    case DatePrecision::Quarter:
      return "quarter";
    case DatePrecision::Year:
      return "year";
    case DatePrecision::Range:
      return "range";
  }
  return "";
}

const char* cue_name(DateCue c) {
  switch (c) {
    case DateCue::None:
      return "";
    case DateCue::Effective:
      return "effective";
    case DateCue::Expiry:
      return "expiry";
    case DateCue::Since:
      return "since";
  }
  return "";
}

nlohmann::ordered_json to_json(const DateMention& m, const std::string& text) {
  nlohmann::ordered_json out;
  out["start"] = m.start;
  out["end"] = m.end;
  out["text"] = text.substr(m.start, m.end - m.start);
  out["precision"] = precision_name(m.precision);
  if (m.precision == DatePrecision::Range) {
    out["from"] = format_day(m.from);
    out["to"] = format_day(m.to);
  } else {
    out["value"] = date_value(m);
  }
  if (m.cue != DateCue::None) out["cue"] = cue_name(m.cue);
  return out;
}

// Seconds into its day of "2026-01-06T03:04:05" or "2026-01-06 03:04:05+09:00"; 0 for a bare day.
int clock_of(const std::string& ref) {
  constexpr std::size_t kDayBytes = 10, kInstantBytes = 19;
  const auto at = parse_rfc3339(ref.substr(0, kInstantBytes) + (ref.size() > kDayBytes ? "Z" : ""));
  if (!at) return 0;
  return static_cast<int>((*at - std::chrono::floor<std::chrono::days>(*at)).count());
}

nlohmann::ordered_json read_text(const DateGrammar& grammar, const DatesOptions& options,
                                 const std::string& text, const std::string& lang,
                                 const std::string& ref) {
  const bool news = options.as == "news" || (options.as == "auto" && text.size() > kSnippetBytes);
  const Lean lean = options.lean == "past"      ? Lean::Past
                    : options.lean == "future"  ? Lean::Future
                    : options.lean == "nearest" ? Lean::Nearest
                    : news                      ? Lean::Past
                                                : Lean::Nearest;
  auto dates = nlohmann::ordered_json::array();
  for (const auto& m : find_dates(grammar, fold(text), lang, parse_day(ref), lean,
                                  news ? DateStyle::News : DateStyle::Query, clock_of(ref), text))
    dates.push_back(to_json(m, text));
  return {{"dates", std::move(dates)}};
}

int read_batch(const DateGrammar& grammar, const DatesOptions& options) {
  return run_batch(
      options.jsonl, [&](const nlohmann::json& line) -> Result<nlohmann::ordered_json> {
        if (!line.contains("text") || !line["text"].is_string())
          return Error{Error::Kind::Malformed, "no \"text\"", ""};
        const auto field = [&line](const char* key, const std::string& fallback) {
          return line.contains(key) && line[key].is_string() ? line[key].get<std::string>()
                                                             : fallback;
        };
        return read_text(grammar, options, line["text"].get<std::string>(),
                         field("lang", options.lang), field("ref", options.ref));
      });
}

int run_dates(const DatesOptions& options) {
  const auto grammar = load_date_grammar(options.data);
  if (!grammar) {
    std::cerr << grammar.error().line() << "\n";
    return kUsage;
  }
  if (!options.ref.empty() && !parse_day(options.ref)) {
    std::cerr << "chokepoint dates: --ref wants a day such as 2026-01-06, not " << options.ref
              << "\n";
    return kUsage;
  }
  if (!options.jsonl.empty()) return read_batch(*grammar, options);
  for (std::string line; std::getline(std::cin, line);)
    std::cout << json_line(read_text(*grammar, options, line, options.lang, options.ref)) << '\n';
  return kOk;
}

}  // namespace

void add_dates(CLI::App& app, Globals& globals) {
  auto* command = app.add_subcommand("dates", "Find the dates in texts and resolve them");
  auto options = std::make_shared<DatesOptions>();
  command->add_option("--lang", options->lang, "Language of the text (BCP 47)")
      ->capture_default_str();
  command->add_option("--ref", options->ref,
                      "Reference day, YYYY-MM-DD; without it only complete dates are given");
  command->add_option("--jsonl", options->jsonl,
                      R"(Batch: a file of {"id","text","lang","ref"}, one a line)");
  command
      ->add_option("--as", options->as,
                   "How to read: news, query (as calendars do), or auto, by length")
      ->check(CLI::IsMember({"auto", "news", "query"}));
  command
      ->add_option("--lean", options->lean,
                   "Where incomplete dates lie when the text does not tell")
      ->check(CLI::IsMember({"auto", "past", "future", "nearest"}));
  command->callback([options, &globals] {
    options->data = bundled_models() + "/dates";
    globals.status = run_dates(*options);
  });
}

}  // namespace chokepoint::cli
