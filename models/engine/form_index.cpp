#include "models/engine/form_index.h"

#include <algorithm>
#include <numeric>
#include <tuple>

#include "models/core/utf8.h"

namespace chokepoint {
namespace {

constexpr std::uint32_t kNone = 0;       // node 0 is a sentinel
constexpr std::size_t kWidestGap = 160;  // bytes

// Where the script spaces its words, a form may not begin or end inside one.
bool boundary_between(char32_t left, char32_t right) {
  return !(is_spaced_letter(left) && is_spaced_letter(right)) &&
         !(is_digit(left) && is_digit(right));
}

bool begins_word(std::string_view text, std::size_t at) {
  if (at == 0) return true;
  return boundary_between(decode_before(text, at).value, decode_at(text, at).value);
}

bool ends_word(std::string_view text, std::size_t at) {
  if (at >= text.size()) return true;
  return boundary_between(decode_before(text, at).value, decode_at(text, at).value);
}

bool ends_clause(char c) {
  return c == '.' || c == ';' || c == '!' || c == '?';
}

std::size_t prefix_key(std::string_view s, std::size_t at) {
  const auto a = static_cast<unsigned char>(s[at]);
  const auto b = at + 1 < s.size() ? static_cast<unsigned char>(s[at + 1]) : 0U;
  return a * 256U + b;
}

bool is_unspaced(char32_t c) {
  return is_han(c) || is_kana(c) || is_hangul(c);
}

}  // namespace

void FormIndex::add(const SurfaceForm& form, LanguageMask languages, std::uint32_t meaning) {
  entries_.push_back({form.text, form.open_start, form.open_end, form.acronym, languages, meaning,
                      form.after_gap});
  if (form.open_start) open_start_languages_ |= languages;
}

void FormIndex::build() {
  std::vector<std::uint32_t> order(entries_.size());  // numbers move cheaper than entries
  std::iota(order.begin(), order.end(), 0U);
  std::sort(order.begin(), order.end(), [&](std::uint32_t a, std::uint32_t b) {
    const auto &x = entries_[a], &y = entries_[b];
    return std::tie(x.text, x.meaning, a) < std::tie(y.text, y.meaning, b);
  });
  std::vector<Entry> sorted;
  sorted.reserve(entries_.size());
  for (const auto i : order) sorted.push_back(std::move(entries_[i]));
  entries_ = std::move(sorted);
  nodes_.assign(1, {});
  edges_.clear();
  starts_.assign(65536, false);
  roots_.fill(kNone);
  for (const auto& e : entries_) {
    if (e.text.size() == 1) {
      for (std::size_t b = 0; b < 256; ++b)
        starts_[static_cast<unsigned char>(e.text[0]) * 256U + b] = true;
    } else {
      starts_[prefix_key(e.text, 0)] = true;
    }
  }
  for (std::size_t begin = 0; begin < entries_.size();) {
    std::size_t end = begin;
    while (end < entries_.size() && entries_[end].text[0] == entries_[begin].text[0]) ++end;
    roots_[static_cast<unsigned char>(entries_[begin].text[0])] = make_node(begin, end, 1);
    begin = end;
  }
}

// The node of all entries in [begin, end), which share their first `depth` bytes.
std::uint32_t FormIndex::make_node(std::size_t begin, std::size_t end, std::size_t depth) {
  const auto id = static_cast<std::uint32_t>(nodes_.size());
  nodes_.emplace_back();
  std::size_t at = begin;
  while (at < end && entries_[at].text.size() == depth) ++at;
  nodes_[id].first_entry = static_cast<std::uint32_t>(begin);
  nodes_[id].entries = static_cast<std::uint16_t>(at - begin);
  std::vector<Edge> children;
  while (at < end) {
    const char label = entries_[at].text[depth];
    std::size_t stop = at;
    while (stop < end && entries_[stop].text[depth] == label) ++stop;
    children.push_back({static_cast<std::uint8_t>(label), make_node(at, stop, depth + 1)});
    at = stop;
  }
  nodes_[id].first_edge = static_cast<std::uint32_t>(edges_.size());
  nodes_[id].edges = static_cast<std::uint16_t>(children.size());
  edges_.insert(edges_.end(), children.begin(), children.end());
  return id;
}

std::uint32_t FormIndex::child(std::uint32_t node, std::uint8_t label) const {
  const Node& n = nodes_[node];
  const Edge* first = edges_.data() + n.first_edge;
  const Edge* last = first + n.edges;
  if (n.edges > 8) {
    first = std::lower_bound(first, last, label,
                             [](const Edge& e, std::uint8_t l) { return e.label < l; });
    return first != last && first->label == label ? first->node : kNone;
  }
  for (; first != last; ++first)
    if (first->label == label) return first->node;
  return kNone;
}

bool FormIndex::accepts(const Entry& entry, std::string_view text, std::size_t start,
                        std::size_t end) const {
  if (!entry.open_start && !begins_word(text, start)) return false;
  if (!entry.open_end && !ends_word(text, end)) return false;
  if (entry.after_gap.empty()) return true;
  auto rest = text.substr(end, kWidestGap);
  rest = rest.substr(0, static_cast<std::size_t>(
                            std::find_if(rest.begin(), rest.end(), ends_clause) - rest.begin()));
  const auto found = rest.find(entry.after_gap);
  if (found == std::string_view::npos) return false;
  const std::size_t gap_start = end + found;
  return begins_word(text, gap_start) && ends_word(text, gap_start + entry.after_gap.size());
}

void FormIndex::walk(std::string_view text, std::size_t start, bool inside_word,
                     LanguageMask language, std::vector<FormHit>& out) const {
  std::uint32_t node = roots_[static_cast<unsigned char>(text[start])];
  std::size_t pos = start + 1;
  int skipped = 0;
  while (node != kNone) {
    const Node& n = nodes_[node];
    for (std::uint32_t i = n.first_entry; i < n.first_entry + n.entries; ++i) {
      const Entry& e = entries_[i];
      if ((e.languages & language) == 0 || (inside_word && !e.open_start)) continue;
      if (accepts(e, text, start, pos))
        out.push_back({static_cast<std::uint32_t>(start), static_cast<std::uint32_t>(pos),
                       e.meaning, e.acronym});
    }
    if (pos >= text.size() || n.edges == 0) return;
    std::uint32_t next = child(node, static_cast<std::uint8_t>(text[pos]));
    // Korean spaces its compounds as it likes, and extracted Chinese carries stray ones.
    if (next == kNone && text[pos] == ' ' && skipped < 3 && pos + 1 < text.size() &&
        is_unspaced(decode_before(text, pos).value)) {
      ++skipped;
      ++pos;
      next = child(node, static_cast<std::uint8_t>(text[pos]));
    }
    node = next;
    ++pos;
  }
}

std::vector<FormHit> FormIndex::scan(std::string_view text, LanguageMask language) const {
  std::vector<FormHit> out;
  const bool open_starts = (open_start_languages_ & language) != 0;
  bool in_word = false;  // the previous character is a letter of a spaced script
  for (std::size_t pos = 0; pos < text.size();) {
    const auto lead = static_cast<unsigned char>(text[pos]);
    const auto c = lead < 0x80 ? CodePoint{lead, 1} : decode_at(text, pos);
    const bool letter = is_spaced_letter(c.value);
    const bool inside = in_word && letter;
    if ((!inside || open_starts) && starts_[prefix_key(text, pos)])
      walk(text, pos, inside, language, out);
    in_word = letter;
    pos += c.size;
  }
  std::stable_sort(out.begin(), out.end(), [](const FormHit& a, const FormHit& b) {
    return a.start != b.start ? a.start < b.start : a.end > b.end;
  });
  return out;
}

}  // namespace chokepoint
