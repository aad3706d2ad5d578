#include "models/core/words.h"

#include <vector>

#include "models/core/fold.h"
#include "models/core/utf8.h"

namespace chokepoint {
namespace {

enum class LetterKind { Gap, Letter, Unspaced };

LetterKind kind_of(char32_t c) {
  if (c < 0x80) return is_spaced_letter(c) || is_digit(c) ? LetterKind::Letter : LetterKind::Gap;
  // Marks of kana that stand alone are no letters to SQLite's own tokenizer either.
  if (c >= 0x3099 && c <= 0x30A0 && c != 0x309D && c != 0x309E && c != 0x309F)
    return LetterKind::Gap;
  if (is_han(c) || is_kana(c) || is_hangul(c)) return LetterKind::Unspaced;
  return is_spaced_letter(c) ? LetterKind::Letter : LetterKind::Gap;
}

// One stretch of a kind: bytes [start, end) of the folded text.
struct Stretch {
  LetterKind kind;
  std::size_t start, end;
};

std::vector<Stretch> stretches(std::string_view s) {
  std::vector<Stretch> out;
  for (std::size_t pos = 0; pos < s.size();) {
    const auto c = decode_at(s, pos);
    const auto kind = kind_of(c.value);
    if (!out.empty() && out.back().kind == kind && out.back().end == pos)
      out.back().end = pos + c.size;
    else
      out.push_back({kind, pos, pos + c.size});
    pos += c.size;
  }
  std::erase_if(out, [](const Stretch& t) { return t.kind == LetterKind::Gap; });
  return out;
}

void add(std::string& out, std::string_view word) {
  if (!out.empty()) out += ' ';
  out += word;
}

// The pairs of a run; answers where its last character begins.
std::size_t add_pairs(std::string& out, std::string_view run) {
  std::size_t at = 0;
  for (;;) {
    const auto next = at + decode_at(run, at).size;
    if (next >= run.size()) return at;
    add(out, run.substr(at, next + decode_at(run, next).size - at));
    at = next;
  }
}

}  // namespace

std::string index_words(std::string_view text) {
  const auto folded = fold_text(text);
  const std::string_view s = folded;
  std::string out;
  out.reserve(s.size() + s.size() / 2);
  for (const auto& t : stretches(s)) {
    const auto word = s.substr(t.start, t.end - t.start);
    if (t.kind == LetterKind::Letter) {
      add(out, word);
      continue;
    }
    const auto last = add_pairs(out, word);
    add(out, word.substr(last));
  }
  return out;
}

SoughtWords sought_words(std::string_view text) {
  const auto folded = fold_text(text);
  const std::string_view s = folded;
  const auto all = stretches(s);
  SoughtWords out;
  for (std::size_t i = 0; i < all.size(); ++i) {
    const auto word = s.substr(all[i].start, all[i].end - all[i].start);
    if (all[i].kind == LetterKind::Letter) {
      add(out.words, word);
      continue;
    }
    const auto last = add_pairs(out.words, word);
    const bool open = i + 1 == all.size();
    if (!open || last == 0) add(out.words, word.substr(last));
    out.prefix = open && last == 0;
  }
  return out;
}

}  // namespace chokepoint
