// The dates pages carry, in meta data and in sight.
#include <algorithm>
#include <array>
#include <cstdio>

#include "feeds/metadata.h"
#include "feeds/metadata_months.h"
#include "models/core/fold.h"

namespace chokepoint {
namespace {

bool is_digit_char(char c) {
  return c >= '0' && c <= '9';
}

struct Token {
  enum class Kind { Number, Word, Sign } kind;
  std::string_view text;
  unsigned number = 0;
  std::size_t at = 0;
};

std::vector<Token> tokens_of(std::string_view s) {
  std::vector<Token> out;
  for (std::size_t i = 0; i < s.size() && out.size() < 64;) {
    const std::size_t start = i;
    if (is_digit_char(s[i])) {
      while (i < s.size() && is_digit_char(s[i])) ++i;
      unsigned value = 0;
      for (const char c : s.substr(start, std::min<std::size_t>(i - start, 9)))
        value = value * 10 + static_cast<unsigned>(c - '0');
      out.push_back({Token::Kind::Number, s.substr(start, i - start), value, start});
      continue;
    }
    const auto is_word = [&](char c) {
      return (c >= 'a' && c <= 'z') || static_cast<unsigned char>(c) >= 0x80;
    };
    if (is_word(s[i])) {
      while (i < s.size() && is_word(s[i])) ++i;
      out.push_back({Token::Kind::Word, s.substr(start, i - start), 0, start});
      continue;
    }
    ++i;
    if (s[start] != ' ') out.push_back({Token::Kind::Sign, s.substr(start, 1), 0, start});
  }
  return out;
}

struct Ymd {
  unsigned year = 0, month = 0, day = 0;
  std::size_t end = 0;  // byte after it
  bool valid() const {
    return year >= 1980 && year <= 2100 && month >= 1 && month <= 12 && day >= 1 && day <= 31 &&
           (std::chrono::year(static_cast<int>(year)) / std::chrono::month(month) /
            std::chrono::day(day))
               .ok();
  }
};

bool is_year(const Token& t) {
  return t.kind == Token::Kind::Number && t.text.size() == 4 && t.number >= 1980 &&
         t.number <= 2100;
}
bool is_small(const Token& t) {
  return t.kind == Token::Kind::Number && t.text.size() <= 2;
}
std::size_t end_of(const Token& t) {
  return t.at + t.text.size();
}

std::optional<Ymd> of_era(const std::vector<Token>& t, std::size_t i) {
  if (t[i].kind != Token::Kind::Word || i + 5 >= t.size()) return std::nullopt;
  const int zero = era_before(t[i].text);
  const bool numbers = t[i + 1].kind == Token::Kind::Number && is_small(t[i + 3]) &&
                       is_small(t[i + 5]) && t[i + 2].text == "年" && t[i + 4].text == "月";
  if (zero == 0 || !numbers || t[i + 1].number > 130) return std::nullopt;
  const Ymd out{static_cast<unsigned>(zero) + t[i + 1].number, t[i + 3].number, t[i + 5].number,
                end_of(t[i + 5])};
  return out.valid() ? std::optional(out) : std::nullopt;
}

// 2026-01-06, 2026/1/6, 2026.1.6., 2026年1月6日, 2026년 1월 6일
std::optional<Ymd> year_first(const std::vector<Token>& t, std::size_t i) {
  if (!is_year(t[i])) return std::nullopt;
  std::size_t k = i + 1;
  const auto part = [&]() -> std::optional<unsigned> {
    if (k + 1 < t.size() && !is_small(t[k])) ++k;
    if (k >= t.size() || !is_small(t[k])) return std::nullopt;
    return t[k++].number;
  };
  const auto month = part();
  const auto day = month ? part() : std::nullopt;
  if (!day) return std::nullopt;
  const Ymd out{t[i].number, *month, *day, end_of(t[k - 1])};
  return out.valid() ? std::optional(out) : std::nullopt;
}

bool is_filler(const Token& t) {
  if (t.kind == Token::Kind::Sign)
    return t.text == "." || t.text == "," || t.text == "-" || t.text == "/" || t.text == "'";
  return t.text == "de" || t.text == "del" || t.text == "of" || t.text == "st" || t.text == "nd" ||
         t.text == "rd" || t.text == "th" || t.text == "er" || t.text == "den" || t.text == "г" ||
         t.text == "\xC2\xBA";
}

std::optional<unsigned> year_value(const Token& t) {
  if (is_year(t)) return t.number;
  return std::nullopt;
}

// 6 January 2026, January 6, 2026, 6. Jan. 2026, 6 de enero de 2026
std::optional<Ymd> with_month_name(const std::vector<Token>& t, std::size_t i) {
  if (t[i].kind != Token::Kind::Word) return std::nullopt;
  const auto is_number = [&](std::size_t k) {
    return k < t.size() && t[k].kind == Token::Kind::Number;
  };
  bool beside_number = false;
  for (std::size_t k = i < 4 ? 0 : i - 4; k <= i + 4; ++k)
    beside_number = beside_number || is_number(k);
  const unsigned month = beside_number ? month_of(t[i].text) : 0;
  if (month == 0) return std::nullopt;
  const auto next = [&](std::size_t k) {
    ++k;
    for (unsigned skipped = 0; skipped < 3 && k < t.size() && is_filler(t[k]); ++skipped) ++k;
    return k;
  };
  std::size_t before = i;
  for (unsigned skipped = 0; skipped < 3 && before > 0; ++skipped) {
    --before;
    if (!is_filler(t[before])) break;
  }
  const auto after = next(i);
  if (after >= t.size()) return std::nullopt;
  if (before < i && is_year(t[before]) && is_small(t[after])) {  // 2026. január 6.
    const Ymd out{t[before].number, month, t[after].number, end_of(t[after])};
    if (out.valid()) return out;
  }
  if (before < i && is_small(t[before])) {
    if (const auto year = year_value(t[after])) {
      const Ymd out{*year, month, t[before].number, end_of(t[after])};
      if (out.valid()) return out;
    }
  }
  if (is_small(t[after])) {
    const auto last = next(after);
    if (last < t.size()) {
      if (const auto year = year_value(t[last])) {
        const Ymd out{*year, month, t[after].number, end_of(t[last])};
        if (out.valid()) return out;
      }
      // Tue Jan 06 10:11:12 CET 2026
      const bool clock = last + 3 < t.size() && is_small(t[last]) && t[last + 1].text == ":";
      for (auto k = last; clock && k < t.size() && k < last + 9; ++k) {
        if (!is_year(t[k])) continue;
        const Ymd out{t[k].number, month, t[after].number, end_of(t[k])};
        if (out.valid()) return out;
      }
    }
  }
  return std::nullopt;
}

// 6.1.2026, 06/01/2026, 6-1-2026, 06.01.26
std::optional<Ymd> numbers_only(const std::vector<Token>& t, std::size_t i, bool month_first) {
  if (i + 4 >= t.size() || !is_small(t[i]) || !is_small(t[i + 2]) || t[i + 1].text != t[i + 3].text)
    return std::nullopt;
  const auto sign = t[i + 1].text;
  if (sign != "." && sign != "/" && sign != "-") return std::nullopt;
  unsigned year = t[i + 4].number;
  if (sign == "." && t[i + 4].kind == Token::Kind::Number && t[i + 4].text.size() == 2 &&
      year >= 10 && year < 60) {
    year += 2000;
  } else if (!is_year(t[i + 4])) {
    return std::nullopt;
  }
  Ymd out{year, t[i + 2].number, t[i].number, end_of(t[i + 4])};
  if ((month_first && sign == "/" && t[i].number <= 12) || out.month > 12)
    std::swap(out.month, out.day);
  return out.valid() ? std::optional(out) : std::nullopt;
}

std::string two(unsigned n) {
  return {static_cast<char>('0' + n / 10 % 10), static_cast<char>('0' + n % 10)};
}

std::string date_text(const Ymd& d) {
  return std::to_string(d.year) + "-" + two(d.month) + "-" + two(d.day);
}

struct NamedZone {
  std::string_view name;
  int minutes;
};
constexpr std::array<NamedZone, 19> kNamedZones = {{{"gmt", 0},
                                                    {"utc", 0},
                                                    {"z", 0},
                                                    {"cest", 120},
                                                    {"cet", 60},
                                                    {"mesz", 120},
                                                    {"mez", 60},
                                                    {"bst", 60},
                                                    {"est", -300},
                                                    {"edt", -240},
                                                    {"cst", -360},
                                                    {"cdt", -300},
                                                    {"mst", -420},
                                                    {"mdt", -360},
                                                    {"pst", -480},
                                                    {"pdt", -420},
                                                    {"jst", 540},
                                                    {"kst", 540},
                                                    {"msk", 180}}};

// "+09:00", "-0500", "+09", "GMT": minutes east of Greenwich.
std::optional<int> zone_at(std::string_view s) {
  while (!s.empty() && s.front() == ' ') s.remove_prefix(1);
  if (s.size() >= 3 && (s[0] == '+' || s[0] == '-') && is_digit_char(s[1]) && is_digit_char(s[2])) {
    const int hours = (s[1] - '0') * 10 + (s[2] - '0');
    std::string_view rest = s.substr(3);
    if (!rest.empty() && rest.front() == ':') rest.remove_prefix(1);
    const bool more = rest.size() >= 2 && is_digit_char(rest[0]) && is_digit_char(rest[1]);
    const int minutes = more ? (rest[0] - '0') * 10 + (rest[1] - '0') : 0;
    if (hours > 14 || minutes > 59) return std::nullopt;
    return (s[0] == '-' ? -1 : 1) * (hours * 60 + minutes);
  }
  for (const auto& zone : kNamedZones) {
    if (!s.starts_with(zone.name)) continue;
    if (s.size() == zone.name.size() || !(s[zone.name.size()] >= 'a' && s[zone.name.size()] <= 'z'))
      return zone.minutes;
  }
  return std::nullopt;
}

std::string zone_text(int minutes) {
  if (minutes == 0) return "Z";
  const auto size = static_cast<unsigned>(minutes < 0 ? -minutes : minutes);
  return (minutes < 0 ? "-" : "+") + two(size / 60) + ":" + two(size % 60);
}

// The time of day that follows a date within a few bytes, and its zone.
PageDate with_time(const Ymd& d, std::string_view rest) {
  PageDate out;
  out.text = date_text(d);
  out.at = Day(std::chrono::year(static_cast<int>(d.year)) / std::chrono::month(d.month) /
               std::chrono::day(d.day));
  std::size_t i = 0;
  while (i < rest.size() && i < 12 && !is_digit_char(rest[i])) ++i;
  const auto hours_at = i;
  unsigned hours = 0;
  while (i < rest.size() && i < hours_at + 2 && is_digit_char(rest[i]))
    hours = hours * 10 + static_cast<unsigned>(rest[i++] - '0');
  const bool colon = i + 2 < rest.size() && rest[i] == ':' && is_digit_char(rest[i + 1]) &&
                     is_digit_char(rest[i + 2]);
  if (i == hours_at || !colon || hours > 23) return out;
  const unsigned minutes = static_cast<unsigned>((rest[i + 1] - '0') * 10 + (rest[i + 2] - '0'));
  i += 3;
  unsigned seconds = 0;
  if (i + 2 < rest.size() && rest[i] == ':' && is_digit_char(rest[i + 1]) &&
      is_digit_char(rest[i + 2])) {
    seconds = static_cast<unsigned>((rest[i + 1] - '0') * 10 + (rest[i + 2] - '0'));
    i += 3;
  }
  if (minutes > 59 || seconds > 59) return out;
  if (i < rest.size() && rest[i] == '.') {
    do ++i;
    while (i < rest.size() && is_digit_char(rest[i]));
  }
  std::string_view tail = rest.substr(std::min(i, rest.size()));
  while (!tail.empty() && tail.front() == ' ') tail.remove_prefix(1);
  const bool pm = tail.starts_with("pm") || tail.starts_with("p.m");
  const bool am = tail.starts_with("am") || tail.starts_with("a.m");
  if (pm || am) tail.remove_prefix(std::min(tail.find_first_of(" +-"), tail.size()));
  if (pm && hours < 12) hours += 12;
  if (am && hours == 12) hours = 0;
  const auto zone = zone_at(tail);
  out.has_time = true;
  out.text +=
      "T" + two(hours) + ":" + two(minutes) + ":" + two(seconds) + (zone ? zone_text(*zone) : "");
  out.at += std::chrono::seconds(static_cast<int>(hours * 3600 + minutes * 60 + seconds) -
                                 zone.value_or(0) * 60);
  return out;
}

std::optional<PageDate> from_epoch(std::string_view s) {
  if (s.size() != 10 && s.size() != 13) return std::nullopt;
  if (!std::all_of(s.begin(), s.end(), is_digit_char)) return std::nullopt;
  long long seconds = 0;
  for (const char c : s.substr(0, 10)) seconds = seconds * 10 + (c - '0');
  PageDate out;
  out.at = Instant(std::chrono::seconds(seconds));
  out.text = format_rfc3339(out.at);
  out.has_time = true;
  return out;
}

// 20260106, 202601061030, 20260106103000
std::optional<Ymd> packed(std::string_view s) {
  const bool iso = s.size() > 8 && s[8] == 'T';  // 20260106T101112Z
  if (s.size() < 8 || (s.size() > 14 && !iso) ||
      !std::all_of(s.begin(), s.begin() + 8, is_digit_char))
    return std::nullopt;
  const auto number = [&s](std::size_t at, std::size_t size) {
    unsigned out = 0;
    for (const char c : s.substr(at, size)) out = out * 10 + static_cast<unsigned>(c - '0');
    return out;
  };
  const Ymd out{number(0, 4), number(4, 2), number(6, 2), 8};
  return out.valid() && out.year >= 1990 ? std::optional(out) : std::nullopt;
}

}  // namespace

std::optional<PageDate> find_date(std::string_view text, bool month_first) {
  if (std::count_if(text.begin(), text.end(), is_digit_char) < 3) return std::nullopt;
  const auto folded = fold_text(text.substr(0, std::min<std::size_t>(text.size(), 300)));
  const auto t = tokens_of(folded);
  for (std::size_t i = 0; i < t.size(); ++i) {
    auto found = year_first(t, i);
    if (!found) found = of_era(t, i);
    if (!found) found = with_month_name(t, i);
    if (!found) found = numbers_only(t, i, month_first);
    if (found) return with_time(*found, std::string_view(folded).substr(found->end));
  }
  return std::nullopt;
}

std::optional<PageDate> read_page_date(std::string_view text, bool month_first) {
  while (!text.empty() && (text.front() == ' ' || text.front() == '\n')) text.remove_prefix(1);
  while (!text.empty() && (text.back() == ' ' || text.back() == '\n')) text.remove_suffix(1);
  if (text.empty()) return std::nullopt;
  if (auto found = from_epoch(text)) return found;
  if (const auto found = packed(text)) return with_time(*found, "");
  return find_date(text, month_first);
}

std::optional<PageDate> date_in_url(std::string_view url) {
  const auto path =
      url.find("://") == std::string_view::npos ? 0 : url.find('/', url.find("://") + 3);
  if (path == std::string_view::npos) return std::nullopt;
  for (std::size_t i = path; i + 8 < url.size(); ++i) {
    if (is_digit_char(url[i]) || !is_digit_char(url[i + 1])) continue;
    std::size_t end = i + 1;
    while (end < url.size() && is_digit_char(url[end])) ++end;
    const auto digits = url.substr(i + 1, end - i - 1);
    // "20260106", with a serial number behind it, or with a time.
    if (digits.size() == 8 || (digits.size() > 9 && digits.size() < 15 && digits.size() != 13)) {
      if (const auto found = packed(digits); found && found->year > 1994)
        return with_time(*found, "");
    }
    if (digits.size() != 4 || end >= url.size()) continue;
    const char sign = url[end];
    if (sign != '/' && sign != '-') continue;
    const auto t = tokens_of(url.substr(i + 1, 12));
    if (t.size() < 5 || t[1].text[0] != sign || t[3].text[0] != sign || !is_small(t[4])) continue;
    if (const auto found = year_first(t, 0)) return with_time(*found, "");
  }
  return std::nullopt;
}

}  // namespace chokepoint
