#include <algorithm>

#include "models/core/utf8.h"
#include "models/engine/dates_bounds.h"
#include "models/engine/dates_grammar.h"

namespace chokepoint {
namespace {

constexpr int kBudget = 4000;  // steps one position may cost: hostile text stays linear

struct Hit {
  std::uint16_t cls = 0;
  int value = 0;
  std::size_t end = 0;
};

constexpr std::uint16_t id(DateClass c) {
  return static_cast<std::uint16_t>(c);
}

int han_digit(char32_t c) {
  constexpr std::u32string_view kDigits = U"零一二三四五六七八九";
  const auto at = kDigits.find(c);
  return at == std::u32string_view::npos ? -1 : static_cast<int>(at);
}

bool word_letter(const LanguageDates& lang, char32_t c) {
  return is_spaced_letter(c) || (lang.hangul && is_hangul(c));
}

class Matcher {
 public:
  Matcher(const LanguageDates& lang, std::string_view text, DateStyle style)
      : lang_(lang), text_(text), bounds_(lang, text), style_(style) {}

  // A digit or the first bytes of a word stands here.
  bool may_begin(std::size_t pos) const {
    return ascii_digit(text_[pos]) || lang_.words.may_begin(text_, pos) ||
           (lang_.han_digits && han_digit(decode_at(text_, pos).value) >= 0);
  }

  // The longest expression that begins at `pos`; cues that begin there go to `cues`.
  std::optional<RawDate> at(std::size_t pos, std::vector<DateCueHit>& cues) {
    best_.rule = -1;
    words_.clear();
    places_.clear();
    budget_ = kBudget;
    origin_ = pos;
    const char32_t before = decode_before(text_, pos).value;
    if (ascii_digit(text_[pos]) && !bounds_.number_may_start(pos, before)) return std::nullopt;
    cues_ = &cues;
    walk(0, pos, std::string_view::npos, 0);
    if (best_.rule < 0) return std::nullopt;
    return best_;
  }

 private:
  void walk(std::uint32_t state, std::size_t pos, std::size_t span, std::size_t span_end) {
    const DateState& s = lang_.states[state];
    if (s.rule >= 0) consider(s.rule, pos, span, span_end);
    if (s.edges.empty() || --budget_ < 0) return;
    const std::size_t at = state == 0 ? pos : bounds_.skip_spaces(pos);
    if (at >= text_.size()) return;
    if (ascii_digit(text_[at])) {
      if (at == pos && state != 0 && ascii_digit(text_[at - 1])) return;
      numbers(s, at, span, span_end);
    }
    words(s, at, span, span_end, state == 0);
  }

  void words(const DateState& s, std::size_t at, std::size_t span, std::size_t span_end,
             bool root) {
    const auto& place = place_at(at);
    if (place.closed || (root && place.digit_in_word)) return;
    const bool particle = place.particle, han_digit = place.han_digit;
    const auto to = place.to;
    for (auto i = place.from; i < to; ++i) {
      const Hit hit = words_[i];
      if (root && hit.cls >= id(DateClass::Future) && hit.cls < id(DateClass::Size))
        cues_->push_back({at, hit.end, static_cast<DateClass>(hit.cls)});
      if (!root || !particle) follow(s, hit, at, span, span_end);
    }
    if (han_digit) han_year(s, at, span, span_end);
  }

  // What stands at a place whatever state asks; many do.
  struct Place {
    std::size_t at = 0;
    std::uint32_t from = 0, to = 0;  // the words that begin there, as a range of words_
    bool closed = false;             // inside a word, or where a sentence ends
    bool digit_in_word = false;
    bool particle =
        false;  // of Korean: no place for a date to begin, but it may be a cue: 1일[부터]
    bool han_digit = false;
  };

  // Good until the next call.
  const Place& place_at(std::size_t at) {
    for (auto known = places_.rbegin(); known != places_.rend(); ++known)
      if (known->at == at) return *known;
    const char32_t first = decode_at(text_, at).value;
    const char32_t before = decode_before(text_, at).value;
    const bool inside = word_letter(lang_, before);
    auto& place = places_.emplace_back();
    place.at = at;
    place.from = place.to = static_cast<std::uint32_t>(words_.size());
    place.closed =
        (is_spaced_letter(first) && inside) || (text_[at] == '.' && bounds_.ends_sentence(at));
    place.digit_in_word = ascii_digit(text_[at]) && is_spaced_letter(before);
    place.particle = inside && is_hangul(first);
    place.han_digit = lang_.han_digits && han_digit(first) >= 0;
    if (!place.closed) {
      add_words(at);
      place.to = static_cast<std::uint32_t>(words_.size());
    }
    return place;
  }

  // Neither a word nor a number begins there.
  bool is_barren(std::size_t at) {
    if (at >= text_.size()) return true;
    if (ascii_digit(text_[at])) return false;
    const auto& place = place_at(at);
    return place.closed || (place.from == place.to && !place.han_digit);
  }

  void add_words(std::size_t at) {
    lang_.words.walk(text_, at, [&](std::span<const DateTerm> terms, std::size_t end) {
      if (is_spaced_letter(decode_before(text_, end).value) &&
          is_spaced_letter(decode_at(text_, end).value))
        return;
      for (const auto& term : terms) words_.push_back({term.cls, term.value, end});
    });
  }

  void han_year(const DateState& s, std::size_t at, std::size_t span, std::size_t span_end) {
    int value = 0;
    std::size_t pos = at;
    for (int i = 0; i < 4; ++i) {
      const auto c = decode_at(text_, pos);
      const int digit = c.size == 0 ? -1 : han_digit(c.value);
      if (digit < 0) return;
      value = value * 10 + digit;
      pos += c.size;
    }
    if (value >= 1500 && value < 2200)
      follow(s, {id(DateClass::Year), value, pos}, at, span, span_end);
  }

  void numbers(const DateState& s, std::size_t at, std::size_t span, std::size_t span_end) {
    std::size_t end = at;
    int value = 0;
    while (end < text_.size() && ascii_digit(text_[end]) && end - at < 5)
      value = value * 10 + (text_[end++] - '0');
    const std::size_t size = end - at;
    if (size > 4) return;
    const auto go = [&](DateClass c, std::size_t to) {
      follow(s, {id(c), value, to}, at, span, span_end);
    };
    if (size <= 2 && value >= 1 && value <= 31) {
      go(DateClass::Day, end);
      for (const auto& suffix : lang_.day_suffix) {
        if (!bounds_.stands_at(end, suffix)) continue;
        const std::size_t to = end + suffix.size();
        if (suffix != "." && is_spaced_letter(decode_at(text_, to).value)) continue;
        if (suffix == "." && to < text_.size() && ascii_digit(text_[to])) continue;  // 14.000
        go(DateClass::Day, to);
        go(DateClass::DayOrd, to);
      }
    }
    if (size <= 2 && value >= 1 && value <= 12) go(DateClass::Mon, end);
    if (size == 4 && value >= 1500 && value < 2200) go(DateClass::Year, end);
    if (size == 2) go(DateClass::ShortYear, end);
    if (size <= 3) go(DateClass::Num, end);
  }

  std::span<const DateEdge> edges_of(const DateState& s, std::uint16_t cls) const {
    const auto [from, to] =
        std::equal_range(s.edges.begin(), s.edges.end(), DateEdge{cls},
                         [](const DateEdge& a, const DateEdge& b) { return a.cls < b.cls; });
    return {from, to};
  }

  void follow(const DateState& s, const Hit& hit, std::size_t at, std::size_t span,
              std::size_t span_end) {
    const bool root = &s == lang_.states.data();
    if (root && hit.cls >= lang_.root_edges.size()) return;
    const auto* known = root ? &lang_.root_edges[hit.cls] : nullptr;
    const auto edges = root ? std::span{s.edges}.subspan(known->first, known->last - known->first)
                            : edges_of(s, hit.cls);
    if (edges.empty()) return;
    const bool last = is_barren(bounds_.skip_spaces(hit.end));
    if (last && root && known->may_end == 0) return;
    for (const auto& edge : edges) {
      if (last && lang_.states[edge.next].rule < 0) {  // ends nowhere and cannot go on
        --budget_;
        continue;
      }
      const bool was_given = slots_.has(edge.slot);
      const int before = slots_[edge.slot];
      if (edge.slot != Slot::None) slots_.set(edge.slot, hit.value);
      if (edge.outside)
        walk(edge.next, hit.end, span, span_end);
      else
        walk(edge.next, hit.end, span == std::string_view::npos ? at : span, hit.end);
      slots_.restore(edge.slot, before, was_given);
    }
  }

  void consider(int rule, std::size_t pos, std::size_t span, std::size_t span_end) {
    if (span == std::string_view::npos) return;
    const bool longer =
        best_.rule < 0 || pos > best_total_ || (pos == best_total_ && rule < best_.rule);
    if (!longer || !bounds_.may_end(pos)) return;
    const DateRule& r = lang_.rules[static_cast<std::size_t>(rule)];
    if (!(style_ == DateStyle::Query ? r.query : r.news)) return;
    if (bounds_.forbidden(r, origin_, pos)) return;
    const bool impossible = !possible();
    if (impossible && !slots_.has(Slot::Year)) return;  // a shorter reading may still be right
    best_ = {span, span_end, span_end, rule, impossible, slots_};
    best_total_ = pos;
    for (const auto& [slot, value] : r.set)
      if (!best_.slots.has(slot)) best_.slots.set(slot, value);
  }

  // No 30 February.
  bool possible() const {
    using namespace std::chrono;
    const int y = slots_.get(Slot::Year, 2024);
    const auto fits = [y](int m, int d) {
      return m < 1 || (year_month_day{year{y}, month{static_cast<unsigned>(m)},
                                      day{static_cast<unsigned>(d)}}
                           .ok());
    };
    return !slots_.has(Slot::Day) || fits(slots_.get(Slot::Month, 1), slots_[Slot::Day]);
  }

  const LanguageDates& lang_;
  std::string_view text_;
  DateBounds bounds_;
  DateStyle style_;
  Slots slots_;
  std::vector<Hit> words_;
  std::vector<Place> places_;
  RawDate best_;
  std::size_t best_total_ = 0;
  std::size_t origin_ = 0;
  int budget_ = 0;
  std::vector<DateCueHit>* cues_ = nullptr;
};

}  // namespace

DateScan scan_dates(const LanguageDates& lang, std::string_view text, DateStyle style) {
  DateScan scan;
  Matcher matcher(lang, text, style);
  bool in_word = false;  // inside a Latin word or a number nothing can begin
  for (std::size_t pos = 0; pos < text.size();) {
    const auto c = static_cast<unsigned char>(text[pos]);
    const bool wordy = (c >= 'a' && c <= 'z') || ascii_digit(text[pos]);
    if ((wordy && in_word) || c == ' ' || (c & 0xC0U) == 0x80) {
      in_word = wordy || (c & 0xC0U) == 0x80 ? in_word : false;
      ++pos;
      continue;
    }
    in_word = wordy;
    if (!matcher.may_begin(pos)) {
      ++pos;
      continue;
    }
    if (auto found = matcher.at(pos, scan.cues)) {
      // "in [June of 2022]": what begins behind the context may reach further.
      if (found->start > pos) {
        const auto inner = matcher.at(found->start, scan.cues);
        if (inner && inner->end > found->end) found = inner;
      }
      if (!found->impossible) scan.dates.push_back(*found);
      pos = std::max(found->next, pos + 1);
      in_word = false;
    } else {
      ++pos;
    }
  }
  return scan;
}

}  // namespace chokepoint
