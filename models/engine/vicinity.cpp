#include "models/engine/vicinity.h"

#include <algorithm>
#include <cstdlib>
#include <iterator>

namespace chokepoint {
namespace {

constexpr int kReach = 28;  // half words on either side

template <class T>
void sort_unique(std::vector<T>& all) {
  std::sort(all.begin(), all.end());
  all.erase(std::unique(all.begin(), all.end()), all.end());
}

Word days_bucket(long days) {
  if (days < -1) return Word("future");
  if (days <= 1) return Word("now");
  if (days <= 7) return Word("week");
  if (days <= 31) return Word("month");
  if (days <= 120) return Word("season");
  if (days <= 400) return Word("year");
  return Word("years");
}

// Of a date known to the day, before publication; negative: after it, or not known.
long days_before(const Scene& s, const DatedSpan& d) {
  if (!s.document.published || d.date.precision != DatePrecision::Day) return -1;
  return (*s.document.published - d.date.from).count();
}

Word offset_bucket(long days) {
  if (days < 0) return "after or unknown";
  return days <= 2   ? few(static_cast<std::size_t>(days))
         : days <= 4 ? Word("3-4")
         : days <= 7 ? Word("5-7")
                     : Word("older");
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

Vicinity vicinity_of(const Scene& s, const Candidate& c) {
  std::vector<ConceptId> sentence;
  Vicinity v;
  const auto& here = s.text.sentences[c.sentence];
  for (auto i = here.first_annotation; i < here.last_annotation; ++i) {
    const auto& a = s.text.annotations[i];
    for (const auto country : countries_of(s.model, a)) v.countries.push_back(country);
    v.agency = v.agency || is_agency(a);
    v.item = v.item || is_item(a);
    if (!is_concept(a)) continue;
    const bool close =
        a.unit >= c.unit - kReach && a.unit <= c.last_unit + kReach && a.clause == c.clause;
    const auto& set = s.model.concept_sets[a.meaning->index];
    auto& into = close ? v.near : sentence;
    into.insert(into.end(), set.begin(), set.end());
  }
  for (const auto& d : s.text.dates) v.dated = v.dated || d.sentence == c.sentence;
  sort_unique(v.near);
  sort_unique(v.countries);
  sort_unique(sentence);
  std::set_difference(sentence.begin(), sentence.end(), v.near.begin(), v.near.end(),
                      std::back_inserter(v.sentence));
  return v;
}

int gap_to(const Candidate& c, std::int32_t unit) {
  return unit < c.unit ? c.unit - unit : unit > c.last_unit ? unit - c.last_unit : 0;
}

Word place_of(const Scene& s, const Candidate& c) {
  if (s.text.sentences[c.sentence].title) return Word("title");
  const auto n = c.sentence - s.first_body_sentence;
  return n == 0   ? Word("lead")
         : n == 1 ? Word("second")
         : n <= 3 ? Word("early")
         : n <= 7 ? Word("middle")
                  : Word("late");
}

Word third_of(const Scene& s, const Candidate& c) {
  const auto body = s.text.sentences.size() - s.first_body_sentence;
  if (s.text.sentences[c.sentence].title || body < 4) return Word("first");
  const auto n = c.sentence - s.first_body_sentence;
  return n * 3 < body ? Word("first") : n * 3 < 2 * body ? Word("middle") : Word("last");
}

Word age_of(const Scene& s, const DateOption& date) {
  if (!date.date || !s.document.published) return Word("unknown");
  if (date.published) return Word("now");
  const auto last = std::min(date.date->last_day(), *s.document.published);
  if (date.date->first_day() > *s.document.published) return Word("future");
  return days_bucket((*s.document.published - last).count());
}

Word few(std::size_t n) {
  return n >= 3 ? Word("3+") : n == 2 ? Word("2") : n == 1 ? Word("1") : Word("0");
}

Word effective_in(const Scene& s, const Candidate& c) {
  for (const auto& d : s.text.dates) {
    if (d.sentence != c.sentence || !s.document.published) continue;
    const bool future = d.date.from > *s.document.published;
    if (d.date.cue == DateCue::Effective) return future ? Word("future") : Word("past");
    if (future) return d.date.cue == DateCue::Expiry ? Word("expires") : Word("future-date");
  }
  return Word("none");
}

bool tells_type(const Scene& s, std::uint32_t sentence, std::size_t type) {
  return !s.told[type].empty() && s.told[type][sentence];
}

Word news_day_of(const Scene& s) {
  Word out = "none";
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

std::vector<std::size_t> countries_in(const Scene& s, std::size_t sentence) {
  std::vector<std::size_t> out;
  const auto& here = s.text.sentences[sentence];
  for (auto a = here.first_annotation; a < here.last_annotation; ++a)
    for (const auto country : countries_of(s.model, s.text.annotations[a])) out.push_back(country);
  sort_unique(out);
  return out;
}

std::vector<std::size_t> lead_countries(const Scene& s) {
  std::vector<std::size_t> out;
  for (std::size_t i = 0; i <= s.first_body_sentence && i < s.text.sentences.size(); ++i)
    for (const auto country : countries_in(s, i)) out.push_back(country);
  sort_unique(out);
  return out;
}

void add_date_features(const Scene& s, const Candidate& c, const DatedSpan& d, Features& f) {
  const int delta = static_cast<int>(d.sentence) - static_cast<int>(c.sentence);
  const Word where = delta == 0    ? Word("here")
                     : delta == -1 ? Word("previous")
                     : delta == 1  ? Word("next")
                     : delta == -2 ? Word("two before")
                                   : Word("lead");
  const Word side = d.unit < c.unit        ? Word("before")
                    : d.unit > c.last_unit ? Word("after")
                                           : Word("inside");
  const int gap = gap_to(c, d.unit);
  const Word distance = gap <= 6    ? Word("touching")
                        : gap <= 16 ? Word("near")
                        : gap <= 40 ? Word("middling")
                                    : Word("far");
  const auto partial = as_partial(d.date);
  const Word precision = partial.day != 0     ? Word("day")
                         : partial.month != 0 ? Word("month")
                                              : Word("year");
  const Word age = age_of(s, {partial, false, &d});
  static constexpr Word kCues[] = {"none", "effective", "expiry", "since"};
  const Word cue = kCues[static_cast<int>(d.date.cue)];
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
  f.add(s.model.words.groups[c.type], "cue", cue, age);
  const auto offset = offset_bucket(days_before(s, d));
  f.add("offset", offset, where);
  f.add("offset", offset, place);
  if (is_dateline(s, d)) f.add("dateline", place);
  if (delta != 0 && tells_type(s, d.sentence, c.type)) {
    f.add("beside the type", where);
    f.add("beside the type", age, place);
  }
  const auto repeated = s.same_dates[static_cast<std::size_t>(&d - s.text.dates.data())];
  f.add("repeated", few(repeated), delta == 0 ? Word("here") : Word("elsewhere"));
  bool nearest = delta == 0;
  std::size_t others = 0;
  const auto by_sentence = [](const DatedSpan& a, std::uint32_t n) { return a.sentence < n; };
  const auto first =
      std::lower_bound(s.text.dates.begin(), s.text.dates.end(), c.sentence, by_sentence);
  for (auto at = first; at != s.text.dates.end() && at->sentence == c.sentence; ++at) {
    const auto& other = *at;
    if (&other == &d) continue;
    ++others;
    nearest = nearest && gap <= gap_to(c, other.unit);
  }
  if (delta == 0) f.add(nearest ? Word("nearest") : Word("not nearest"), few(others));
  if (delta == 0 && others == 0) f.add("only here", cue);
  if (d.sentence <= s.first_body_sentence && delta != 0) f.add("lead date", age, place);
}

std::vector<ConceptId> concepts_in(const Scene& s, std::size_t sentence, std::string_view kind) {
  std::vector<ConceptId> out;
  const auto& here = s.text.sentences[sentence];
  for (auto i = here.first_annotation; i < here.last_annotation; ++i) {
    const auto& a = s.text.annotations[i];
    if (!is_concept(a)) continue;
    for (const auto id : s.model.concept_sets[a.meaning->index])
      if (s.model.concepts[id].starts_with(kind)) out.push_back(id);
  }
  sort_unique(out);
  return out;
}

Word running_age(const Scene& s, const Candidate& c) {
  const DatedSpan* last = nullptr;
  for (const auto& d : s.text.dates)
    if (d.sentence < c.sentence && d.sentence + 3 >= c.sentence && !is_dateline(s, d)) last = &d;
  return last == nullptr ? Word("none") : age_of(s, {as_partial(last->date), false, last});
}

Word effective_anywhere(const Scene& s) {
  Word out = "none";
  for (const auto& d : s.text.dates) {
    if (d.date.cue != DateCue::Effective || !s.document.published) continue;
    if (d.date.from > *s.document.published) return "future";
    out = "past";
  }
  return out;
}

}  // namespace chokepoint
