#include "models/engine/resolve.h"

#include <algorithm>
#include <optional>
#include <tuple>
#include <vector>

#include "models/core/utf8.h"

namespace chokepoint {
namespace {

using Kind = Meaning::Kind;

constexpr int kAdjacent = 8;    // half words between a country and the body it qualifies
constexpr int kNear = 60;       // half words between a body and a country that may be its own
constexpr int kWeakReach = 12;  // half words within which something must speak of materials

bool names_country(const Annotation& a) {
  return a.meaning->kind == Kind::Country && a.meaning->naming != Naming::City;
}

// For each generic span: which of the agencies that share the form is meant.
class AgencyResolver {
 public:
  AgencyResolver(const Model& model, const AnnotatedText& t) : model_(model), t_(t) {
    country_counts_.assign(model.countries.size(), 0);
    agency_seen_.assign(model.agencies.size(), 0);
    country_seen_.assign(model.countries.size(), {});
    in_title_.assign(model.countries.size(), false);
    headline_ = headline_country(t);
    for (const auto& a : t.annotations) {
      if (!names_country(a)) continue;
      ++country_counts_[a.meaning->index];
      if (!t.sentences[a.sentence].title) continue;
      in_title_[a.meaning->index] = true;
    }
  }

  // The span's annotations are [first, last); answers the index of the chosen one, or `last` for
  // none.
  std::size_t choose(std::size_t first, std::size_t last) {
    const auto chosen = pick(first, last);
    if (chosen != last) see(t_.annotations[chosen]);
    return chosen;
  }
  // A body was named in full: "the ministry" below it is that one.
  void see(const Annotation& a) {
    agency_seen_[a.meaning->index] = ++seen_;
    const auto country = model_.agencies[a.meaning->index].country_index;
    if (country >= 0) country_seen_[static_cast<std::size_t>(country)] = {seen_, a.sentence};
  }

 private:
  const Agency& agency(std::size_t at) const {
    return model_.agencies[t_.annotations[at].meaning->index];
  }

  template <class Accept>
  std::size_t first_where(std::size_t first, std::size_t last, Accept accept) const {
    for (std::size_t i = first; i < last; ++i)
      if (accept(i)) return i;
    return last;
  }

  std::size_t of_country(std::size_t first, std::size_t last, std::uint32_t country) const {
    return first_where(first, last, [&](std::size_t i) {
      return agency(i).country_index == static_cast<std::int32_t>(country);
    });
  }
  // How often the body's country is named.
  int named(std::size_t at) const {
    const auto country = agency(at).country_index;
    return country < 0 ? 0 : country_counts_[static_cast<std::size_t>(country)];
  }

  std::size_t at_home(std::size_t first, std::size_t last, const std::string& tag) const {
    bool any_named = false;
    for (std::size_t i = first; i < last; ++i) any_named = any_named || named(i) > 0;
    // A text that names other countries with such a body, but not the home one, speaks of theirs.
    return first_where(first, last, [&](std::size_t i) {
      const auto& home = agency(i).home;
      return std::find(home.begin(), home.end(), tag) != home.end() &&
             (named(i) > 0 || !any_named || t_.language->sole_home);
    });
  }

  std::size_t pick(std::size_t first, std::size_t last) const {
    // "el Ministerio de Exteriores de China": whatever else is named near.
    if (const auto country = country_right_after(first, last))
      return of_country(first, last, *country);
    const bool before_alone = !is_spaced(t_.annotations[first]);
    if (const auto i = by_nearest(first, last, kAdjacent, before_alone); i != last) return i;
    if (country_right_before(first)) return last;  // a body of that country, but none we know
    auto home = at_home(first, last, t_.lang);
    if (home == last) home = at_home(first, last, t_.language->id);
    if (home != last && is_headlines(first, home)) return of_country(first, last, *headline_);
    if (home != last && named(home) > 0) return home;
    if (const auto i = seen_last(first, last); i != last) return i;
    if (home != last) return home;
    if (const auto i = by_nearest(first, last, kNear, true); i != last) return i;
    // "Sung Yun-mo spoke of retaliation. The foreign ministry called in the Japanese ambassador."
    if (const auto i = by_last_agency(first, last); i != last) return i;
    if (const auto i = by_nearest(first, last, kNear, false); i != last) return i;
    return by_frequency(first, last);
  }

  // "米、…の販売を禁止": whose news it is stands first in the headline, and the bare ministry of
  // the text is theirs, known to us or not, unless the text has come to speak of its own country.
  bool is_headlines(std::size_t first, std::size_t home) const {
    if (!headline_ || t_.sentences[t_.annotations[first].sentence].title) return false;
    if (agency_seen_[t_.annotations[home].meaning->index] > 0) return false;
    const auto own = agency(home).country_index;
    return own < 0 || !(in_title_[static_cast<std::size_t>(own)] || named_beside(first, own));
  }

  // Is the country named in the sentence, or in the one before?
  bool named_beside(std::size_t at, std::int32_t country) const {
    const auto& all = t_.annotations;
    const auto sentence = all[at].sentence;
    const auto is_it = [&](const Annotation& a) {
      return names_country(a) && static_cast<std::int32_t>(a.meaning->index) == country;
    };
    for (auto i = at; i-- > 0 && all[i].sentence + 1 >= sentence;)
      if (is_it(all[i])) return true;
    for (auto i = at; i < all.size() && all[i].sentence == sentence; ++i)
      if (is_it(all[i])) return true;
    return false;
  }

  // The one with the highest value, the first of equals; `last`: none has any.
  template <class Value>
  std::size_t highest(std::size_t first, std::size_t last, Value value) const {
    std::size_t best = last;
    decltype(value(first)) most{};
    for (std::size_t i = first; i < last; ++i)
      if (const auto v = value(i); v > most) std::tie(best, most) = std::pair{i, v};
    return best;
  }

  // The one the text spoke of last.
  std::size_t seen_last(std::size_t first, std::size_t last) const {
    return highest(first, last,
                   [&](std::size_t i) { return agency_seen_[t_.annotations[i].meaning->index]; });
  }

  bool country_right_before(std::size_t first) const {
    const auto& span = t_.annotations[first];
    if (first == 0) return false;
    const auto& before = t_.annotations[first - 1];
    return names_country(before) && before.sentence == span.sentence &&
           span.unit - before.unit <= 2;
  }

  // In languages that write spaces, where a genitive follows its noun.
  std::optional<std::uint32_t> country_right_after(std::size_t first, std::size_t last) const {
    constexpr std::uint32_t kLongestLink = 7;  // folded bytes: " de la "
    const auto& span = t_.annotations[first];
    if (last >= t_.annotations.size() || !is_spaced(span)) return std::nullopt;
    const auto& after = t_.annotations[last];
    if (!names_country(after) || after.meaning->naming == Naming::Home || after.start < span.end ||
        after.start - span.end > kLongestLink || after.sentence != span.sentence)
      return std::nullopt;
    const auto between = std::string_view{t_.folded.text}.substr(span.end, after.start - span.end);
    static constexpr std::string_view kLinks[] = {" ",       " of ", " de ", " del ",
                                                  " de la ", " du ", " d'"};
    if (std::find(std::begin(kLinks), std::end(kLinks), between) == std::end(kLinks))
      return std::nullopt;
    return after.meaning->index;
  }

  // The country named nearest to the span in its sentence, one before it preferred. Before it
  // alone: in Chinese, Japanese and Korean a body's own country stands there, and in 财政部对越南
  // the other is somebody else's.
  std::size_t by_nearest(std::size_t first, std::size_t last, int reach, bool before_alone) const {
    const auto& span = t_.annotations[first];
    std::size_t best = last;
    int best_distance = reach + 1;
    const auto look = [&](std::size_t at, int extra) {
      const auto& a = t_.annotations[at];
      if (!names_country(a)) return;
      const int distance = std::abs(a.unit - span.unit) - (at < first ? length_of(a) : 0) + extra;
      if (distance >= best_distance) return;
      const auto found = of_country(first, last, a.meaning->index);
      if (found != last) std::tie(best, best_distance) = std::pair{found, distance};
    };
    for (std::size_t i = first; i-- > 0 && t_.annotations[i].sentence == span.sentence;) look(i, 0);
    if (before_alone) return best;
    for (std::size_t i = last;
         i < t_.annotations.size() && t_.annotations[i].sentence == span.sentence; ++i)
      look(i, 3);
    return best;
  }

  // Does it end in a letter of a script that spaces its words?
  bool is_spaced(const Annotation& a) const {
    return is_spaced_letter(decode_before(t_.folded.text, a.end).value);
  }

  // Of the country whose body was named last, in this sentence or the few before it.
  std::size_t by_last_agency(std::size_t first, std::size_t last) const {
    constexpr std::uint32_t kSentences = 3;
    const auto sentence = t_.annotations[first].sentence;
    return highest(first, last, [&](std::size_t i) -> std::uint32_t {
      const auto country = agency(i).country_index;
      if (country < 0) return 0;
      const auto& seen = country_seen_[static_cast<std::size_t>(country)];
      return seen.sentence + kSentences >= sentence ? seen.when : 0;
    });
  }

  // In half words, of a name written without spaces: ノルウェー is five.
  int length_of(const Annotation& a) const {
    constexpr std::uint32_t kCharacter = 3;  // bytes
    return is_spaced(a) ? 0 : static_cast<int>((a.end - a.start) / kCharacter);
  }

  std::size_t by_frequency(std::size_t first, std::size_t last) const {
    const auto best = highest(first, last, [&](std::size_t i) { return named(i); });
    if (best == last && last - first == 1 && agency(first).country.empty()) return first;
    return best;
  }

  const Model& model_;
  const AnnotatedText& t_;
  std::vector<int> country_counts_;        // by index
  std::vector<bool> in_title_;             // the same
  std::optional<std::uint32_t> headline_;  // the country it begins with
  // When a body, and any body of a country, was named last, counted from 1; 0: not yet.
  struct Seen {
    std::uint32_t when = 0, sentence = 0;
  };
  std::uint32_t seen_ = 0;
  std::vector<std::uint32_t> agency_seen_;
  std::vector<Seen> country_seen_;
};

bool any_of_kind(const AnnotatedText& t, Kind kind) {
  return std::any_of(t.annotations.begin(), t.annotations.end(),
                     [&](const Annotation& a) { return a.meaning->kind == kind; });
}

void resolve_agencies(const Model& model, AnnotatedText& t) {
  if (!any_of_kind(t, Kind::GenericAgency)) return;
  AgencyResolver resolver(model, t);
  std::vector<Annotation> kept;
  for (std::size_t i = 0; i < t.annotations.size();) {
    const auto& a = t.annotations[i];
    std::size_t last = i + 1;
    if (a.meaning->kind != Kind::GenericAgency) {
      if (a.meaning->kind == Kind::Agency) resolver.see(a);
      kept.push_back(a);
      i = last;
      continue;
    }
    while (last < t.annotations.size() && t.annotations[last].start == a.start &&
           t.annotations[last].end == a.end &&
           t.annotations[last].meaning->kind == Kind::GenericAgency)
      ++last;
    // A full name of the very words goes before what they may mean besides.
    const auto named = [&](std::size_t k) {
      return t.annotations[k].start == a.start && t.annotations[k].end == a.end &&
             t.annotations[k].meaning->kind == Kind::Agency;
    };
    const bool has_name = (i > 0 && named(i - 1)) || (last < t.annotations.size() && named(last));
    const auto chosen = has_name ? last : resolver.choose(i, last);
    if (chosen != last) {
      Annotation settled = t.annotations[chosen];
      settled.meaning = &model.meanings[model.agencies[settled.meaning->index].meaning];
      kept.push_back(settled);
    }
    i = last;
  }
  t.annotations = std::move(kept);
}

// "lead" is a metal beside another material or a word of trade in them.
void drop_weak_items(const Model& model, AnnotatedText& t) {
  if (!any_of_kind(t, Kind::WeakItem)) return;
  const auto material = model.concept_id("ctx.material");
  const auto supports = [&](const Annotation& weak, const Annotation& other) {
    if (std::abs(other.unit - weak.unit) > kWeakReach || other.sentence != weak.sentence)
      return false;
    if (other.meaning->kind == Kind::Item) return true;
    return material && has_concept(model, other, *material);
  };
  std::vector<Annotation> kept;
  for (std::size_t i = 0; i < t.annotations.size(); ++i) {
    const auto& a = t.annotations[i];
    bool keep = a.meaning->kind != Kind::WeakItem;
    for (std::size_t j = i; !keep && j-- > 0 && i - j < 12;) keep = supports(a, t.annotations[j]);
    for (std::size_t j = i + 1; !keep && j < t.annotations.size() && j - i < 12; ++j)
      keep = supports(a, t.annotations[j]);
    if (keep) kept.push_back(a);
  }
  t.annotations = std::move(kept);
}

// Written without a space: 欧盟乳制品, 중국산.
bool goes_on_as_good(const AnnotatedText& t, const Annotation& name) {
  static constexpr std::string_view kOrigins[] = {"产", "産", "制", "製", "산", "제"};
  const auto rest = std::string_view{t.folded.text}.substr(name.end, 3);
  if (std::find(std::begin(kOrigins), std::end(kOrigins), rest) != std::end(kOrigins)) return true;
  return std::any_of(t.annotations.begin(), t.annotations.end(), [&](const Annotation& a) {
    return a.start == name.end &&
           (a.meaning->kind == Kind::Item || a.meaning->kind == Kind::WeakItem);
  });
}

}  // namespace

std::optional<std::uint32_t> headline_country(const AnnotatedText& t) {
  if (t.sentences.empty() || !t.sentences.front().title) return std::nullopt;
  for (const auto& a : t.annotations) {
    if (a.start != t.sentences.front().start) break;
    if (!names_country(a) || a.meaning->naming == Naming::Home || a.meaning->cue != 0) continue;
    if (goes_on_as_good(t, a)) break;
    return a.meaning->index;
  }
  return std::nullopt;
}

void resolve_names(const Model& model, AnnotatedText& t) {
  resolve_agencies(model, t);
  drop_weak_items(model, t);
}

}  // namespace chokepoint
