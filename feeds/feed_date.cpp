#include "feeds/feed_date.h"

#include <algorithm>
#include <array>
#include <string>
#include <vector>

#include "feeds/feed_date_words.h"
#include "feeds/xml_text.h"
#include "models/core/utf8.h"
#include "models/core/zone.h"

namespace chokepoint {
namespace {

constexpr bool digit(char c) {
  return c >= '0' && c <= '9';
}

struct Number {
  long long value = 0;
  std::size_t digits = 0;
};

int full_year(const Number& n) {
  if (n.digits > 2) return static_cast<int>(n.value);
  return static_cast<int>(n.value) + (n.value < 70 ? 2000 : 1900);
}

// One reading of one string. Each read_... consumes what it understands at pos_ and answers whether
// it did; anything that looks like a part of a date and is not one ends the reading.
class DateReader {
 public:
  explicit DateReader(std::string_view s) : s_(s) {}

  std::optional<Instant> read() {
    while (pos_ < s_.size())
      if (!read_token()) return std::nullopt;
    return assemble();
  }

 private:
  bool at_digit(std::size_t i) const { return i < s_.size() && digit(s_[i]); }
  char at(std::size_t i) const { return i < s_.size() ? s_[i] : ' '; }

  Number read_number() {
    Number n;
    for (; at_digit(pos_) && n.digits < 18; ++pos_, ++n.digits)
      n.value = n.value * 10 + (s_[pos_] - '0');
    return n;
  }

  bool read_token() {
    const char c = s_[pos_];
    if (digit(c)) return read_digits();
    if (c == '(') return skip_comment();
    if ((c == '+' || c == '-') && has_time_ && !zone_signed_) {
      if (at_digit(pos_ + 1)) return read_offset();
      return (at(pos_ - 1) == ' ' || at(pos_ + 1) == ' ') && skip();
    }
    if (c == ':' || c == '+') return false;
    if (c == '-' && pos_ > 0 && digit(at(pos_ - 1)) && at_digit(pos_ + 1) && has_date_)
      return false;
    const auto letter = decode_at(s_, pos_);
    if (is_spaced_letter(letter.value) || is_han(letter.value) || is_hangul(letter.value))
      return read_word();
    pos_ += letter.size;
    return true;
  }

  bool skip() { return ++pos_, true; }

  bool skip_comment() {
    const auto end = s_.find(')', pos_);
    pos_ = end == std::string_view::npos ? s_.size() : end + 1;
    return true;
  }

  bool read_digits() {
    const auto start = pos_;
    const auto first = read_number();
    if (at(pos_) == ':') {
      pos_ = start;
      return !has_time_ && read_time();
    }
    const char separator = at(pos_);
    const bool joins = separator == '-' || separator == '/' || separator == '.';
    if (joins && at_digit(pos_ + 1) && !has_date_) return read_numeric_date(first, separator);
    if (first.digits == 8 && !has_date_) return compact_date(first.value);
    if (first.digits > 4) return false;
    return read_unit(first);
  }

  // A number by itself: a day, a year, or one with its unit behind it (2004년, 6日, 16th).
  bool read_unit(const Number& n) {
    const auto next = decode_at(s_, pos_);
    if (is_hangul(next.value)) country_ = 540;
    if (is_han(next.value) && country_ == 0) country_ = 480;
    const auto is = [&](char32_t a, char32_t b) {
      return next.size > 0 && (next.value == a || next.value == b);
    };
    if (is(U'年', U'년')) return year_ = full_year(n), pos_ += next.size, true;
    if (is(U'月', U'월')) return month_ = static_cast<unsigned>(n.value), pos_ += next.size, true;
    if (is(U'日', U'일') || is(U'号', U'號'))
      return day_ = static_cast<unsigned>(n.value), pos_ += next.size, true;
    if (is(U'時', U'시') || is(U'时', U'點') || is(U'点', U'h'))
      return hour_ = static_cast<unsigned>(n.value), has_time_ = true, pos_ += next.size, true;
    if (is(U'分', U'분')) return minute_ = static_cast<unsigned>(n.value), pos_ += next.size, true;
    if (is(U'秒', U'초')) return second_ = static_cast<unsigned>(n.value), pos_ += next.size, true;
    for (const std::string_view suffix : {"st", "nd", "rd", "th", "er"})
      if (same_word(s_.substr(pos_, 2), suffix)) pos_ += 2;
    if (numbers_.size() == 3) return false;
    numbers_.push_back(n);
    return true;
  }

  bool read_time() {
    hour_ = static_cast<unsigned>(read_number().value);
    ++pos_;
    if (!at_digit(pos_)) return false;
    minute_ = static_cast<unsigned>(read_number().value);
    if (at(pos_) == ':') {
      ++pos_;
      if (!at_digit(pos_)) return false;
      second_ = static_cast<unsigned>(read_number().value);
      if ((at(pos_) == '.' || at(pos_) == ',') && at_digit(pos_ + 1)) {
        ++pos_;
        while (at_digit(pos_)) ++pos_;
      }
    }
    has_time_ = true;
    return at(pos_) != ':';
  }

  bool read_numeric_date(const Number& a, char separator) {
    ++pos_;
    const auto b = read_number();
    if (at(pos_) != separator || !at_digit(pos_ + 1)) {
      if (a.digits != 4) return false;
      if (b.digits == 3) return ordinal_day(a, b);
      return set_date(a, b, {1, 1});
    }
    ++pos_;
    const auto c = read_number();
    if (a.digits >= 3) return set_date(a, b, c);
    if (c.digits < 3 && separator == '-')
      return a.value > 31 || c.value > 12 ? set_date(a, b, c) : set_date(c, b, a);
    // 10/30 can only be month first; 03/04 is, as most software that writes slashes is American.
    const bool month_first = separator == '/' ? a.value <= 12 : b.value > 12;
    return month_first ? set_date(c, a, b) : set_date(c, b, a);
  }

  bool ordinal_day(const Number& year, const Number& day) {
    const auto first = Day(std::chrono::year(full_year(year)) / 1 / 1);
    const std::chrono::year_month_day date(first + std::chrono::days(day.value - 1));
    year_ = full_year(year);
    month_ = static_cast<unsigned>(date.month());
    day_ = static_cast<unsigned>(date.day());
    return has_date_ = day.value > 0 && day.value < 367;
  }

  bool compact_date(long long value) {
    return set_date({value / 10000, 4}, {value / 100 % 100, 2}, {value % 100, 2});
  }

  bool set_date(const Number& year, const Number& month, const Number& day) {
    year_ = full_year(year);
    month_ = static_cast<unsigned>(std::min(month.value, 99LL));
    day_ = static_cast<unsigned>(std::min(day.value, 99LL));
    return has_date_ = true;
  }

  // "+0900", "+09:00", "-5"; after it a 'Z' may stand.
  bool read_offset() {
    const int sign = s_[pos_] == '-' ? -1 : 1;
    ++pos_;
    auto hours = read_number();
    long long minutes = 0;
    if (at(pos_) == ':') {
      ++pos_;
      const auto n = read_number();
      if (n.digits == 0) return false;
      minutes = n.value;
    } else if (hours.digits > 2) {
      minutes = hours.value % 100;
      hours.value /= 100;
    }
    if (hours.value > 15 || minutes > 59) return false;
    offset_ = sign * static_cast<int>(hours.value * 60 + minutes);
    has_zone_ = zone_signed_ = true;
    return true;
  }

  bool read_word() {
    const auto start = pos_;
    while (pos_ < s_.size()) {
      const auto c = decode_at(s_, pos_);
      const bool inside =
          is_spaced_letter(c.value) || is_han(c.value) || is_hangul(c.value) || c.value == '/' ||
          c.value == '_' ||
          (c.value == '.' && decode_at(s_, pos_ + 1).value > ' ' && !at_digit(pos_ + 1));
      if (!inside || c.size == 0) break;
      pos_ += c.size;
    }
    const auto original = s_.substr(start, pos_ - start);
    auto word = lower_word(original);
    while (word.ends_with('.') || word.ends_with('/')) word.pop_back();
    if (original.find('/') != std::string_view::npos && from_local(Instant{}, original)) {
      place_ = original;
      return true;
    }
    const bool after_digit = start > 0 && digit(at(start - 1));
    return understand(word, after_digit, start);
  }

  bool understand(const std::string& word, bool after_digit, std::size_t start) {
    if (const auto month = month_of_word(word); month != 0 && !(has_date_ && month_ != 0)) {
      // "mar." is Tuesday in French and March in many languages: whichever other month stands there
      // wins.
      if (named_month_ == 0 || named_was_mar_) named_month_ = month;
      named_was_mar_ = word == "mar";
      return true;
    }
    if (const char half = half_of_day(word); half != 0) {
      half_ = half;
      note_country(word);
      return true;
    }
    if (word == "t" && after_digit) return true;
    if (const auto minutes = zone_minutes(word); minutes && has_time_ && !has_zone_) {
      offset_ = *minutes;
      has_zone_ = true;
      return true;
    }
    note_country(word);
    if (word == "z" || word == "gmt" || word == "utc") return true;
    const bool glued = after_digit || (start > 0 && (at(start - 1) == '-' || at(start - 1) == '+'));
    const auto c = decode_at(word, 0).value;
    return !glued || is_han(c) || is_hangul(c);
  }

  void note_country(const std::string& word) {
    const auto c = decode_at(word, 0).value;
    if (is_hangul(c) || word.starts_with("午前") || word.starts_with("午後") ||
        word.ends_with("曜"))
      country_ = 540;
    else if (is_han(c))
      country_ = 480;
  }

  // Bare numbers beside a month's name are day and year; three of them are day, month, year.
  void place_numbers() {
    if (numbers_.size() == 3 && month_ == 0) {
      const bool year_first = numbers_[0].digits == 4;
      set_date(numbers_[year_first ? 0 : 2], numbers_[1], numbers_[year_first ? 2 : 0]);
      return;
    }
    for (const auto& n : numbers_) {
      const bool as_year = n.digits > 2 || n.value > 31 || day_ != 0;
      if (as_year && !year_)
        year_ = full_year(n);
      else if (day_ == 0)
        day_ = static_cast<unsigned>(n.value);
    }
  }

  std::optional<Instant> assemble() {
    if (month_ == 0) month_ = named_month_;
    place_numbers();
    if (named_month_ != 0 && day_ == 0 && !has_time_) day_ = 1;
    if (!year_ || hour_ > 24 || minute_ > 59 || second_ > 60) return std::nullopt;
    const std::chrono::year_month_day date{std::chrono::year(*year_), std::chrono::month(month_),
                                           std::chrono::day(day_)};
    if (!date.ok() || *year_ < 1 || *year_ > 9999) return std::nullopt;
    if (half_ == 'p' && hour_ < 12) hour_ += 12;
    if (half_ == 'a' && hour_ == 12) hour_ = 0;
    const Instant local = Day(date) + std::chrono::hours(hour_) + std::chrono::minutes(minute_) +
                          std::chrono::seconds(std::min(second_, 59U));
    if (!place_.empty()) return from_local(local, place_);
    const int minutes = has_zone_ ? offset_ : has_time_ ? country_ : 0;
    return local - std::chrono::minutes(minutes);
  }

  std::string_view s_;
  std::size_t pos_ = 0;
  std::optional<int> year_;
  unsigned month_ = 0, day_ = 0, named_month_ = 0;
  unsigned hour_ = 0, minute_ = 0, second_ = 0;
  int offset_ = 0, country_ = 0;
  char half_ = 0;
  bool has_date_ = false, has_time_ = false, has_zone_ = false, zone_signed_ = false,
       named_was_mar_ = false;
  std::string_view place_;
  std::vector<Number> numbers_;
};

// Strings of digits alone: epoch seconds or milliseconds, 20260106030405, 20260106, 260106, 2026.
std::optional<Instant> read_all_digits(std::string_view s) {
  const auto number = [&](std::size_t from, std::size_t n) {
    long long value = 0;
    for (const char c : s.substr(from, n)) value = value * 10 + (c - '0');
    return value;
  };
  const auto day = [&](long long y, long long m, long long d) -> std::optional<Instant> {
    const std::chrono::year_month_day date(std::chrono::year(static_cast<int>(y)),
                                           std::chrono::month(static_cast<unsigned>(m)),
                                           std::chrono::day(static_cast<unsigned>(d)));
    return date.ok() && y > 0 ? std::optional<Instant>(Day(date)) : std::nullopt;
  };
  if (s.size() == 9 || s.size() == 10) return Instant(std::chrono::seconds(number(0, 10)));
  if (s.size() == 13) return Instant(std::chrono::seconds(number(0, 13) / 1000));
  if (s.size() == 4) return day(number(0, 4), 1, 1);
  if (s.size() == 6) return day(full_year({number(0, 2), 2}), number(2, 2), number(4, 2));
  if (s.size() == 8) return day(number(0, 4), number(4, 2), number(6, 2));
  if (s.size() != 14) return std::nullopt;
  const auto date = day(number(0, 4), number(4, 2), number(6, 2));
  if (!date || number(8, 2) > 23 || number(10, 2) > 59 || number(12, 2) > 60) return std::nullopt;
  return *date + std::chrono::hours(number(8, 2)) + std::chrono::minutes(number(10, 2)) +
         std::chrono::seconds(number(12, 2));
}

}  // namespace

std::optional<Instant> parse_feed_date(std::string_view s) {
  s = trimmed(s);
  if (s.size() < 4 || s.size() > 120) return std::nullopt;
  if (std::all_of(s.begin(), s.end(), digit)) return read_all_digits(s);
  return DateReader(s).read();
}

}  // namespace chokepoint
