#include "tools/chokepoint/ask_options.h"

#include <algorithm>
#include <sstream>

#include <CLI/CLI.hpp>

#include "tools/chokepoint/not_negative.h"
#include "tools/chokepoint/setup.h"
#include "tools/chokepoint/when.h"

namespace chokepoint::cli {
namespace {

std::vector<std::string> words_of(const char* s) {
  std::istringstream in(s);
  return {std::istream_iterator<std::string>(in), {}};
}

std::string listed(const std::vector<std::string>& words) {
  std::string out;
  for (const auto& w : words) out += (out.empty() ? "" : ", ") + w;
  return out;
}

bool is_list(FilterKind kind) {
  return kind == FilterKind::Word || kind == FilterKind::Code || kind == FilterKind::Name ||
         kind == FilterKind::Choice;
}

// A date in words becomes the day, or the moment, that the filter's kind calls for.
std::optional<std::string> dated(const Filter& f, const std::string& text, Day today) {
  switch (f.kind) {
    case FilterKind::FirstDay:
    case FilterKind::Since:
    case FilterKind::LastDay:
    case FilterKind::Until:
      break;
    default:
      return text;
  }
  const auto when = read_when(text, today);
  if (!when) return std::nullopt;
  const bool moments = f.kind == FilterKind::Since || f.kind == FilterKind::Until;
  if (moments && when->moment) return format_rfc3339(*when->moment);
  const bool end = f.kind == FilterKind::LastDay || f.kind == FilterKind::Until;
  return format_day(end ? when->to : when->from);
}

}  // namespace

void add_format(CLI::App& command, std::string& format, const char* formats) {
  const auto all = words_of(formats);
  command.add_option("--format", format, listed(all))->check(CLI::IsMember(all));
}

void add_question(CLI::App& command, Subject subject, AskOptions& options, const char* formats) {
  options.subject = subject;
  for (const auto& f : filters()) {
    if (subject != Subject::Changes && f.on_event == nullptr && f.on_article == nullptr) continue;
    auto* option = command.add_option("--" + std::string(f.name), options.given[f.name], f.help);
    option->allow_extra_args(false);
    if (is_list(f.kind))
      option->delimiter(',');
    else
      option->expected(1)->multi_option_policy(CLI::MultiOptionPolicy::TakeLast);
  }
  std::vector<std::string> orders;
  for (const auto o : sort_orders(subject)) orders.emplace_back(o);
  command.add_option("--sort", options.sort, "By " + listed(orders))->check(CLI::IsMember(orders));
  command.add_flag("--reverse", options.reversed, "The other way round");
  command.add_option("--limit", options.limit, "At most so many")->check(not_negative);
  command.add_option("--offset", options.offset, "Leave out so many first")->check(not_negative);
  if (subject != Subject::Articles) {
    command.add_flag("--dismissed", options.dismissed, "Also events that were dismissed");
    command.add_flag("--weak", options.weak,
                     "Also events of which one unsure report is all there is");
  }
  add_format(command, options.format, formats);
}

std::optional<Question> question_or_complain(const AskOptions& options, Globals& globals) {
  Question q;
  q.subject = options.subject;
  q.sort = options.sort;
  q.reversed = options.reversed;
  q.dismissed = options.dismissed;
  q.weak = options.weak;
  q.limit = options.limit;
  q.offset = options.offset;
  const auto today = std::chrono::floor<std::chrono::days>(system_clock()());
  const auto fail = [&](const std::string& line) {
    complain(line);
    globals.status = kUsage;
    return std::nullopt;
  };
  for (const auto& f : filters()) {
    const auto given = options.given.find(f.name);
    if (given == options.given.end() || given->second.empty()) continue;
    auto values = given->second;
    for (auto& v : values) {
      auto read = dated(f, v, today);
      if (!read)
        return fail("--" + std::string(f.name) + " " + v +
                    ": not a day; write it as 2026-01-06, 2026-01 or 'last monday'");
      v = *std::move(read);
    }
    if (auto done = ask(q, f.name, std::move(values)); !done) return fail(done.error().line());
  }
  return q;
}

}  // namespace chokepoint::cli
