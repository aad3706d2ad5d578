#include "models/engine/vicinity.h"

#include <algorithm>
#include <cstdlib>

namespace chokepoint {
namespace {

constexpr int kReach = 28;  // half words on either side

std::string days_bucket(long days) {
  if (days < -1) return "future";
  if (days <= 1) return "now";
  if (days <= 7) return "week";
  if (days <= 31) return "month";
  if (days <= 120) return "season";
  if (days <= 400) return "year";
  return "years";
}

// Of a date known to the day, before publication; negative: after it, or not known.
long days_before(const Scene& s, const DatedSpan& d) {
  if (!s.document.published || d.date.precision != DatePrecision::Day) return -1;
  return (*s.document.published - d.date.from).count();
}

std::string offset_bucket(long days) {
  if (days < 0) return "after or unknown";
  return days <= 2 ? std::to_string(days) : days <= 4 ? "3-4" : days <= 7 ? "5-7" : "older";
}

// "BEIJING, Jan. 7 -": the day of writing at the head of the first sentence.
bool is_dateline(const Scene& s, const DatedSpan& d) {
  if (d.sentence >= s.title_end && d.sentence < s.first_body_sentence) return true;
  if (d.sentence != s.first_body_sentence) return false;
  constexpr std::uint32_t kHead = 48, kTail = 20;  // folded bytes
  if (d.start - s.text.sentences[d.sentence].start > kHead) return false;
  const auto tail = std::string_view{s.text.folded.text}.substr(d.end, kTail);
  static constexpr std::string_view kEnds[] = {" - ", "\u2014", "\u2013", ".-",     ")",
                                               "/",   "\u3011", "\u8baf", "\u7535", "\u8a0a"};
  return std::any_of(std::begin(kEnds), std::end(kEnds),
                     [&](auto end) { return tail.find(end) != std::string_view::npos; });
}

}  // namespace

Vicinity vicinity(const Scene& s, const Candidate& c) {
  std::set<ConceptId> near, sentence;
  Vicinity v;
  const auto& here = s.text.sentences[c.sentence];
  for (auto i = here.first_annotation; i < here.last_annotation; ++i) {
    const auto& a = s.text.annotations[i];
    for (const auto country : countries_of(s.model, a)) v.countries.insert(country);
    v.agency = v.agency || is_agency(a);
    v.item = v.item || is_item(a);
    if (!is_concept(a)) continue;
    const bool close =
        a.unit >= c.unit - kReach && a.unit <= c.last_unit + kReach && a.clause == c.clause;
    for (const auto id : s.model.concept_sets[a.meaning->index])
      (close ? near : sentence).insert(id);
  }
  for (const auto& d : s.text.dates) v.dated = v.dated || d.sentence == c.sentence;
  v.near.assign(near.begin(), near.end());
  for (const auto id : sentence)
    if (!near.contains(id)) v.sentence.push_back(id);
  return v;
}

std::string place_of(const Scene& s, const Candidate& c) {
  if (s.text.sentences[c.sentence].title) return "title";
  const auto n = c.sentence - s.first_body_sentence;
  return n == 0 ? "lead" : n == 1 ? "second" : n <= 3 ? "early" : n <= 7 ? "middle" : "late";
}

std::string third_of(const Scene& s, const Candidate& c) {
  const auto body = s.text.sentences.size() - s.first_body_sentence;
  if (s.text.sentences[c.sentence].title || body < 4) return "first";
  const auto n = c.sentence - s.first_body_sentence;
  return n * 3 < body ? "first" : n * 3 < 2 * body ? "middle" : "last";
}

std::string age_of(const Scene& s, const DateOption& date) {
  if (!date.date || !s.document.published) return "unknown";
  if (date.published) return "now";
  const auto last = std::min(date.date->last_day(), *s.document.published);
  if (date.date->first_day() > *s.document.published) return "future";
  return days_bucket((*s.document.published - last).count());
}

std::string few(std::size_t n) {
  return n >= 3 ? "3+" : std::to_string(n);
}

std::string effective_in(const Scene& s, const Candidate& c) {
  for (const auto& d : s.text.dates) {
    if (d.sentence != c.sentence || !s.document.published) continue;
    const bool future = d.date.from > *s.document.published;
    if (d.date.cue == DateCue::Effective) return future ? "future" : "past";
    if (future) return d.date.cue == DateCue::Expiry ? "expires" : "future-date";
  }
  return "none";
}

bool tells_type(const Scene& s, std::uint32_t sentence, std::size_t type) {
  return std::any_of(s.candidates.begin(), s.candidates.end(), [&](const Candidate& c) {
    return c.sentence == sentence && c.type == type && !c.echo;
  });
}

std::string news_day_of(const Scene& s) {
  std::string out = "none";
  long best = 8;
  for (const auto& d : s.text.dates) {
    if (d.sentence > s.first_body_sentence + 1) break;
    const auto days = days_before(s, d);
    if (days < 0 || days >= best || is_dateline(s, d)) continue;
    best = days;
    out = offset_bucket(days);
  }
  return out;
}

std::set<std::size_t> countries_in(const Scene& s, std::size_t sentence) {
  std::set<std::size_t> out;
  const auto& here = s.text.sentences[sentence];
  for (auto a = here.first_annotation; a < here.last_annotation; ++a)
    for (const auto country : countries_of(s.model, s.text.annotations[a])) out.insert(country);
  return out;
}

std::set<std::size_t> lead_countries(const Scene& s) {
  std::set<std::size_t> out;
  for (std::size_t i = 0; i <= s.first_body_sentence && i < s.text.sentences.size(); ++i)
    out.merge(countries_in(s, i));
  return out;
}

void add_date_features(const Scene& s, const Candidate& c, const DatedSpan& d, Features& f) {
  const int delta = static_cast<int>(d.sentence) - static_cast<int>(c.sentence);
  const std::string where = delta == 0    ? "here"
                            : delta == -1 ? "previous"
                            : delta == 1  ? "next"
                            : delta == -2 ? "two before"
                                          : "lead";
  const std::string side = d.unit < c.unit ? "before" : d.unit > c.last_unit ? "after" : "inside";
  const int gap = d.unit < c.unit        ? c.unit - d.unit
                  : d.unit > c.last_unit ? d.unit - c.last_unit
                                         : 0;
  const std::string distance = gap <= 6    ? "touching"
                               : gap <= 16 ? "near"
                               : gap <= 40 ? "middling"
                                           : "far";
  const auto partial = as_partial(d.date);
  const std::string precision = partial.day != 0 ? "day" : partial.month != 0 ? "month" : "year";
  const std::string age = age_of(s, {partial, false, &d});
  static constexpr const char* kCues[] = {"none", "effective", "expiry", "since"};
  const std::string cue = kCues[static_cast<int>(d.date.cue)];
  const auto place = place_of(s, c);
  f.add("span");
  f.add(where);
  f.add(where, side);
  if (delta == 0) f.add("gap", distance, side);
  f.add(where, precision);
  f.add(where, age);
  f.add(where, "cue", cue);
  f.add("cue", cue, age);
  f.add("precision", precision);
  f.add(where, place);
  f.add(s.model.types[c.type].group, "cue", cue, age);
  const auto offset = offset_bucket(days_before(s, d));
  f.add("offset", offset, where);
  f.add("offset", offset, place);
  if (is_dateline(s, d)) f.add("dateline", place);
  if (delta != 0 && tells_type(s, d.sentence, c.type)) {
    f.add("beside the type", where);
    f.add("beside the type", age, place);
  }
  std::size_t repeated = 0;
  for (const auto& other : s.text.dates)
    if (&other != &d && as_partial(other.date) == partial) ++repeated;
  f.add("repeated", few(repeated), delta == 0 ? "here" : "elsewhere");
  bool nearest = delta == 0;
  std::size_t others = 0;
  for (const auto& other : s.text.dates) {
    if (other.sentence != c.sentence || &other == &d) continue;
    ++others;
    const int other_gap = other.unit < c.unit        ? c.unit - other.unit
                          : other.unit > c.last_unit ? other.unit - c.last_unit
                                                     : 0;
    nearest = nearest && gap <= other_gap;
  }
  if (delta == 0) f.add(nearest ? "nearest" : "not nearest", few(others));
  if (delta == 0 && others == 0) f.add("only here", cue);
  if (d.sentence <= s.first_body_sentence && delta != 0) f.add("lead date", age, place);
}

std::vector<ConceptId> concepts_in(const Scene& s, std::size_t sentence, std::string_view kind) {
  std::set<ConceptId> out;
  const auto& here = s.text.sentences[sentence];
  for (auto i = here.first_annotation; i < here.last_annotation; ++i) {
    const auto& a = s.text.annotations[i];
    if (!is_concept(a)) continue;
    for (const auto id : s.model.concept_sets[a.meaning->index])
      if (s.model.concepts[id].starts_with(kind)) out.insert(id);
  }
  return {out.begin(), out.end()};
}

std::string running_age(const Scene& s, const Candidate& c) {
  const DatedSpan* last = nullptr;
  for (const auto& d : s.text.dates)
    if (d.sentence < c.sentence && d.sentence + 3 >= c.sentence && !is_dateline(s, d)) last = &d;
  return last == nullptr ? "none" : age_of(s, {as_partial(last->date), false, last});
}

std::string effective_anywhere(const Scene& s) {
  std::string out = "none";
  for (const auto& d : s.text.dates) {
    if (d.date.cue != DateCue::Effective || !s.document.published) continue;
    if (d.date.from > *s.document.published) return "future";
    out = "past";
  }
  return out;
}

}  // namespace chokepoint
