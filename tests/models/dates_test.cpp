// The date grammars' own cases ([[case]] in models/data/dates/*.toml), and what no language file
// can say.
#include "models/engine/dates.h"

#include <filesystem>
#include <string>

#include <doctest/doctest.h>

#include "models/core/toml.h"

namespace chokepoint {
namespace {

const std::string kFolder = std::string(SOURCE_DIR) + "/models/data/dates";

const DateGrammar& grammar() {
  static const auto loaded = [] {
    auto result = load_date_grammar(kFolder);
    if (!result) FAIL(result.error().line());
    return *result;
  }();
  return loaded;
}

std::string written(const DateMention& m) {
  if (m.precision == DatePrecision::Range) return format_day(m.from) + ".." + format_day(m.to);
  return date_value(m);
}

std::vector<std::string> found(const std::string& text, const std::string& lang,
                               const std::string& ref, Lean lean = Lean::Past,
                               DateStyle style = DateStyle::News) {
  std::vector<std::string> out;
  for (const auto& m : find_dates(grammar(), fold(text), lang, parse_day(ref), lean, style))
    out.push_back(written(m));
  return out;
}

std::string joined(const std::vector<std::string>& values) {
  std::string out;
  for (const auto& v : values) out += (out.empty() ? "" : " | ") + v;
  return out;
}

Lean lean_named(const std::string& name) {
  return name == "future" ? Lean::Future : name == "nearest" ? Lean::Nearest : Lean::Past;
}

TEST_CASE("a period of no days is no date") {
  CHECK(found("지난 0일 동안", "ko", "2026-01-08", Lean::Nearest, DateStyle::Query).empty());
  CHECK(found("in the last 0 days", "en", "2026-01-08", Lean::Past, DateStyle::Query).empty());
  CHECK_FALSE(
      found("in the last 3 days", "en", "2026-01-08", Lean::Past, DateStyle::Query).empty());
  CHECK(found("in the last 3 days", "en", "2026-01-08").empty());  // news: a duration
}

TEST_CASE("every case beside a date grammar holds") {
  std::size_t cases = 0;
  for (const auto& file : std::filesystem::directory_iterator(kFolder)) {
    const auto root = TomlTable::load_file(file.path().string());
    REQUIRE(root);
    const auto lang = root->string("language");
    for (const auto& c : root->tables("case")) {
      ++cases;
      const auto text = c.string("text");
      INFO(c.where(), " ", text);
      CHECK_EQ(joined(found(text, lang, c.string("ref", "2026-01-08"), lean_named(c.string("lean")),
                            c.string("style") == "query" ? DateStyle::Query : DateStyle::News)),
               joined(c.strings("want")));
    }
  }
  CHECK_GT(cases, 150);
}

TEST_CASE("offsets are those of the original bytes") {
  const std::string text = "Ça dès le ３ mars 2025 — puis l'été";
  const auto dates = find_dates(grammar(), fold(text), "fr", std::nullopt, Lean::Past);
  REQUIRE_EQ(dates.size(), 1);
  CHECK_EQ(text.substr(dates[0].start, dates[0].end - dates[0].start), "３ mars 2025");
  CHECK(dates[0].cue == DateCue::Effective);
  CHECK_FALSE(dates[0].relative);
}

TEST_CASE("without a reference only complete dates are given") {
  const auto dates = find_dates(grammar(), fold("On Tuesday, March 3, 2 weeks ago; 4 May 2024."),
                                "en", std::nullopt, Lean::Past);
  REQUIRE_EQ(dates.size(), 1);
  CHECK_EQ(date_value(dates[0]), "2024-05-04");
}

TEST_CASE("an unknown language still gets the numeric forms") {
  CHECK_EQ(joined(found("den 2026-01-06 og i går", "da", "2026-01-08")), "2026-01-06");
}

TEST_CASE("cues say what begins and what ends") {
  const auto dates =
      find_dates(grammar(), fold("effective from April 1 until 10 November, since 2010"), "en",
                 parse_day("2026-01-08"), Lean::Past);
  REQUIRE_EQ(dates.size(), 3);
  CHECK(dates[0].cue == DateCue::Effective);
  CHECK(dates[1].cue == DateCue::Expiry);
  CHECK(dates[2].cue == DateCue::Since);
}

TEST_CASE("hostile text costs linear time and no memory error") {
  std::string text;
  for (int i = 0; i < 20000; ++i) text += "the first the last 1 2 3/4-5. of of in May ";
  CHECK_FALSE(find_dates(grammar(), fold(text), "en", parse_day("2026-01-08"), Lean::Past).empty());
  for (const auto* bad :
       {"\xff\xfe", "\xe6\x9c", "9999-99-99", "31 9999", "999 years ago", "in 999 decades"})
    for (const auto* lang : {"en", "zh", "ko", "de", "fr", "es", "ru", "ja", ""})
      CHECK_NOTHROW(found(bad, lang, "2026-01-08"));
}

}  // namespace
}  // namespace chokepoint
