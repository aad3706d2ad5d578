#include "feeds/article_lines.h"

#include <algorithm>
#include <array>
#include <string>
#include <unordered_map>
#include <unordered_set>

#include "feeds/article_root.h"
#include "models/core/fold.h"

namespace chokepoint {
namespace {

using Kind = TextBlock::Kind;

#define LINE(...) constexpr std::string_view kLines[] = {__VA_ARGS__};
#define SECTION(...) constexpr std::string_view kSections[] = {__VA_ARGS__};
#define DATED(...) constexpr std::string_view kDated[] = {__VA_ARGS__};
#define REMARKS(...) constexpr std::string_view kRemarks[] = {__VA_ARGS__};
#define COUNTED(...) constexpr std::string_view kCounted[] = {__VA_ARGS__};
#include "feeds/article_phrases.inc"
#undef LINE
#undef SECTION
#undef DATED
#undef REMARKS
#undef COUNTED

constexpr std::size_t kLine = 180;  // bytes: a longer line is a paragraph, whatever it begins with
constexpr std::size_t kSection = 60;
constexpr std::size_t kEnough = 200;  // readers' remarks do not stand before the article

template <class Phrases>
bool begins_with_any(std::string_view s, const Phrases& phrases) {
  return std::any_of(std::begin(phrases), std::end(phrases),
                     [s](std::string_view p) { return s.starts_with(p); });
}

bool has_letters(std::string_view s) {
  return std::any_of(s.begin(), s.end(), [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
           static_cast<unsigned char>(c) >= 0x80;
  });
}

bool is_linked_away(const TextBlock& b) {
  const double share = b.link_share();
  const bool is_long = b.text.size() > 140;
  switch (b.kind) {
    case Kind::Heading:
      return share > 0.7;
    case Kind::Item:
      return share > (is_long || ends_sentence(b.text) ? 0.9 : 0.6);
    case Kind::Row:
      return share > 0.95;
    case Kind::Paragraph:
      return share > 0.95 || (share > (is_long ? 0.9 : 0.7) && !ends_sentence(b.text));
    case Kind::Quote:
      return share > 0.75;
    case Kind::Loose:
      return share > 0.5;
  }
  return false;
}

bool is_label(const TextBlock& b) {
  return b.kind == Kind::Loose && b.text.size() <= 60 && !ends_sentence(b.text) && b.links > 0;
}

bool opens_section(const TextBlock& b, std::string_view folded) {
  if (folded.size() > kSection || !begins_with_any(folded, kSections)) return false;
  return b.kind == Kind::Heading || !ends_sentence(b.text) || b.text.ends_with(':');
}

bool is_digit(char c) {
  return c >= '0' && c <= '9';
}

// "【責任編輯", "» read more"
std::string_view without_mark(std::string_view folded) {
  for (const std::string_view mark : {"[", "【", "▶", "■", "›", "»", ">", "- "}) {
    if (folded.starts_with(mark)) folded.remove_prefix(mark.size());
  }
  while (folded.starts_with(' ')) folded.remove_prefix(1);
  return folded;
}

bool is_dated(const TextBlock& b, std::string_view folded) {
  constexpr std::size_t kDateLine = 90;
  return folded.size() <= kDateLine && b.kind != Kind::Row && begins_with_any(folded, kDated) &&
         !b.text.ends_with('.') && !b.text.ends_with("다") && !b.text.ends_with("。") &&
         std::any_of(folded.begin(), folded.end(), is_digit);
}

// "14 Kommentare", "Comments (3)", "コメント305件", "Leave a reply".
bool opens_remarks(const TextBlock& b, std::string_view folded) {
  if (folded.size() > kSection || (b.kind != Kind::Heading && b.kind != Kind::Loose)) return false;
  if (begins_with_any(folded, kRemarks)) return true;
  if (std::none_of(folded.begin(), folded.end(), is_digit)) return false;
  while (!folded.empty() && (is_digit(folded.front()) || folded.front() == ' '))
    folded.remove_prefix(1);
  const auto* word = std::find_if(std::begin(kCounted), std::end(kCounted),
                                  [&](std::string_view w) { return folded.starts_with(w); });
  if (word == std::end(kCounted)) return false;
  // Longer forms of the word, or the headline after "14 thoughts on".
  if (word->ends_with(" on")) return true;
  folded.remove_prefix(word->size());
  return std::none_of(folded.begin(), folded.end(), [](char c) { return c >= 'a' && c <= 'z'; }) &&
         folded.size() < 16;
}

// What belongs to a list of other articles: links, and headlines without a full stop.
bool continues_section(const TextBlock& b) {
  return b.kind != Kind::Heading &&
         (b.link_share() > 0.3 || (b.text.size() < 120 && !ends_sentence(b.text)));
}

// Paragraphs that come again under another element are the page's copy for another screen; one or
// two that come again are the author's.
void drop_copies(const Html& page, std::vector<TextBlock>& lines) {
  constexpr std::size_t kFew = 2;
  std::unordered_map<std::string_view, NodeId> seen;  // text -> the element around it
  std::vector<char> copy(lines.size(), 0);
  std::unordered_set<std::string_view> copied;
  for (std::size_t i = 0; i < lines.size(); ++i) {
    if (lines[i].text.size() <= 60) continue;
    const NodeId around = page[lines[i].node].parent;
    const auto [first, fresh] = seen.try_emplace(lines[i].text, around);
    if (fresh || first->second == around) continue;
    copy[i] = 1;
    copied.insert(first->first);
  }
  if (copied.size() <= kFew) return;
  std::size_t kept = 0;
  for (std::size_t i = 0; i < lines.size(); ++i) {
    if (copy[i] != 0) continue;
    if (kept != i) lines[kept] = std::move(lines[i]);
    ++kept;
  }
  lines.resize(kept);
}

}  // namespace

std::string letters_of(std::string_view text) {
  std::string out;
  for (const char c : fold_text(text)) {
    if ((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || static_cast<unsigned char>(c) >= 0x80)
      out.push_back(c);
  }
  return out;
}

std::vector<TextBlock> choose_lines(const Html& page, std::vector<TextBlock> blocks,
                                    std::string_view title) {
  std::vector<TextBlock> out;
  const auto title_letters = letters_of(title);
  bool in_section = false;
  std::size_t before = 0;  // bytes of text so far
  for (auto& b : blocks) {
    if (!has_letters(b.text) && b.kind != Kind::Row) continue;
    const auto folded = fold_text(b.text);
    if (before > kEnough && opens_remarks(b, folded)) break;
    if (in_section && continues_section(b)) continue;
    in_section = opens_section(b, folded);
    if (in_section || is_linked_away(b) || is_label(b)) continue;
    if (b.text.size() <= kLine && begins_with_any(without_mark(folded), kLines)) continue;
    if (is_dated(b, folded)) continue;
    if (!title_letters.empty() && b.text.size() < title.size() * 2 + 20 &&
        letters_of(b.text) == title_letters)
      continue;
    before += b.text.size();
    out.push_back(std::move(b));
  }
  drop_copies(page, out);
  while (!out.empty() && out.back().kind == Kind::Heading) out.pop_back();
  return out;
}

}  // namespace chokepoint
