#include "pipeline/config.h"

#include <filesystem>
#include <set>

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
