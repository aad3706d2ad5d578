#include "pipeline/config.h"

#include <filesystem>
#include <set>
#include <sstream>
#include <string>

#include <doctest/doctest.h>

using namespace chokepoint;

TEST_CASE("the sample configuration says the defaults and reads without a problem") {
  auto text = commented_config();
  const auto plain = read_config_text(text, "/etc/c/chokepoint.toml");
  CHECK(plain.problems.empty());
  CHECK(plain.config.store == "/etc/c/chokepoint.db");
  // With every commented key switched on it must still read, and say what the defaults say.
  for (std::size_t at = 0; (at = text.find("\n# ", at)) != std::string::npos; ++at) {
    const auto line = text.substr(at + 3, text.find('\n', at + 3) - at - 3);
    const auto word = line.substr(0, line.find(' '));
    const bool key = line.starts_with(word + " = ") || line.starts_with("[");
    if (key) text.erase(at + 1, 2);
  }
  const auto full = read_config_text(text, "/etc/c/chokepoint.toml");
  for (const auto& problem : full.problems) FAIL_CHECK(problem.line());
  CHECK(full.config.fetch.limits.wire_bytes == plain.config.fetch.limits.wire_bytes);
  CHECK(full.config.fetch.limits.total == plain.config.fetch.limits.total);
  CHECK(full.config.schedule.move_holds == plain.config.schedule.move_holds);
  CHECK(full.config.ingest.articles_per_run == plain.config.ingest.articles_per_run);
  REQUIRE(full.config.feeds.size() == 1);
  CHECK(full.config.feeds[0].outlet == "Example Times");
}

TEST_CASE("the sample configuration calls an example what is no default of a subscription") {
  // Of each key alone, beside what a subscription must have.
  const auto text = commented_config();
  const std::string head = "[[subscription]]\nname = 'a'\nchannel = 'file'\npath = '-'\n";
  const auto scope_is_empty = [](const AlertScope& s) {
    return s.types.empty() && s.actors.empty() && s.targets.empty() && s.items.empty() &&
           s.pairs.empty() && s.stages.empty() && s.changes.empty() && s.tiers.empty() &&
           s.languages.empty() && s.outlets.empty() && s.min_severity == 0;
  };
  std::istringstream lines(text.substr(text.find("# min_severity") - 1000));
  std::set<std::string> seen;
  for (std::string line; std::getline(lines, line) && !line.starts_with("# [[silence]]");) {
    const auto key = line.starts_with("# ") ? line.substr(2, line.find(' ', 2) - 2) : "";
    const std::set<std::string> other{"name",          "channel",       "to",
                                      "url",           "path",          "subject",
                                      "text_template", "html_template", "quiet_except"};
    if (key.empty() || !line.starts_with("# " + key + " = ") || other.contains(key)) continue;
    INFO(line);
    const auto read = read_config_text(head + line.substr(2) + "\n", "/c.toml");
    if (read.config.alerts.subscriptions.size() != 1) continue;
    seen.insert(key);
    const auto& s = read.config.alerts.subscriptions.front();
    const Subscription d;
    const bool is_default = scope_is_empty(s.scope) && s.when == d.when && s.at == d.at &&
                            s.day == d.day && s.time_zone == d.time_zone && !s.quiet &&
                            s.settle == d.settle && s.cap_per_hour == d.cap_per_hour &&
                            s.inhibit == d.inhibit && s.by_pair == d.by_pair &&
                            s.remind_days.empty() && s.confirmations == d.confirmations &&
                            s.corrections == d.corrections && s.health == d.health;
    CHECK(is_default == (line.find("an example") == std::string::npos));
  }
  for (const char* key : {"types", "pairs", "items", "min_severity", "time_zone", "quiet",
                          "settle_minutes", "remind_days", "health"})
    CHECK_MESSAGE(seen.contains(key), key);
  CHECK(text.find("quiet_except = 9           # an example") != std::string::npos);
}

TEST_CASE("mistakes are told with their place and a way out") {
  const auto read =
      read_config_text("[fetch]\nparalel = 3\nper_domain = 0\n[[feed]]\nid = 'A b'\n", "c.toml");
  std::string lines;
  for (const auto& p : read.problems) lines += p.line() + "\n";
  CHECK(lines.find("c.toml:2:1: unknown key 'paralel'; did you mean 'parallel'?") !=
        std::string::npos);
  CHECK(lines.find("'per_domain' must be at least 1") != std::string::npos);
  CHECK(lines.find("needs url") != std::string::npos);
  CHECK(lines.find("'id' may hold") != std::string::npos);
}
