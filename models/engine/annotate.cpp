#include "models/engine/annotate.h"

#include <algorithm>
#include <array>
#include <cstring>
#include <map>

#include "models/core/language.h"
#include "models/core/utf8.h"
#include "models/engine/compacts.h"
#include "models/engine/resolve.h"
#include "models/engine/role_cues.h"
#include "models/engine/segment.h"

namespace chokepoint {
namespace {

using Kind = Meaning::Kind;

// Hits of one layer hide those of the same layer inside them; layers do not disturb one another.
enum class Layer { Concept, Place, Body, Item, Mask };

Layer layer_of(Kind kind) {
  switch (kind) {
    case Kind::Concepts:
      return Layer::Concept;
    case Kind::Item:
    case Kind::WeakItem:
      return Layer::Item;
    case Kind::Mask:
      return Layer::Mask;
    case Kind::Agency:
    case Kind::GenericAgency:
    case Kind::Organisation:
      return Layer::Body;
    default:
      return Layer::Place;
  }
}

// A country inside the name of a body is no country of its own; a body inside a leader's title
// stays a body.
void drop_places_in_bodies(const Model& model, std::vector<FormHit>& hits) {
  std::vector<FormHit> bodies;
  for (const auto& h : hits)
    if (layer_of(model.meanings[h.meaning].kind) == Layer::Body) bodies.push_back(h);
  std::erase_if(hits, [&](const FormHit& h) {
    if (layer_of(model.meanings[h.meaning].kind) != Layer::Place) return false;
    const auto after =
        std::upper_bound(bodies.begin(), bodies.end(), h.start,
                         [](std::uint32_t at, const FormHit& b) { return at < b.start; });
    return after != bodies.begin() && std::prev(after)->end >= h.end;
  });
}

bool element_of_a_good(const Model& model, const FormHit& outer, const FormHit& inner) {
  const auto& in = model.meanings[inner.meaning];
  if (in.kind != Kind::Item || model.items[in.index].kind != "element") return false;
  return model.items[model.meanings[outer.meaning].index].kind != "chemical";
}

// Longest match, leftmost first, in each layer. A mask hides every hit that lies inside it, one
// that comes with names and goods only those: 금속 is no gold, yet 금지 still is a ban.
std::vector<FormHit> without_hidden(const Model& model, const std::vector<FormHit>& hits) {
  std::vector<FormHit> out;
  std::array<std::uint32_t, 4> covered{}, covered_from{};
  std::uint32_t masked = 0, masked_names = 0, masked_places = 0;
  FormHit outer_item{};
  for (const auto& h : hits) {
    const auto& meaning = model.meanings[h.meaning];
    const auto layer = layer_of(meaning.kind);
    if (layer == Layer::Mask) {
      auto& reach = meaning.index == Meaning::kPlacesOnly  ? masked_places
                    : meaning.index == Meaning::kNamesOnly ? masked_names
                                                           : masked;
      reach = std::max(reach, h.end);
      continue;
    }
    if (h.end <= masked || (h.end <= masked_names && layer != Layer::Concept) ||
        (h.end <= masked_places && is_place(meaning)))
      continue;
    auto& end = covered.at(static_cast<std::size_t>(layer));
    auto& from = covered_from.at(static_cast<std::size_t>(layer));
    const bool same_span = h.start == from && h.end == end;
    if (h.start < end && !same_span) {
      // "nickel ore" speaks of nickel as well, "hydrogen fluoride" not of hydrogen.
      if (layer == Layer::Item && element_of_a_good(model, outer_item, h)) out.push_back(h);
      continue;
    }
    if (layer == Layer::Item) outer_item = h;
    end = h.end;
    from = h.start;
    out.push_back(h);
  }
  drop_places_in_bodies(model, out);
  return out;
}

bool in_capitals(std::string_view original) {
  return std::none_of(original.begin(), original.end(),
                      [](char c) { return c >= 'a' && c <= 'z'; });
}

void drop_false_acronyms(const AnnotatedText& t, std::vector<FormHit>& hits) {
  std::erase_if(hits, [&](const FormHit& h) {
    if (!h.acronym) return false;
    const auto start = t.folded.original_start(h.start), end = t.folded.original_end(h.end);
    return !in_capitals(std::string_view{t.original}.substr(start, end - start));
  });
}

// A mask only counts from its own start, so masks of equal start must come before the hits they
// hide.
void masks_first(const Model& model, std::vector<FormHit>& hits) {
  std::stable_sort(hits.begin(), hits.end(), [&](const FormHit& a, const FormHit& b) {
    if (a.start != b.start) return a.start < b.start;
    const bool ma = model.meanings[a.meaning].kind == Kind::Mask,
               mb = model.meanings[b.meaning].kind == Kind::Mask;
    if (ma != mb) return ma;
    return a.end > b.end;
  });
}

// Walks the text once and tells each annotation its unit, clause and sentence.
class Places {
 public:
  Places(std::string_view text, const std::vector<Sentence>& sentences)
      : text_(text), sentences_(sentences) {}

  // `at` must not decrease from call to call.
  void move_to(std::size_t at) {
    while (pos_ < at) step();
    while (sentence_ + 1 < sentences_.size() && sentences_[sentence_ + 1].start <= at) {
      ++sentence_;
      ++clause_;
    }
  }
  std::int32_t unit() const { return unit_; }
  std::int32_t clause() const { return clause_; }
  std::uint32_t sentence() const { return static_cast<std::uint32_t>(sentence_); }

 private:
  void step() {
    const auto lead = static_cast<unsigned char>(text_[pos_]);
    const auto c = lead < 0x80 ? CodePoint{lead, 1} : decode_at(text_, pos_);
    const bool unspaced =
        lead >= 0x80 && (is_han(c.value) || is_kana(c.value) || is_hangul(c.value));
    const bool letter = !unspaced && (is_spaced_letter(c.value) || is_digit(c.value));
    if (letter && !in_word_) unit_ += 2;
    if (unspaced) ++unit_;
    if (lead == ';') ++clause_;
    in_word_ = letter;
    pos_ += c.size;
  }
  std::string_view text_;
  const std::vector<Sentence>& sentences_;
  std::size_t pos_ = 0, sentence_ = 0;
  std::int32_t unit_ = 0, clause_ = 0;
  bool in_word_ = false;
};

void place_dates(const Model& model, const Document& document, AnnotatedText& t) {
  if (!model.dates) return;
  const auto found = find_dates(*model.dates, t.folded, t.lang, document.published, Lean::Past,
                                DateStyle::News, 0, t.original);
  Places places(t.folded.text, t.sentences);
  std::size_t at = 0;
  for (const auto& d : found) {
    while (at < t.folded.text.size() && t.folded.origin[at] < d.start) ++at;
    std::size_t end = at;
    while (end < t.folded.text.size() && t.folded.origin[end] < d.end) ++end;
    // "... in Dec" and "1. ..." below it are no date.
    if (t.folded.text.substr(at, end - at).find('\n') != std::string::npos) continue;
    places.move_to(at);
    t.dates.push_back({d, static_cast<std::uint32_t>(at), static_cast<std::uint32_t>(end),
                       places.sentence(), places.unit()});
  }
}

void index_sentences(AnnotatedText& t) {
  std::size_t a = 0;
  for (std::size_t s = 0; s < t.sentences.size(); ++s) {
    t.sentences[s].first_annotation = static_cast<std::uint32_t>(a);
    while (a < t.annotations.size() && t.annotations[a].sentence == s) ++a;
    t.sentences[s].last_annotation = static_cast<std::uint32_t>(a);
  }
}

void count_countries(const Model& model, AnnotatedText& t) {
  t.country_counts.assign(model.countries.size(), 0);
  for (const auto& a : t.annotations)
    for (const auto c : countries_of(model, a)) ++t.country_counts[c];
}

}  // namespace

bool has_concept(const Model& model, const Annotation& a, ConceptId concept_id) {
  if (!is_concept(a)) return false;
  const auto& set = model.concept_sets[a.meaning->index];
  return std::find(set.begin(), set.end(), concept_id) != set.end();
}

namespace {

// "The government" is that of the text's own country, unless the words beside it say another's:
// 米政府, 미국 행정부, le gouvernement indonésien; or the headline begins with another and the text
// has not come to its own.
class HomeNames {
 public:
  HomeNames(const Model& model, const Document& document, const AnnotatedText& t)
      : model_(model), t_(t), text_(t.folded.text) {
    const auto home =
        document.country.empty() ? std::string{t.language->home_of(t.lang)} : document.country;
    if (const auto i = model.country_index(home))
      meaning_ = &model.meanings[model.home_meanings[*i]];
  }

  // Absent: no home name after all. All names before it must stand in the text already.
  const Meaning* settle(const std::vector<FormHit>& hits, std::size_t at) const {
    const auto* theirs = model_.meanings[hits[at].meaning].second == Meaning::kGovernment &&
                                 t_.folded.original_start(hits[at].start) > t_.title_bytes
                             ? of_headline()
                             : nullptr;
    if (meaning_ == nullptr && theirs == nullptr) return nullptr;
    const auto& h = hits[at];
    const auto before = decode_before(text_, h.start);
    if (h.start > 0 && (is_han(before.value) || is_hangul(before.value))) return nullptr;
    if (at > 0 && touches(hits[at - 1], hits[at - 1].end, h.start)) return nullptr;
    if (at + 1 < hits.size() && is_spaced_letter(decode_before(text_, h.end).value) &&
        touches(hits[at + 1], h.end, hits[at + 1].start))
      return nullptr;
    return theirs != nullptr ? theirs : meaning_;
  }

 private:
  const Meaning* of_headline() const {
    const auto headline = headline_country(t_);
    if (!headline) return nullptr;
    const auto is_home = [&](const Annotation& a) {
      const auto of = countries_of(model_, a);
      return meaning_ != nullptr && a.meaning != meaning_ &&
             std::find(of.begin(), of.end(), meaning_->index) != of.end();
    };
    if (std::any_of(t_.annotations.begin(), t_.annotations.end(), is_home)) return nullptr;
    return &model_.meanings[model_.home_meanings[*headline]];
  }
  bool touches(const FormHit& other, std::uint32_t from, std::uint32_t to) const {
    return is_place(model_.meanings[other.meaning]) && from <= to && to - from <= 4;
  }
  const Model& model_;
  const AnnotatedText& t_;
  std::string_view text_;
  const Meaning* meaning_ = nullptr;
};

}  // namespace

AnnotatedText annotate_names(const Model& model, const Document& document) {
  AnnotatedText t;
  t.original = document.title + "\n" + document.text;
  t.title_bytes = document.title.size();
  t.lang = document.lang.empty() ? detect_language(t.original) : document.lang;
  t.language = model.language_of(t.lang);
  t.folded = fold(t.original);
  static const std::vector<std::string> kNone;
  t.sentences = split_sentences(t.original, t.folded,
                                t.language != nullptr ? t.language->abbreviations : kNone);
  for (auto& s : t.sentences) s.title = t.folded.original_start(s.start) < t.title_bytes;
  place_dates(model, document, t);
  if (t.language == nullptr) return t;

  std::string text = t.folded.text;
  hyphens_to_spaces(text);
  auto hits = model.forms.scan(text, t.language->bit);
  // Forms step over stray spaces, but no name or word goes on in the next paragraph.
  std::erase_if(hits, [&](const FormHit& h) {
    return std::memchr(t.folded.text.data() + h.start, '\n', h.end - h.start) != nullptr;
  });
  drop_false_acronyms(t, hits);
  masks_first(model, hits);
  drop_false_compacts(model, t, hits);
  Places places(t.folded.text, t.sentences);
  const HomeNames homes(model, document, t);
  const auto shown = without_hidden(model, hits);
  for (std::size_t i = 0; i < shown.size(); ++i) {
    const auto& h = shown[i];
    places.move_to(h.start);
    Annotation a;
    a.start = h.start;
    a.end = h.end;
    a.meaning = &model.meanings[h.meaning];
    if (a.meaning->naming == Naming::Home) a.meaning = homes.settle(shown, i);
    if (a.meaning == nullptr) continue;
    a.sentence = places.sentence();
    a.unit = places.unit();
    a.clause = places.clause();
    t.annotations.push_back(a);
  }
  resolve_names(model, t);
  t.official = model.official.find(t.folded.text);
  index_sentences(t);
  count_countries(model, t);
  return t;
}

AnnotatedText annotate_text(const Model& model, const Document& document) {
  auto t = annotate_names(model, document);
  find_role_cues(t);
  return t;
}

}  // namespace chokepoint
