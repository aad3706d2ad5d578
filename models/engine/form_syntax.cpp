#include "models/engine/form_syntax.h"

#include "models/core/fold.h"
#include "models/core/utf8.h"

namespace chokepoint {
namespace {

constexpr std::size_t kMostSpellings = 4096;

Error bad(std::string_view notation, const std::string& why) {
  return {Error::Kind::Config, "form \"" + std::string{notation} + "\": " + why, ""};
}

std::vector<std::string> split_alternatives(std::string_view inner) {
  std::vector<std::string> out(1);
  for (const char c : inner) {
    if (c == '/')
      out.emplace_back();
    else
      out.back().push_back(c);
  }
  return out;
}

Result<std::vector<std::string>> expand_alternatives(std::string_view notation) {
  std::vector<std::string> spellings(1);
  for (std::size_t pos = 0; pos < notation.size();) {
    if (notation[pos] == ')') return bad(notation, "a ')' without its '('");
    if (notation[pos] != '(') {
      for (auto& s : spellings) s.push_back(notation[pos]);
      ++pos;
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
    for (const auto& s : spellings)
      for (const auto& a : alternatives) longer.push_back(s + a);
    spellings = std::move(longer);
    pos = close + 1;
  }
  return spellings;
}

bool is_unspaced(char32_t c) {
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

Result<SurfaceForm> read_spelling(std::string_view notation, std::string spelling) {
  SurfaceForm form;
  form.acronym = is_acronym(spelling);
  if (const auto gap = spelling.find("..."); gap != std::string::npos) {
    form.after_gap = spelling.substr(gap + 3);
    spelling.resize(gap);
  }
  const auto clean = [](std::string_view raw) {
    auto folded = fold_text(raw);
    hyphens_to_spaces(folded);
    return tidy_spaces(folded);
  };
  form.text = clean(spelling);
  form.after_gap = clean(form.after_gap);
  if (form.text.starts_with('*')) {
    form.open_start = true;
    form.text.erase(0, 1);
  }
  if (form.text.ends_with('*')) {
    form.open_end = true;
    form.text.pop_back();
  }
  form.text = tidy_spaces(form.text);
  if (form.text.empty()) return bad(notation, "stands for nothing");
  if (form.text.find('*') != std::string::npos)
    return bad(notation, "'*' may only open the start or the end");
  return form;
}

}  // namespace

std::string tidy_spaces(std::string_view s) {
  std::string out;
  for (std::size_t pos = 0; pos < s.size();) {
    const auto c = decode_at(s, pos);
    pos += c.size;
    if (c.value != U' ') {
      append_utf8(out, c.value);
      continue;
    }
    const auto next = decode_at(s, pos);
    const bool at_edge = out.empty() || next.size == 0 || next.value == U' ';
    const bool between_unspaced =
        is_unspaced(decode_before(out, out.size()).value) && is_unspaced(next.value);
    if (!at_edge && !between_unspaced) out.push_back(' ');
  }
  return out;
}

void hyphens_to_spaces(std::string& folded) {
  for (char& c : folded)
    if (c == '-' || c == '\t' || c == '\r' || c == '\n') c = ' ';
}

Result<std::vector<SurfaceForm>> expand_form(std::string_view notation) {
  const auto spellings = expand_alternatives(notation);
  if (!spellings) return spellings.error();
  std::vector<SurfaceForm> out;
  for (const auto& spelling : *spellings) {
    auto form = read_spelling(notation, spelling);
    if (!form) return form.error();
    out.push_back(std::move(*form));
  }
  return out;
}

}  // namespace chokepoint
