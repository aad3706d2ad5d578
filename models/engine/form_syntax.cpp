#include "models/engine/form_syntax.h"

#include <algorithm>

#include "models/core/fold.h"
#include "models/core/utf8.h"

namespace chokepoint {
namespace {

constexpr std::size_t kMostSpellings = 4096;

Error bad(std::string_view notation, const std::string& why) {
  return {Error::Kind::Config, "form \"" + std::string{notation} + "\": " + why, ""};
}

std::vector<std::string_view> split_alternatives(std::string_view inner) {
  std::vector<std::string_view> out;
  for (auto slash = inner.find('/'); slash != std::string_view::npos; slash = inner.find('/')) {
    out.push_back(inner.substr(0, slash));
    inner.remove_prefix(slash + 1);
  }
  out.push_back(inner);
  return out;
}

Result<std::vector<std::string>> expand_alternatives(std::string_view notation) {
  std::vector<std::string> spellings(1);
  for (std::size_t pos = 0; pos < notation.size();) {
    if (notation[pos] == ')') return bad(notation, "a ')' without its '('");
    if (notation[pos] != '(') {
      const auto end = std::min(notation.find_first_of("()", pos), notation.size());
      for (auto& s : spellings) s.append(notation, pos, end - pos);
      pos = end;
      continue;
    }
    const auto close = notation.find(')', pos);
    if (close == std::string_view::npos) return bad(notation, "a '(' without its ')'");
    const auto inner = notation.substr(pos + 1, close - pos - 1);
    if (inner.find('(') != std::string_view::npos)
      return bad(notation, "parentheses inside parentheses");
    std::vector<std::string> longer;
    const auto alternatives = split_alternatives(inner);
    if (spellings.size() * alternatives.size() > kMostSpellings)
      return bad(notation, "stands for too many spellings");
    longer.reserve(spellings.size() * alternatives.size());
    for (const auto& s : spellings)
      for (const auto& a : alternatives) {
        auto& spelling = longer.emplace_back();
        spelling.reserve(s.size() + a.size() + notation.size() - close);
        (spelling += s) += a;
      }
    spellings = std::move(longer);
    pos = close + 1;
  }
  return spellings;
}

bool is_written_solid(char32_t c) {
  return is_han(c) || is_kana(c) || is_hangul(c);
}

bool is_acronym(std::string_view spelling) {
  int capitals = 0;
  for (const char c : spelling) {
    if (c >= 'A' && c <= 'Z')
      ++capitals;
    else if (!(c >= '0' && c <= '9') && c != '.' && c != '-' && c != '&')
      return false;
  }
  return capitals >= 2;
}

std::ptrdiff_t count_of_marks(std::string_view s) {
  return std::count_if(s.begin(), s.end(), [](char c) {
    return c == '(' || c == ')' || c == '/' || c == '*' || c == '.';
  });
}

// As tidy_spaces() leaves it, as nearly all forms are written.
bool is_tidy(std::string_view s) {
  const auto is_wide = [&](std::size_t at) { return static_cast<unsigned char>(s[at]) >= 0x80; };
  for (auto at = s.find(' '); at != std::string_view::npos; at = s.find(' ', at + 1)) {
    if (at == 0 || at + 1 == s.size() || s[at + 1] == ' ') return false;
    if (is_wide(at - 1) && is_wide(at + 1) && is_written_solid(decode_before(s, at).value) &&
        is_written_solid(decode_at(s, at + 1).value))
      return false;
  }
  return true;
}

void tidy(std::string& s) {
  if (!is_tidy(s)) s = tidy_spaces(s);
}

std::string ready(std::string part, bool folded) {
  if (!folded) {
    part = fold_text(part);
    hyphens_to_spaces(part);
  }
  tidy(part);
  return part;
}

constexpr std::string_view kGap = "...";

Error second_gap(std::string_view notation) {
  return bad(notation, "a second '...'; what stands after the first is looked for as one");
}

Result<SurfaceForm> read_spelling(std::string_view notation, std::string spelling, bool folded) {
  SurfaceForm form;
  // A gap that only some alternatives have: "(put ... on hold/suspend)".
  if (const auto gap = spelling.find(kGap); gap != std::string::npos) {
    const auto tail = spelling.substr(gap + kGap.size());
    if (tail.find(kGap) != std::string::npos) return second_gap(notation);
    form.after_gap =
        std::make_shared<const std::vector<std::string>>(std::vector{ready(tail, folded)});
    spelling.resize(gap);
  }
  form.text = ready(std::move(spelling), folded);
  if (form.text.starts_with('*')) {
    form.open_start = true;
    form.text.erase(0, 1);
  }
  if (form.text.ends_with('*')) {
    form.open_end = true;
    form.text.pop_back();
  }
  tidy(form.text);
  if (form.text.empty()) return bad(notation, "stands for nothing");
  if (form.text.find('*') != std::string::npos)
    return bad(notation, "'*' may only open the start or the end");
  return form;
}

}  // namespace

std::string tidy_spaces(std::string_view s) {
  if (s.find(' ') == std::string_view::npos) return std::string{s};
  std::string out;
  out.reserve(s.size());
  for (std::size_t pos = 0; pos < s.size();) {
    const auto word_end = std::min(s.find(' ', pos), s.size());
    out.append(s, pos, word_end - pos);
    pos = s.find_first_not_of(' ', word_end);
    if (pos == std::string_view::npos) break;
    if (out.empty()) continue;
    const bool between_unspaced = is_written_solid(decode_before(out, out.size()).value) &&
                                  is_written_solid(decode_at(s, pos).value);
    if (!between_unspaced) out.push_back(' ');
  }
  return out;
}

void hyphens_to_spaces(std::string& folded) {
  for (char& c : folded)
    if (c == '-' || c == '\t' || c == '\r' || c == '\n') c = ' ';
}

namespace {

// The spellings of what stands on one side of a gap, or of a form that has none.
struct Spellings {
  std::vector<std::string> written, folded;  // `written` is empty where nobody asks for it
  bool one_by_one = false;                   // `folded` is not folded yet
};

Result<Spellings> spellings_of(std::string_view notation, bool want_written) {
  Spellings out;
  // Folding the notation folds all its spellings at once, unless that makes notation of what stands
  // for itself: a full-width parenthesis, an ellipsis.
  auto folded = fold_text(notation);
  out.one_by_one = count_of_marks(folded) != count_of_marks(notation);
  if (out.one_by_one) folded = notation;
  if (!out.one_by_one) hyphens_to_spaces(folded);
  auto folded_spellings = expand_alternatives(folded);
  if (!folded_spellings) {
    const auto written = expand_alternatives(notation);  // says it in the words of the file
    return written ? folded_spellings.error() : written.error();
  }
  out.folded = std::move(*folded_spellings);
  if (!want_written) return out;
  auto written = expand_alternatives(notation);
  if (!written) return written.error();
  out.written = std::move(*written);
  return out;
}

// Has no alternatives begun that end behind it?
bool is_whole(std::string_view notation) {
  return std::ranges::count(notation, '(') == std::ranges::count(notation, ')');
}

// Null where one of them is empty: then nothing has to follow.
Result<std::shared_ptr<const std::vector<std::string>>> tails_of(std::string_view notation) {
  auto tails = spellings_of(notation, false);
  if (!tails) return tails.error();
  auto out = std::make_shared<std::vector<std::string>>();
  for (auto& t : tails->folded) {
    out->push_back(ready(std::move(t), !tails->one_by_one));
    if (out->back().empty()) return std::shared_ptr<const std::vector<std::string>>{};
  }
  return std::shared_ptr<const std::vector<std::string>>{std::move(out)};
}

}  // namespace

Result<std::vector<SurfaceForm>> expand_form(std::string_view notation) {
  auto head = notation;
  std::shared_ptr<const std::vector<std::string>> tails;
  if (const auto gap = notation.find(kGap);
      gap != std::string_view::npos && is_whole(notation.substr(0, gap))) {
    head = notation.substr(0, gap);
    const auto tail = notation.substr(gap + kGap.size());
    if (tail.find(kGap) != std::string_view::npos) return second_gap(notation);
    auto read = tails_of(tail);
    if (!read) return read.error();
    tails = std::move(*read);
  }
  // Capitals tell an acronym; without them nobody asks how the spellings were written.
  const auto capitals =
      std::count_if(notation.begin(), notation.end(), [](char c) { return c >= 'A' && c <= 'Z'; });
  auto spellings = spellings_of(head, capitals >= 2);
  if (!spellings) return spellings.error();
  std::vector<SurfaceForm> out;
  out.reserve(spellings->folded.size());
  for (std::size_t i = 0; i < spellings->folded.size(); ++i) {
    auto form = read_spelling(notation, std::move(spellings->folded[i]), !spellings->one_by_one);
    if (!form) return form.error();
    form->acronym = i < spellings->written.size() && is_acronym(spellings->written[i]);
    if (tails != nullptr) form->after_gap = tails;
    out.push_back(std::move(*form));
  }
  return out;
}

}  // namespace chokepoint
