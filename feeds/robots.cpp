#include "feeds/robots.h"

#include <algorithm>
#include <array>
#include <cctype>
#include <charconv>
#include <numeric>

namespace chokepoint {
namespace {

constexpr std::size_t kMaxRobotsBytes = std::size_t{512}
                                        << 10U;  // RFC 9309 asks for 500 KiB at least
constexpr std::size_t kMaxLine = std::size_t{16} << 10U;
constexpr std::chrono::milliseconds kMaxDelay{60'000};

enum class Key { Agent, Allow, Disallow, CrawlDelay, Other };

char lower_of(char c) {
  return static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
}

bool starts_with_ignoring_case(std::string_view s, std::string_view prefix) {
  return s.size() >= prefix.size() && std::equal(prefix.begin(), prefix.end(), s.begin(),
                                                 [](char a, char b) { return a == lower_of(b); });
}

std::string_view trim(std::string_view s) {
  constexpr std::string_view kBlank = " \t\v\f";
  const auto from = s.find_first_not_of(kBlank);
  if (from == std::string_view::npos) return {};
  return s.substr(from, s.find_last_not_of(kBlank) - from + 1);
}

// Site owners misspell these, and mean them.
Key key_of(std::string_view word) {
  struct Spelling {
    std::string_view start;
    Key key;
  };
  constexpr auto kSpellings = std::to_array<Spelling>({{"user-agent", Key::Agent},
                                                       {"useragent", Key::Agent},
                                                       {"user agent", Key::Agent},
                                                       {"allow", Key::Allow},
                                                       {"disallow", Key::Disallow},
                                                       {"dissallow", Key::Disallow},
                                                       {"dissalow", Key::Disallow},
                                                       {"disalow", Key::Disallow},
                                                       {"diasllow", Key::Disallow},
                                                       {"disallaw", Key::Disallow},
                                                       {"crawl-delay", Key::CrawlDelay},
                                                       {"crawldelay", Key::CrawlDelay}});
  for (const auto& [start, key] : kSpellings)
    if (starts_with_ignoring_case(word, start)) return key;
  return Key::Other;
}

std::string lowered_rule(std::string_view s) {
  std::string out{s};
  std::transform(out.begin(), out.end(), out.begin(), lower_of);
  return out;
}

struct Line {
  Key key = Key::Other;
  std::string_view value;
};

std::optional<Line> read_line(std::string_view line) {
  line = trim(line.substr(0, std::min(line.find('#'), kMaxLine)));
  auto split = line.find(':');
  if (split == std::string_view::npos) {
    // "Disallow /x" without the colon is understood where there are just two words.
    split = line.find_first_of(" \t");
    if (split == std::string_view::npos) return std::nullopt;
    if (trim(line.substr(split)).find_first_of(" \t") != std::string_view::npos)
      return std::nullopt;
  }
  const auto key = trim(line.substr(0, split));
  if (key.empty()) return std::nullopt;
  return Line{key_of(key), trim(line.substr(split + 1))};
}

template <class OnLine>
void for_each_line(std::string_view text, const OnLine& on_line) {
  for (const auto bom : {"\xEF", "\xBB", "\xBF"})  // a part of the mark will do
    if (text.starts_with(bom)) text.remove_prefix(1);
  text = text.substr(0, kMaxRobotsBytes);
  while (!text.empty()) {
    const auto end = std::min(text.find_first_of("\r\n"), text.size());
    if (const auto line = read_line(text.substr(0, end))) on_line(*line);
    text.remove_prefix(std::min(end + 1, text.size()));
  }
}

std::optional<std::chrono::milliseconds> parse_delay(std::string_view value) {
  double seconds = 0;
  const auto [end, fault] = std::from_chars(value.data(), value.data() + value.size(), seconds);
  if (fault != std::errc{} || !(seconds >= 0)) return std::nullopt;
  const auto capped = std::min(seconds, static_cast<double>(kMaxDelay.count()) / 1000);
  return std::chrono::milliseconds{static_cast<std::int64_t>(capped * 1000)};
}

// Path, parameters and query; "/" where there is none.
std::string path_of(std::string_view url) {
  url = url.substr(0, url.find('#'));
  const std::size_t start = url.starts_with("//") ? 2 : 0;
  auto scheme = url.find("://", start);
  // "://" behind the first '/', '?' or ';' belongs to the path.
  if (url.find_first_of("/?;", start) < scheme) scheme = std::string_view::npos;
  const auto host = scheme == std::string_view::npos ? start : scheme + 3;
  const auto path = url.find_first_of("/?;", host);
  if (path == std::string_view::npos) return "/";
  const std::string found{url.substr(path)};
  return found.front() == '/' ? found : "/" + found;
}

}  // namespace

std::string escape_for_robots(std::string_view s) {
  constexpr std::string_view kHex = "0123456789ABCDEF";
  const auto is_hex = [](char c) { return std::isxdigit(static_cast<unsigned char>(c)) != 0; };
  std::string out;
  for (std::size_t i = 0; i < s.size(); ++i) {
    const auto byte = static_cast<unsigned char>(s[i]);
    if (s[i] == '%' && i + 2 < s.size() && is_hex(s[i + 1]) && is_hex(s[i + 2])) {
      out += '%';
      for (int k = 0; k < 2; ++k)
        out += static_cast<char>(std::toupper(static_cast<unsigned char>(s[++i])));
    } else if (byte >= 0x80) {
      out += '%';
      out += kHex[byte >> 4U];
      out += kHex[byte & 15U];
    } else {
      out += s[i];
    }
  }
  return out;
}

std::string robots_product(std::string_view user_agent) {
  const auto end = std::find_if(user_agent.begin(), user_agent.end(), [](char c) {
    return std::isalpha(static_cast<unsigned char>(c)) == 0 && c != '-' && c != '_';
  });
  return {user_agent.begin(), end};
}

bool robots_pattern_matches(std::string_view path, std::string_view pattern) {
  // ends[i]: how much of the path the pattern so far may have used up, ascending.
  std::vector<std::size_t> ends{0};
  std::vector<std::size_t> next;
  for (std::size_t p = 0; p < pattern.size(); ++p) {
    if (pattern[p] == '$' && p + 1 == pattern.size()) return ends.back() == path.size();
    if (pattern[p] == '*') {
      const auto first = ends.front();
      ends.resize(path.size() - first + 1);
      std::iota(ends.begin(), ends.end(), first);
      continue;
    }
    next.clear();
    for (const auto end : ends)
      if (end < path.size() && path[end] == pattern[p]) next.push_back(end + 1);
    if (next.empty()) return false;
    ends.swap(next);
  }
  return true;
}

Robots Robots::deny_all() {
  Robots out;
  out.rules_.push_back({"/", false});
  return out;
}

Robots Robots::parse(std::string_view text, std::string_view agent) {
  const auto name = lowered_rule(agent);
  Robots named;
  Robots general;
  bool in_named = false;
  bool in_general = false;
  bool rules_begun = false;
  bool any_named = false;
  for_each_line(text, [&](const Line& line) {
    if (line.key == Key::Agent) {
      if (rules_begun) in_named = in_general = rules_begun = false;
      const bool star = line.value.starts_with('*') &&
                        (line.value.size() == 1 || line.value[1] == ' ' || line.value[1] == '\t');
      in_general |= star;
      if (!star && !name.empty() && lowered_rule(robots_product(line.value)) == name)
        in_named = any_named = true;
    } else if (line.key == Key::Allow || line.key == Key::Disallow) {
      rules_begun = true;
      const Rule rule{escape_for_robots(line.value), line.key == Key::Allow};
      if (in_named) named.rules_.push_back(rule);
      if (in_general) general.rules_.push_back(rule);
    } else if (line.key == Key::CrawlDelay) {
      // Not a rule: it does not end the list of agents, and a second one does not undo the first.
      for (auto* r : {in_named ? &named : nullptr, in_general ? &general : nullptr})
        if (r != nullptr && !r->crawl_delay_) r->crawl_delay_ = parse_delay(line.value);
    }
  });
  return any_named ? named : general;
}

bool Robots::may(std::string_view path) const {
  // The longest pattern decides, and allows where two are as long.
  std::ptrdiff_t allow = -1;
  std::ptrdiff_t disallow = -1;
  for (const auto& rule : rules_) {
    auto pattern = rule.pattern;
    if (rule.allow && !robots_pattern_matches(path, pattern)) {
      // "Allow: /dir/index.html" allows "/dir/" itself.
      const auto slash = pattern.rfind('/');
      if (slash == std::string::npos || pattern.compare(slash, 10, "/index.htm") != 0) continue;
      pattern.replace(slash + 1, std::string::npos, "$");
    }
    auto& longest = rule.allow ? allow : disallow;
    if (static_cast<std::ptrdiff_t>(pattern.size()) > longest &&
        robots_pattern_matches(path, pattern))
      longest = static_cast<std::ptrdiff_t>(pattern.size());
  }
  return disallow <= 0 || disallow <= allow;
}

bool Robots::allows(std::string_view url) const {
  return may(path_of(url));
}

std::optional<Robots> robots_for_status(int status) {
  if (status >= 200 && status < 300) return std::nullopt;
  if (status >= 400 && status < 500 && status != 429) return Robots::allow_all();
  return Robots::deny_all();
}

std::string robots_url(std::string_view url) {
  const auto scheme = url.find("://");
  if (scheme == std::string_view::npos) return {};
  std::string name{url.substr(0, scheme)};
  std::transform(name.begin(), name.end(), name.begin(), lower_of);
  if (name != "http" && name != "https") return {};
  const auto host = url.substr(scheme + 3, url.find_first_of("/?#", scheme + 3) - scheme - 3);
  const auto at = host.rfind('@');
  return name + "://" + std::string{at == std::string_view::npos ? host : host.substr(at + 1)} +
         "/robots.txt";
}

}  // namespace chokepoint
