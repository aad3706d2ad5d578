#include "models/engine/resolve.h"

#include <algorithm>
#include <optional>
#include <vector>

#include "models/core/utf8.h"

namespace chokepoint {
namespace {

using Kind = Meaning::Kind;

constexpr int kAdjacent = 8;          // half words between a country and the body it qualifies
constexpr int kNear = 60;             // half words between a body and a country that may be its own
constexpr std::size_t kCueSpan = 80;  // bytes beside a name that are looked at for role cues
constexpr int kWeakReach = 12;        // half words within which something must speak of materials

bool names_country(const Annotation& a) {
  return a.meaning->kind == Kind::Country && a.meaning->naming != Naming::City;
}

// For each generic span: which of the agencies that share the form is meant.
class AgencyResolver {
 public:
  AgencyResolver(const Model& model, const AnnotatedText& t) : model_(model), t_(t) {
    country_counts_.assign(model.countries.size(), 0);
    for (const auto& a : t.annotations)
      if (names_country(a)) ++country_counts_[a.meaning->index];
  }

  // The span's annotations are [first, last); answers the index of the chosen one, or `last` for
  // none.
  std::size_t choose(std::size_t first, std::size_t last) {
    const auto chosen = pick(first, last);
    if (chosen != last) see(t_.annotations[chosen]);
    return chosen;
  }
  // A body was named in full: "the ministry" below it is that one.
  void see(const Annotation& a) { seen_.push_back({a.meaning->index, a.sentence}); }

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
    if (home != last && named(home) > 0) return home;
    if (const auto i = seen_last(first, last); i != last) return i;
    if (home != last) return home;
    if (const auto i = by_nearest(first, last, kNear, true); i != last) return i;
    // "Sung Yun-mo spoke of retaliation. The foreign ministry called in the Japanese ambassador."
    if (const auto i = by_last_agency(first, last); i != last) return i;
    if (const auto i = by_nearest(first, last, kNear, false); i != last) return i;
    return by_frequency(first, last);
  }

  // The one the text spoke of last.
  std::size_t seen_last(std::size_t first, std::size_t last) const {
    for (auto seen = seen_.rbegin(); seen != seen_.rend(); ++seen) {
      const auto i = first_where(first, last, [&](std::size_t k) {
        return t_.annotations[k].meaning->index == seen->agency;
      });
      if (i != last) return i;
    }
    return last;
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
    for (auto seen = seen_.rbegin(); seen != seen_.rend(); ++seen) {
      if (seen->sentence + kSentences < sentence) break;
      const auto country = model_.agencies[seen->agency].country_index;
      if (country < 0) continue;
      const auto found = of_country(first, last, static_cast<std::uint32_t>(country));
      if (found != last) return found;
    }
    return last;
  }

  // In half words, of a name written without spaces: ノルウェー is five.
  int length_of(const Annotation& a) const {
    constexpr std::uint32_t kCharacter = 3;  // bytes
    return is_spaced(a) ? 0 : static_cast<int>((a.end - a.start) / kCharacter);
  }

  std::size_t by_frequency(std::size_t first, std::size_t last) const {
    std::size_t best = last;
    int most = 0;
    for (std::size_t i = first; i < last; ++i) {
      if (named(i) > most) std::tie(best, most) = std::pair{i, named(i)};
    }
    if (best == last && last - first == 1 && agency(first).country.empty()) return first;
    return best;
  }

  const Model& model_;
  const AnnotatedText& t_;
  std::vector<int> country_counts_;  // by index
  struct Seen {
    std::uint32_t agency, sentence;
  };
  std::vector<Seen> seen_;  // in the order of the text
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

std::string_view trimmed_end(std::string_view s) {
  while (!s.empty() && (s.back() == ' ' || s.back() == '"' || s.back() == '\'' || s.back() == '('))
    s.remove_suffix(1);
  return s;
}
std::string_view trimmed_start(std::string_view s) {
  while (!s.empty() && (s.front() == ' ' || s.front() == '"' || s.front() == ')'))
    s.remove_prefix(1);
  return s;
}

bool ends_with_word(std::string_view s, std::string_view word) {
  if (word.empty() || s.size() < word.size() || s.back() != word.back() ||
      s[s.size() - word.size()] != word.front() || !s.ends_with(word))
    return false;
  const auto before = decode_before(s, s.size() - word.size());
  return before.size == 0 || !is_spaced_letter(before.value) ||
         !is_spaced_letter(decode_at(word, 0).value);
}
bool starts_with_word(std::string_view s, std::string_view word) {
  if (s.empty() || word.empty() || s.front() != word.front() || !s.starts_with(word)) return false;
  const auto after = decode_at(s, word.size());
  return after.size == 0 || !is_spaced_letter(after.value) ||
         !is_spaced_letter(decode_before(word, word.size()).value);
}

// The longest cue right before the name; articles between are stepped over.
CueSet cues_before(const Language& language, std::string_view text) {
  text = trimmed_end(text);
  for (int steps = 0; steps < 3; ++steps) {
    if (text.empty()) return 0;
    for (const auto i : language.before_by_last.beside(text.back())) {
      const auto& cue = language.before[i];
      if (ends_with_word(text, cue.form)) return CueSet{1} << cue.cue;
    }
    const auto skip =
        std::find_if(language.skip.begin(), language.skip.end(),
                     [&](const std::string& word) { return ends_with_word(text, word); });
    if (skip == language.skip.end()) return 0;
    text = trimmed_end(text.substr(0, text.size() - skip->size()));
  }
  return 0;
}

// The first of the language's cues that begins here, with a space before it or without.
CueSet cues_after(const Language& language, std::string_view text) {
  constexpr std::size_t kNone = std::string_view::npos;
  const auto near = text.substr(0, 40);
  const auto trimmed = trimmed_start(near);
  const auto first_of = [&](std::string_view s, auto fits) {
    if (s.empty()) return kNone;
    for (const auto i : language.after_by_first.beside(s.front()))
      if (fits(s, language.after[i].form)) return std::size_t{i};
    return kNone;
  };
  const auto begins = [](std::string_view s, std::string_view form) { return s.starts_with(form); };
  const auto at = std::min(first_of(near, begins), first_of(trimmed, starts_with_word));
  return at == kNone ? 0 : CueSet{1} << language.after[at].cue;
}

bool is_name(const Annotation& a) {
  switch (a.meaning->kind) {
    case Kind::Country:
    case Kind::Agency:
    case Kind::Organisation:
    case Kind::Pair:
      return true;
    default:
      return false;
  }
}

// What stands beside a name, spaced as cues are: Korean writes them with or without.
std::string text_before(std::string_view text, std::size_t at) {
  return tidy_spaces(text.substr(at > kCueSpan ? at - kCueSpan : 0, std::min(at, kCueSpan)));
}
std::string text_after(std::string_view text, std::size_t at) {
  const bool apart = at < text.size() && text[at] == ' ';
  return (apart ? " " : "") + tidy_spaces(text.substr(at, kCueSpan));
}

// What stands between two names without the numbers that a list gives each of them ("China (70), 12
// in Iran", "34% for Vietnam"), and without spaces.
std::string words_of_list(std::string_view between) {
  constexpr std::string_view kDropped = " ,()%0123456789:;\"";
  std::string out;
  for (const char c : between)
    if (kDropped.find(c) == std::string_view::npos) out.push_back(c);
  return out;
}

// Words a list may repeat with each of its names: "from Japan, from India", "日本製、中国製".
bool drop_ending(const std::vector<std::string>& fillers, std::string& words) {
  for (const auto& filler : fillers)
    if (words.ends_with(filler)) {
      words.resize(words.size() - filler.size());
      return true;
    }
  return false;
}
bool drop_beginning(const std::vector<std::string>& fillers, std::string& words) {
  for (const auto& filler : fillers)
    if (words.starts_with(filler)) {
      words.erase(0, filler.size());
      return true;
    }
  return false;
}

// Is what stands between two names only a comma or an "and"?
bool joins_list(const Language& language, std::string_view between) {
  constexpr std::size_t kFar = 60;
  if (between.empty() || between.size() > kFar) return false;
  const bool comma = between.find_first_of(",;") != std::string_view::npos;
  auto words = words_of_list(between);
  const auto joins = [&] {
    return words.empty() ? comma
                         : std::find(language.conjunctions.begin(), language.conjunctions.end(),
                                     words) != language.conjunctions.end();
  };
  for (int steps = 0; steps < 3; ++steps) {
    if (joins()) return true;
    if (!drop_ending(language.list_before, words)) break;
  }
  return joins() || (drop_beginning(language.list_after, words) && joins());
}

}  // namespace

void find_role_cues(AnnotatedText& t) {
  if (t.language == nullptr) return;
  const Language& language = *t.language;
  std::string text = t.folded.text;
  hyphens_to_spaces(text);
  Annotation* previous = nullptr;
  int lists = 0;
  for (auto& a : t.annotations) {
    if (!is_name(a)) continue;
    a.before = cues_before(language, text_before(text, a.start));
    a.after = cues_after(language, text_after(text, a.end));
    if (a.meaning->cue != 0)
      (a.meaning->cue_is_before ? a.before : a.after) |= CueSet{1} << a.meaning->cue;
    if (previous != nullptr && previous->sentence == a.sentence && previous->end <= a.start &&
        joins_list(language,
                   std::string_view{text}.substr(previous->end, a.start - previous->end))) {
      if (previous->list < 0) previous->list = lists++;
      a.list = previous->list;
      if (a.before == 0) a.before = previous->before;
    }
    previous = &a;
  }
  // What follows the last of a list is said of all of it: a cue of the others was the word that
  // joins them ("AとBに").
  for (auto a = t.annotations.rbegin(); a != t.annotations.rend(); ++a) {
    if (a->list < 0 || a->after == 0) continue;
    for (auto b = std::next(a); b != t.annotations.rend() && b->sentence == a->sentence; ++b)
      if (b->list == a->list) b->after = a->after;
  }
}

void resolve_names(const Model& model, AnnotatedText& t) {
  resolve_agencies(model, t);
  drop_weak_items(model, t);
}

}  // namespace chokepoint
