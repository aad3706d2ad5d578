#include "models/engine/role_cues.h"

#include <algorithm>
#include <iterator>
#include <string>
#include <string_view>
#include <vector>

#include "models/core/utf8.h"

namespace chokepoint {
namespace {

using Kind = Meaning::Kind;

constexpr std::size_t kCueSpan = 80;  // bytes beside a name that are looked at for role cues

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

// What stands between two names without what a list says of each of them ("China (70), 12 in Iran",
// "India (up to 12.5%)", "34% for Vietnam", "the Emirates (UAE)"), and without spaces.
std::string words_of_list(std::string_view between) {
  constexpr std::string_view kDropped = " ,()%0123456789:;\"";
  constexpr auto kNone = std::string_view::npos;
  std::string out;
  for (std::size_t i = 0; i < between.size(); ++i) {
    if (between[i] == '(')
      if (const auto close = between.find(')', i); close != kNone) i = close;
    if (kDropped.find(between[i]) == kNone) out.push_back(between[i]);
  }
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
  constexpr std::size_t kFar = 80;
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

// One party named twice side by side: "the United Arab Emirates (UAE)", "Commission president
// Ursula von der Leyen".
bool is_named_again(std::string_view text, const Annotation& previous, const Annotation& a) {
  return previous.meaning == a.meaning && previous.end < a.start &&
         text.substr(previous.end, a.start - previous.end).find_first_not_of(" (") ==
             std::string_view::npos;
}

// 日米欧台: short names written as one word.
bool in_one_word(const Annotation& previous, const Annotation& a) {
  const auto is_short = [](const Annotation& x) {
    return x.meaning->kind == Kind::Pair || x.meaning->naming == Naming::Compact;
  };
  return previous.end == a.start && is_short(previous) && is_short(a);
}

// "中国、日本産水産物を禁輸": the first name of a headline before a bare comma is who acts, and of
// no list, unless what follows the list makes all of it act ("日本、米国が合意").
void part_topic(AnnotatedText& t, const Sentence& headline) {
  Annotation *first = nullptr, *second = nullptr, *last = nullptr;
  std::size_t names = 0;
  for (auto& a : t.annotations) {
    if (a.start >= headline.end) break;
    if (a.start < headline.start || !is_name(a)) continue;
    if (first == nullptr) {
      if (a.list < 0 || a.start > headline.start + 4) return;
      first = last = &a;
      names = 1;
    } else if (a.list == first->list) {
      if (second == nullptr) second = &a;
      last = &a;
      ++names;
    }
  }
  if (second == nullptr || (last->after & t.language->acting_lists) != 0) return;
  const auto between =
      std::string_view{t.folded.text}.substr(first->end, second->start - first->end);
  if (between != "、" && between != "," && between != ", ") return;
  if (names == 2) second->list = -1;
  first->list = -1;
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
    if (previous != nullptr && is_named_again(text, *previous, a)) continue;
    if (previous != nullptr && previous->sentence == a.sentence && previous->end <= a.start &&
        (in_one_word(*previous, a) ||
         joins_list(language,
                    std::string_view{text}.substr(previous->end, a.start - previous->end)))) {
      if (previous->list < 0) previous->list = lists++;
      a.list = previous->list;
      if (a.before == 0) a.before = previous->before;
    }
    previous = &a;
  }
  if (language.acting_lists != 0)
    for (const auto& s : t.sentences)
      if (s.title) part_topic(t, s);
  // What follows the last of a list is said of all of it: a cue of the others was the word that
  // joins them ("AとBに").
  for (auto a = t.annotations.rbegin(); a != t.annotations.rend(); ++a) {
    if (a->list < 0 || a->after == 0) continue;
    for (auto b = std::next(a); b != t.annotations.rend() && b->sentence == a->sentence; ++b)
      if (b->list == a->list) b->after = a->after;
  }
}

}  // namespace chokepoint
