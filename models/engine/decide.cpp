#include "models/engine/decide.h"

#include <algorithm>
#include <array>
#include <cstdlib>
#include <map>
#include <set>

#include "models/engine/steps.h"
#include "models/engine/vicinity.h"
#include "models/engine/word_places.h"

namespace chokepoint {

namespace {

// "Madrid, 11 dic (EFE)." stands alone where it ends in a full stop.
bool only_dateline(const AnnotatedText& text, const Sentence& sentence) {
  constexpr std::uint32_t kLongest = 80;  // folded bytes
  if (sentence.end - sentence.start > kLongest) return false;
  for (auto i = sentence.first_annotation; i < sentence.last_annotation; ++i)
    if (is_concept(text.annotations[i])) return false;
  return true;
}

// Of each date, how many others come to the same.
std::vector<std::size_t> count_same(const std::vector<DatedSpan>& dates) {
  std::map<PartialDate, std::size_t> count;
  for (const auto& d : dates) ++count[as_partial(d.date)];
  std::vector<std::size_t> out;
  for (const auto& d : dates) out.push_back(count[as_partial(d.date)] - 1);
  return out;
}

}  // namespace

Scene make_scene(const Model& model, const Document& document, const AnnotatedText& text,
                 const ProposedMoves& moves, bool keep_names) {
  const auto& candidates = moves.candidates;
  Scene s{model, document, text, candidates, moves.names, {}, {}, {}, 0, 0, {}, {}, {}, keep_names};
  for (std::size_t c = 0; c < text.country_counts.size(); ++c)
    if (text.country_counts[c] > 0) s.countries.push_back(c);
  std::stable_sort(s.countries.begin(), s.countries.end(), [&](std::size_t a, std::size_t b) {
    return text.country_counts[a] > text.country_counts[b];
  });
  constexpr std::size_t kMostCountries = 24;
  if (s.countries.size() > kMostCountries) s.countries.resize(kMostCountries);
  std::set<std::string> contexts;
  for (const auto& a : text.annotations) {
    if (!is_concept(a)) continue;
    for (const auto c : model.concept_sets[a.meaning->index])
      if (model.concepts[c].starts_with("ctx.")) contexts.insert(model.concepts[c]);
  }
  s.doc_contexts.assign(contexts.begin(), contexts.end());
  s.type_in_title.assign(model.types.size(), false);
  for (const auto& c : candidates)
    if (text.sentences[c.sentence].title) s.type_in_title[c.type] = true;
  while (s.title_end < text.sentences.size() && text.sentences[s.title_end].title) ++s.title_end;
  s.first_body_sentence = s.title_end;
  while (s.first_body_sentence + 1 < text.sentences.size() &&
         only_dateline(text, text.sentences[s.first_body_sentence]))
    ++s.first_body_sentence;
  s.told.resize(model.types.size());
  for (const auto& c : candidates) {
    if (c.echo) continue;
    s.told[c.type].resize(text.sentences.size());
    s.told[c.type][c.sentence] = true;
  }
  s.same_dates = count_same(text.dates);
  s.vicinities.reserve(candidates.size());
  for (const auto& c : candidates) s.vicinities.push_back(vicinity_of(s, c));
  return s;
}

std::vector<double> weigh(const Model& model, const std::vector<Features>& options) {
  std::vector<double> sums;
  sums.reserve(options.size());
  for (const auto& o : options) sums.push_back(model.weights.sum(o));
  return softmax(std::move(sums));
}

Features features_of(const Scene& s, Word head) {
  auto f = s.keep_names ? Features(true) : Features(s.model.weights);
  f.set_head(head);
  return f;
}

namespace {

void add_near_concepts(const Scene& s, const Candidate& c, Features& f, Word type) {
  const auto& v = vicinity(s, c);
  for (const auto id : v.near) {
    f.add("near", type, s.model.words.concepts[id]);
    f.add("near", s.model.words.concepts[id]);
  }
  for (const auto id : v.sentence) f.add("sent", type, s.model.words.concepts[id]);
}

}  // namespace

void add_reading(const Candidate& c, Features& f, Word type) {
  const auto add = [&](Word name, float p) {
    Word highest = "0";
    each_step(p, [&](Word step) { f.add(name, highest = step); });
    f.add(name, highest, type);
  };
  add("read", c.read.told);
  add("text", c.read.in_text);
  each_step(c.read.told_else, [&](Word step) { f.add("read else", step); });
  if (c.read.told < c.read.told_else) f.add("read else", "rather");
}

std::vector<Features> accept_options(const Scene& s, const Candidate& c) {
  const Word type = s.model.words.types[c.type];
  // An echo has to tell a move of its own to be right, others only to tell of the right type.
  const Word head = c.echo ? Word("echo") : Word("accept");
  auto f = features_of(s, head);
  f.add("type", type);
  for (const auto r : c.rules) f.add("rule", s.model.words.rules[r]);
  if (c.rules.size() > 1) f.add("rules", "several");
  add_near_concepts(s, c, f, type);
  add_word_places(s, c, f);
  add_reading(c, f, type);
  const auto place = place_of(s, c);
  f.add("place", place);
  f.add("place", place, type);
  for (const auto& context : s.doc_contexts) {
    f.add("doc", context);
    f.add("doc", context, type);
  }
  const auto& v = vicinity(s, c);
  f.add("countries", few(v.countries.size()));
  f.add("countries", few(v.countries.size()), type);
  f.add("doc-countries", few(s.countries.size()));
  f.add("agency", v.agency ? Word("yes") : Word("no"));
  f.add("item", v.item ? Word("yes") : Word("no"), type);
  f.add("dated", v.dated ? Word("yes") : Word("no"));
  if (s.type_in_title[c.type]) f.add("in-title");
  std::size_t same = 0;
  for (const auto& other : s.candidates) {
    if (other.echo) continue;
    if (other.type == c.type) ++same;
    if (other.type != c.type && other.sentence == c.sentence && other.unit <= c.last_unit + 6 &&
        other.last_unit + 6 >= c.unit)
      f.add("beside", type, s.model.words.types[other.type]);
  }
  const auto sentences = s.text.sentences.size();
  const Word length = sentences <= 2    ? Word("headline")
                      : sentences <= 5  ? Word("short")
                      : sentences <= 12 ? Word("full")
                                        : Word("long");
  f.add("same-type", few(same));
  f.add("same-type", few(same), length);
  f.add("length", length, place);
  f.add("span",
        c.last_unit - c.unit > 24   ? Word("wide")
        : c.last_unit - c.unit > 10 ? Word("middling")
                                    : Word("tight"),
        type);
  return {std::move(f), features_of(s, head)};
}

std::vector<DateOption> date_choices(const Scene& s, const Candidate& c) {
  std::vector<DateOption> out;
  for (const auto& d : s.text.dates) {
    const bool lead = d.sentence <= s.first_body_sentence + 1;
    const int delta = static_cast<int>(d.sentence) - static_cast<int>(c.sentence);
    if (!lead && (delta < -2 || delta > 1) && !tells_type(s, d.sentence, c.type)) continue;
    out.push_back({as_partial(d.date), false, &d});
    if (out.size() >= 24) break;
  }
  if (s.document.published) out.push_back({PartialDate::of(*s.document.published), true, nullptr});
  out.push_back({});
  return out;
}

std::vector<Features> date_options(const Scene& s, const Candidate& c,
                                   const std::vector<DateOption>& choices) {
  const auto& v = vicinity(s, c);
  const auto place = place_of(s, c);
  bool in_sentence = false;
  for (const auto& o : choices)
    in_sentence = in_sentence || (o.span != nullptr && o.span->sentence == c.sentence);
  const Word here = in_sentence ? Word("dated") : Word("undated");
  const auto news_day = news_day_of(s);
  const auto language = std::string_view{s.text.lang}.substr(0, s.text.lang.find('-'));
  std::vector<Features> out;
  for (const auto& o : choices) {
    auto f = features_of(s, "date");
    f.count_by_language(language);  // before its verb in one, after it in another
    if (o.span == nullptr) {
      const Word what = o.published ? Word("published") : Word("none");
      f.add(what);
      f.add(what, here);
      f.add(what, place, here);
      f.add(what, s.model.words.types[c.type], here);
      f.add(what, here, "news day", news_day);
      f.add(what, here, "news day", news_day, place);
      for (const auto id : v.near) {
        f.add(what, "near", s.model.words.concepts[id]);
        if (s.model.concepts[id].starts_with("cue."))
          f.add(what, here, "near", s.model.words.concepts[id]);
      }
    } else {
      add_date_features(s, c, *o.span, f);
    }
    out.push_back(std::move(f));
  }
  return out;
}

std::vector<Features> background_options(const Scene& s, const Candidate& c,
                                         const DateOption& date) {
  const Word type = s.model.words.types[c.type];
  auto f = features_of(s, "background");
  f.add("any");
  f.add("type", type);
  const auto place = place_of(s, c);
  const auto age = age_of(s, date);
  f.add("place", place);
  f.add("age", age);
  f.add("age", age, "place", place);
  f.add("date",
        date.published                      ? Word("published")
        : date.span == nullptr              ? Word("none")
        : date.span->sentence == c.sentence ? Word("here")
                                            : Word("elsewhere"),
        place);
  if (date.span != nullptr && date.span->sentence == c.sentence) {
    f.add("precision", date.date->day != 0     ? Word("day")
                       : date.date->month != 0 ? Word("month")
                                               : Word("year"));
    f.add("age-here", age);
  }
  each_step(c.read.background, [&](Word step) {
    f.add("read", step);
    f.add("read", step, age);
  });
  f.add("third", third_of(s, c));
  f.add("title-type", s.type_in_title[c.type] ? Word("yes") : Word("no"), place);
  f.add("title-type", s.type_in_title[c.type] ? Word("yes") : Word("no"), "age", age);
  const auto& v = vicinity(s, c);
  for (const auto id : v.near) f.add("near", s.model.words.concepts[id]);
  for (const auto id : v.sentence) f.add("sent", s.model.words.concepts[id]);
  for (const auto& other : s.candidates)
    if (other.type != c.type && other.sentence == c.sentence)
      f.add("beside", s.model.words.directions[other.type]);
  const auto running = running_age(s, c);
  f.add("running", running, age);
  f.add("running", running, place);
  if (c.sentence > s.first_body_sentence)
    for (const auto id : concepts_in(s, c.sentence - 1, "cue."))
      f.add("previous", s.model.words.concepts[id]);
  const auto lead = lead_countries(s);
  std::size_t shared = 0;
  for (const auto country : v.countries)
    shared += std::binary_search(lead.begin(), lead.end(), country) ? 1U : 0U;
  f.add("lead-countries",
        v.countries.empty()           ? Word("unnamed")
        : shared == 0                 ? Word("other")
        : shared < v.countries.size() ? Word("some")
                                      : Word("same"),
        place);
  return {std::move(f), features_of(s, "background")};
}

namespace {
// Words of a stage outside the candidate's own sentence: in the title, the lead and next to it.
std::vector<std::pair<Word, ConceptId>> stage_words_around(const Scene& s, const Candidate& c) {
  std::vector<std::pair<Word, ConceptId>> out;
  const auto look = [&](std::size_t sentence, Word where) {
    if (sentence == c.sentence || sentence >= s.text.sentences.size()) return;
    for (const auto id : concepts_in(s, sentence, "stage.")) out.emplace_back(where, id);
  };
  if (s.title_end > 0) look(0, "title");
  look(s.first_body_sentence, "lead");
  if (c.sentence > s.first_body_sentence) look(c.sentence - 1, "previous");
  if (c.sentence >= s.title_end) look(c.sentence + 1, "next");
  return out;
}

// The rules that found the candidate tell a verb from a noun, and the moves told with the same
// words what is done to what: "lifts the ban".
void add_wording(const Scene& s, const Candidate& c, Word stage, Features& f) {
  const auto& words = s.model.words;
  const Word type = words.types[c.type];
  const auto place = place_of(s, c);
  const Word where = place == Word("title")                             ? place
                     : place == Word("lead") || place == Word("second") ? Word("lead")
                                                                        : Word("body");
  for (const auto r : c.rules) {
    f.add(stage, "rule", words.rules[r]);
    f.add(stage, "rule", words.rules[r], where);
  }
  for (const auto& other : s.candidates) {
    if (other.type == c.type || other.sentence != c.sentence || other.echo) continue;
    f.add(stage, "with", type, words.types[other.type]);
    if (other.unit > c.last_unit || other.last_unit < c.unit) continue;
    f.add(stage, "over", words.types[other.type], type);
    f.add(stage, "over", words.directions[other.type], words.directions[c.type], where);
  }
}
}  // namespace

constexpr Stage kStages[] = {Stage::Considered, Stage::Announced, Stage::InForce, Stage::Ended};

std::vector<Features> stage_options(const Scene& s, const Candidate& c, const DateOption& date,
                                    bool background) {
  const auto& type = s.model.types[c.type];
  const auto& v = vicinity(s, c);
  const auto age = age_of(s, date);
  const Word type_word = s.model.words.types[c.type];
  const Word back = background ? Word("background") : Word("news");
  const auto forward = effective_in(s, c);
  const auto anywhere = effective_anywhere(s);
  const auto around = stage_words_around(s, c);
  std::vector<Features> out;
  for (const auto stage : kStages) {
    const Word name = name_of(stage);
    auto f = features_of(s, "stage");
    f.add(name);
    f.add(name, "type", type_word);
    f.add(name, "type", type_word, back);
    f.add(name, "age", age);
    f.add(name, "effective", forward);
    f.add(name, "effective", forward, type_word);
    f.add(name, "effective anywhere", anywhere, back);
    f.add(name, "effective anywhere", anywhere, age);
    f.add(name, "age", age, s.model.words.groups[c.type]);
    for (const auto& [where, id] : around) {
      f.add(name, where, s.model.words.concepts[id]);
      f.add(name, where, s.model.concepts[id], back);
    }
    for (const auto read : kStages)
      each_step(c.read.stages[static_cast<std::size_t>(read)],
                [&](Word step) { f.add(name, "read", name_of(read), step); });
    f.add(name, "place", place_of(s, c));
    if (stage == type.default_stage) f.add("default");
    for (const auto id : v.near) {
      f.add(name, "near", s.model.words.concepts[id]);
      f.add(name, "near", type_word, s.model.words.concepts[id]);
    }
    for (const auto id : v.sentence) f.add(name, "sent", s.model.words.concepts[id]);
    add_wording(s, c, name, f);
    out.push_back(std::move(f));
  }
  return out;
}

PartialDate as_partial(const DateMention& d) {
  auto out = PartialDate::of(d.from);
  const auto last = PartialDate::of(d.to);
  switch (d.precision) {
    case DatePrecision::Day:
      return out;
    case DatePrecision::Month:
      out.day = 0;
      return out;
    case DatePrecision::Year:
      out.month = out.day = 0;
      return out;
    default:
      break;
  }
  out.day = 0;
  if (out.year != last.year || out.month != last.month) out.month = 0;
  return out;
}

}  // namespace chokepoint
