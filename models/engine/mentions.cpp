// Drafts into the contract's mentions: fields by the surest candidate that has them, evidence in
// the original bytes.
#include <algorithm>
#include <functional>
#include <set>

#include "models/engine/telling.h"

namespace chokepoint {
namespace {

std::vector<std::string> items_near(const Scene& s, const Candidate& c) {
  std::set<std::string> near, sentence;
  const auto& here = s.text.sentences[c.sentence];
  for (auto i = here.first_annotation; i < here.last_annotation; ++i) {
    const auto& a = s.text.annotations[i];
    if (!is_item(a)) continue;
    const auto& id = s.model.items[a.meaning->index].id;
    sentence.insert(id);
    if (a.unit >= c.unit - 24 && a.unit <= c.last_unit + 30) near.insert(id);
  }
  const auto& chosen = near.empty() ? sentence : near;
  return {chosen.begin(), chosen.end()};
}

std::vector<std::string> items_of_head(const Scene& s) {
  std::set<std::string> out;
  for (std::size_t i = 0; i <= s.first_body_sentence && i < s.text.sentences.size(); ++i) {
    const auto& sentence = s.text.sentences[i];
    for (auto k = sentence.first_annotation; k < sentence.last_annotation; ++k)
      if (is_item(s.text.annotations[k]))
        out.insert(s.model.items[s.text.annotations[k].meaning->index].id);
    if (!out.empty()) break;
  }
  return {out.begin(), out.end()};
}

// The words that show it: what the rule joined, or the sentence that was heard as a whole.
std::pair<std::size_t, std::size_t> shown_by(const Scene& s, const Candidate& c) {
  const auto& f = s.text.folded;
  if (!s.model.rules[c.rules.front()].all.empty())
    return {f.original_start(c.start), f.original_end(c.end)};
  const auto& sentence = s.text.sentences[c.sentence];
  auto start = f.original_start(sentence.start), end = f.original_end(sentence.end);
  const auto is_space = [&](std::size_t at) {
    return std::string_view{" \t\r\n"}.find(s.text.original[at]) != std::string_view::npos;
  };
  while (start < end && is_space(start)) ++start;
  while (end > start && is_space(end - 1)) --end;
  return {start, end};
}

Evidence evidence_at(const Scene& s, std::size_t start, std::size_t end, std::string rule) {
  Evidence e;
  e.rule = std::move(rule);
  e.text = s.text.original.substr(start, end - start);
  e.in_title = start < s.text.title_bytes;
  const std::size_t shift = e.in_title ? 0 : s.text.title_bytes + 1;
  e.start = start - shift;
  e.end = end - shift;
  return e;
}

Evidence evidence_of(const Scene& s, const Candidate& c) {
  const auto [start, end] = shown_by(s, c);
  return evidence_at(s, start, end, s.model.rules[c.rules.front()].id);
}

bool is_to_come(const Scene& s, Day day) {
  return s.document.published && day > *s.document.published;
}

// "The ministry said on the 25th" in a text of the 25th does not mean the next month's, whatever it
// puts off.
bool is_today_told_ahead(const Scene& s, const DateMention& d) {
  const std::chrono::year_month_day today{*s.document.published}, day{d.from};
  return d.relative && day.day() == today.day() &&
         day.year() / day.month() == today.year() / today.month() + std::chrono::months{1};
}

// "Put off from June 23 to July 7": the later of the days beside such words, however joined.
std::optional<Day> put_off_to(const Scene& s, std::uint32_t sentence) {
  std::optional<Day> out;
  for (const auto& span : s.text.dates) {
    const auto& d = span.date;
    if (span.sentence != sentence || !d.moved || !is_to_come(s, d.to)) continue;
    if (d.precision != DatePrecision::Day && d.precision != DatePrecision::Range) continue;
    if (is_today_told_ahead(s, d)) continue;
    out = std::max(out.value_or(d.to), d.to);
  }
  return out;
}

void fill_start_and_end(const Scene& s, const Candidate& c, Mention& m) {
  const auto moved = put_off_to(s, c.sentence);
  if (moved && !m.effective) m.effective = PartialDate::of(*moved);
  for (const auto& d : s.text.dates) {
    if (d.sentence != c.sentence) continue;
    if (d.date.cue == DateCue::Effective && !m.effective) m.effective = as_partial(d.date);
    if (d.date.cue == DateCue::Expiry && !m.expires && d.date.to != moved)
      m.expires = PartialDate::of(d.date.to);
  }
}

// A decision whose own sentences give no day to begin on: the sentences after it may, up to the one
// that tells another move.
void fill_later_start(const Scene& s, const Draft& draft, const std::set<std::uint32_t>& taken,
                      Mention& m) {
  constexpr std::uint32_t kReach = 4;
  constexpr auto kSoon = std::chrono::days{370};  // later ones are steps of a long plan
  if (m.effective || m.background || m.stage != Stage::Announced) return;
  if (s.model.types[draft.told.front().candidate->type].direction == "neutral") return;
  std::set<std::uint32_t> own;
  for (const auto& t : draft.told) own.insert(t.candidate->sentence);
  for (const auto from : own)
    for (auto at = from + 1; at <= from + kReach && at < s.text.sentences.size(); ++at) {
      if (taken.contains(at) && !own.contains(at)) break;
      if (const auto moved = put_off_to(s, at); moved && *moved <= *s.document.published + kSoon) {
        m.effective = PartialDate::of(*moved);
        return;
      }
      for (const auto& d : s.text.dates) {
        if (d.sentence != at || d.date.cue != DateCue::Effective) continue;
        if (d.date.precision != DatePrecision::Day || !is_to_come(s, d.date.from)) continue;
        if (d.date.from > *s.document.published + kSoon) break;
        m.effective = as_partial(d.date);
        return;
      }
    }
}

void fill_document(const Scene& s, const Candidate& c, Mention& m) {
  const auto& here = s.text.sentences[c.sentence];
  for (const auto& n : s.text.official)
    if (m.document.empty() && n.start < here.end && n.end > here.start &&
        (n.actor.empty() || n.actor == m.actor))
      m.document = n.number;
}

void fill_agencies(const Scene& s, const Candidate& c, Mention& m) {
  const auto& here = s.text.sentences[c.sentence];
  for (auto i = here.first_annotation; i < here.last_annotation; ++i) {
    const auto& a = s.text.annotations[i];
    if (!is_agency(a) || a.unit > c.last_unit) continue;
    const auto& agency = s.model.agencies[a.meaning->index];
    if (agency.country == m.actor &&
        std::find(m.agencies.begin(), m.agencies.end(), agency.id) == m.agencies.end())
      m.agencies.push_back(agency.id);
  }
}

bool has_any(const Scene& s, const Meaning& meaning, const std::vector<ConceptId>& ids) {
  if (meaning.kind != Meaning::Kind::Concepts) return false;
  const auto& set = s.model.concept_sets[meaning.index];
  return std::ranges::any_of(set, [&](auto id) { return std::ranges::find(ids, id) != ids.end(); });
}

// The first words within so many half words of a candidate, in its sentence, that have one of these
// concepts; none: null.
const Annotation* first_beside(const Scene& s, const Candidate& c, std::int32_t half_words,
                               const std::vector<ConceptId>& ids) {
  const auto& here = s.text.sentences[c.sentence];
  for (auto i = here.first_annotation; i < here.last_annotation; ++i) {
    const auto& a = s.text.annotations[i];
    if (a.unit < c.unit - half_words || a.unit > c.last_unit + half_words) continue;
    if (has_any(s, *a.meaning, ids)) return &a;
  }
  return nullptr;
}

// What words within a stretch say of a measure: that it is over (which ones), or only eased.
struct Ending {
  bool eased = false;
  std::optional<std::pair<std::uint32_t, std::uint32_t>> words;  // folded bytes
};

Ending ending_in(const Scene& s, const Candidate& c, std::int32_t beside) {
  const auto& type = s.model.types[c.type];
  if (first_beside(s, c, beside, type.eased_by) != nullptr) return {true, std::nullopt};
  Ending out;
  if (const auto* a = first_beside(s, c, beside, type.ended_by)) out.words = {a->start, a->end};
  // Of a form its parts count too: "lifts" in "lifts ban on".
  const auto own = std::string_view{s.text.folded.text}.substr(c.start, c.end - c.start);
  for (const auto& hit : s.model.forms.scan(own, s.text.language->bit)) {
    const auto& meaning = s.model.meanings[hit.meaning];
    if (!out.words && has_any(s, meaning, type.ended_by) && !has_any(s, meaning, type.eased_by))
      out.words = {c.start + hit.start, c.start + hit.end};
  }
  return out;
}

// The words of an easing, or those beside it, that say its measure is over, where none of its own
// say that it is only eased.
std::optional<Evidence> ending_of(const Scene& s, const Draft& d) {
  constexpr std::int32_t kBeside = 8;  // half words
  const auto& type = s.model.types[d.told.front().candidate->type];
  if (type.ended_by.empty()) return std::nullopt;
  decltype(Ending::words) words;
  for (const auto& t : d.told) {
    const auto own = ending_in(s, *t.candidate, 0);
    if (own.eased) return std::nullopt;
    if (!words) words = own.words;
  }
  for (auto t = d.told.begin(); !words && t != d.told.end(); ++t)
    words = ending_in(s, *t->candidate, kBeside).words;
  if (!words) return std::nullopt;
  return evidence_at(s, s.text.folded.original_start(words->first),
                     s.text.folded.original_end(words->second), ending_rule(type.id));
}

// The words beside a measure that say it is an earlier one which covers more now.
std::optional<Evidence> widening_of(const Scene& s, const Draft& d) {
  constexpr std::int32_t kBeside = 24;  // half words
  const auto& type = s.model.types[d.told.front().candidate->type];
  if (type.widened_by.empty() || d.background) return std::nullopt;
  for (const auto& t : d.told)
    if (const auto* a = first_beside(s, *t.candidate, kBeside, type.widened_by))
      return evidence_at(s, s.text.folded.original_start(a->start),
                         s.text.folded.original_end(a->end), widening_rule(type.id));
  return std::nullopt;
}

Mention mention_of(const Scene& s, const Draft& d, const std::set<std::uint32_t>& taken) {
  const auto& lead = d.told.front();
  Mention m;
  m.type = s.model.types[lead.candidate->type].id;
  m.actor = d.actor;
  m.target = d.target;
  m.score = d.score;
  m.faint = d.score < kFaintBelow;
  m.background = d.background;
  m.stage = d.stage;
  m.trial = std::all_of(d.told.begin(), d.told.end(),
                        [](const Decided& t) { return t.candidate->trial; });
  std::set<std::string> items;
  for (const auto& t : d.told) {
    for (const auto& item : items_near(s, *t.candidate)) items.insert(item);
    if (t.background == m.background) fill_start_and_end(s, *t.candidate, m);
    fill_document(s, *t.candidate, m);
    fill_agencies(s, *t.candidate, m);
    m.evidence.push_back(evidence_of(s, *t.candidate));
  }
  if (auto words = ending_of(s, d)) m.evidence.push_back(std::move(*words));
  if (auto words = widening_of(s, d)) m.evidence.push_back(std::move(*words));
  fill_later_start(s, d, taken, m);
  m.date = date_of(s, d).date;
  if (items.empty() && !m.background)
    for (const auto& item : items_of_head(s)) items.insert(item);
  m.items.assign(items.begin(), items.end());
  std::stable_sort(m.evidence.begin(), m.evidence.end(), [](const Evidence& a, const Evidence& b) {
    return std::tuple{!a.in_title, a.start} < std::tuple{!b.in_title, b.start};
  });
  return m;
}

// A text that speaks of retaliation links its mention to the move the other side made.
void link_answers(const Scene& s, std::vector<Mention>& mentions,
                  const std::vector<const Draft*>& drafts) {
  const auto retaliation = s.model.concept_id("rel.retaliation");
  if (!retaliation) return;
  for (std::size_t i = 0; i < mentions.size(); ++i) {
    auto& m = mentions[i];
    bool answers = false;
    for (const auto& t : drafts[i]->told) {
      const auto& here = s.text.sentences[t.candidate->sentence];
      for (auto k = here.first_annotation; k < here.last_annotation; ++k)
        answers = answers || has_concept(s.model, s.text.annotations[k], *retaliation);
    }
    if (!answers || m.actor.empty() || m.target.empty() || m.type == "diplomatic_protest") continue;
    const auto cause = std::find_if(mentions.begin(), mentions.end(), [&](const Mention& other) {
      return other.actor == m.target && other.target == m.actor &&
             other.type != "diplomatic_protest";
    });
    m.responds_to = cause == mentions.end() ? MoveRef{"", m.target, m.actor}
                                            : MoveRef{cause->type, cause->actor, cause->target};
  }
}

std::vector<const Draft*> told_drafts(const std::vector<Draft>& drafts, const Telling& telling) {
  std::vector<const Draft*> out;
  for (std::size_t i = 0; i < drafts.size(); ++i)
    if (telling.told[i]) out.push_back(&drafts[i]);
  return out;
}

// Sentences that tell a move.
std::set<std::uint32_t> sentences_of(const std::vector<const Draft*>& drafts) {
  std::set<std::uint32_t> out;
  for (const auto* d : drafts)
    for (const auto& t : d->told) out.insert(t.candidate->sentence);
  return out;
}

}  // namespace

std::vector<Mention> mentions_of(const Scene& s, const std::vector<Draft>& drafts,
                                 const Telling& telling) {
  auto kept = told_drafts(drafts, telling);
  std::stable_sort(kept.begin(), kept.end(), [](const Draft* a, const Draft* b) {
    const auto first = [](const Draft* d) {
      std::uint32_t at = d->told.front().candidate->start;
      for (const auto& t : d->told) at = std::min(at, t.candidate->start);
      return at;
    };
    return first(a) < first(b);
  });
  std::vector<Mention> out;
  out.reserve(kept.size());
  const auto taken = sentences_of(kept);
  for (const auto* d : kept) out.push_back(mention_of(s, *d, taken));
  link_answers(s, out, kept);
  return out;
}

std::vector<Mention> faint_mentions_of(const Scene& s, const std::vector<Draft>& drafts,
                                       const Telling& telling) {
  // Beside clear news, what is faint is mostly the context of that news.
  constexpr double kHopelessBesideNews = 0.36;
  const bool news = std::ranges::any_of(
      drafts, [&](const Draft& d) { return d.score >= kFaintBelow && !d.background; });
  const auto taken = sentences_of(told_drafts(drafts, telling));
  std::vector<Mention> out;
  for (std::size_t i = 0; i < drafts.size(); ++i) {
    const auto& d = drafts[i];
    if (telling.told[i] || d.score < (news ? kHopelessBesideNews : kHopelessBelow)) continue;
    out.push_back(mention_of(s, d, taken));
    out.back().faint = true;
  }
  std::ranges::stable_sort(out, std::greater{}, &Mention::score);
  return out;
}

}  // namespace chokepoint
