// From the forms as added to the trie.
#include <algorithm>
#include <numeric>

#include "models/engine/form_index.h"

namespace chokepoint {
namespace {

constexpr std::size_t kLongestTail = 0xFFFF;

std::uint64_t head_of(std::string_view text) {
  std::uint64_t head = 0;
  for (std::size_t i = 0; i < 8; ++i)
    head = head << 8U | (i < text.size() ? static_cast<unsigned char>(text[i]) : 0U);
  return head;
}

std::size_t shared_prefix(std::string_view a, std::string_view b, std::size_t from) {
  std::size_t n = from;
  while (n < a.size() && n < b.size() && a[n] == b[n]) ++n;
  return n;
}

}  // namespace

// `notations` as in SurfaceForm::after_gap.
std::uint32_t FormIndex::gaps_of(const std::vector<std::string>& notations) {
  if (gap_sets_.empty()) gap_sets_.push_back({0, 0});
  std::string key;
  for (const auto& n : notations) (key += n) += '\n';
  const auto [known, fresh] =
      gaps_by_notation_.try_emplace(key, static_cast<std::uint32_t>(gap_sets_.size()));
  if (!fresh) return known->second;
  const auto first = static_cast<std::uint32_t>(gaps_.size());
  for (std::string_view notation : notations) {
    Gap gap;
    gap.open_start = notation.starts_with('*');
    if (gap.open_start) notation.remove_prefix(1);
    gap.open_end = notation.ends_with('*');
    if (gap.open_end) notation.remove_suffix(1);
    gap.wanted = notation;
    gaps_.push_back(std::move(gap));
    const auto n = notation.size();
    gap_pairs_.push_back(n < 2 ? GapPairs{kNoPair, kNoPair}
                               : GapPairs{pair_of(notation[0], notation[1]),
                                          pair_of(notation[n - 2], notation[n - 1])});
  }
  gap_sets_.push_back({first, static_cast<std::uint32_t>(gaps_.size())});
  return known->second;
}

void FormIndex::add(const SurfaceForm& form, LanguageMask languages, std::uint32_t meaning) {
  Entry entry{meaning, 0, languages, form.open_start, form.open_end, form.acronym, 0};
  if (form.after_gap != nullptr) {
    if (form.after_gap != last_gaps_) last_gap_set_ = gaps_of(*form.after_gap);
    last_gaps_ = form.after_gap;
    entry.gap = last_gap_set_;
  }
  loose_.push_back({head_of(form.text), static_cast<std::uint32_t>(loose_text_.size()),
                    static_cast<std::uint32_t>(form.text.size()), entry});
  loose_text_ += form.text;
}

class FormIndex::Builder {
 public:
  explicit Builder(FormIndex& index) : index_(index), forms_(index.loose_) {}

  void build() {
    sort();
    nodes_.assign(1, {});
    labels_.assign(1, '\0');
    entries_.reserve(forms_.size());
    index_.gates_.assign(2 * 16, {});
    for (const auto& form : forms_) open_gates(form);
    for (std::size_t begin = 0; begin < forms_.size();) {
      const auto end = same_byte(begin, forms_.size(), 0);
      const auto node = make_nodes(1);
      const char label = text(begin)[0];
      labels_[node] = label;
      index_.roots_[static_cast<unsigned char>(label)] = node;
      fill(node, begin, end, 1);
      begin = end;
    }
    index_.entries_ = FlatList<Entry>(std::move(entries_));
    index_.nodes_ = FlatList<Node>(std::move(nodes_));
    index_.labels_ = FlatList<char>(std::move(labels_));
    index_.tails_ = FlatList<char>(std::move(tails_));
  }

 private:
  std::string_view text(const Loose& form) const {
    return std::string_view{index_.loose_text_}.substr(form.at, form.size);
  }
  std::string_view text(std::size_t i) const { return text(forms_[i]); }

  // By text, then meaning; forms of equal text and meaning stay in the order they were added.
  void sort() {
    std::stable_sort(forms_.begin(), forms_.end(), [&](const Loose& a, const Loose& b) {
      if (a.head != b.head) return a.head < b.head;
      if (const int order = text(a).compare(text(b)); order != 0) return order < 0;
      return a.entry.meaning < b.entry.meaning;
    });
  }

  void open_gates(const Loose& form) {
    for (std::size_t language = 0; language < 16; ++language) {
      if ((form.entry.languages >> language & 1U) == 0) continue;
      index_.gates_[2 * language].admit(text(form));
      if (form.entry.open_start != 0) index_.gates_[2 * language + 1].admit(text(form));
    }
  }
  std::uint32_t make_nodes(std::size_t n) {
    const auto first = static_cast<std::uint32_t>(nodes_.size());
    nodes_.resize(first + n);
    labels_.resize(first + n);
    return first;
  }

  // The end of the run, from `begin`, of forms with the same byte at `depth`.
  std::size_t same_byte(std::size_t begin, std::size_t end, std::size_t depth) const {
    const char byte = text(begin)[depth];
    std::size_t at = begin + 1;
    while (at < end && text(at)[depth] == byte) ++at;
    return at;
  }

  // The forms [begin, end) share their first `depth` bytes, which lead to the node's label.
  void fill(std::uint32_t id, std::size_t begin, std::size_t end, std::size_t depth) {
    Node node{};
    const auto after =
        std::min(shared_prefix(text(begin), text(end - 1), depth), depth + kLongestTail);
    node.tail = static_cast<std::uint32_t>(tails_.size());
    node.tail_size = static_cast<std::uint16_t>(after - depth);
    const auto tail = text(begin).substr(depth, after - depth);
    tails_.insert(tails_.end(), tail.begin(), tail.end());
    node.first_entry = static_cast<std::uint32_t>(entries_.size());
    std::size_t at = begin;
    for (; at < end && forms_[at].size == after; ++at) {
      const auto& entry = forms_[at].entry;
      if (node.entries > 0 && is_same_but_languages(entries_.back(), entry)) {
        auto& known = entries_.back().languages;
        known = static_cast<LanguageMask>(known | entry.languages);
      } else {
        entries_.push_back(entry);
        ++node.entries;
      }
      add_languages(node, entry.languages, entry.open_start != 0 ? entry.languages : 0U);
    }
    std::vector<std::size_t> cuts{at};
    while (at < end) cuts.push_back(at = same_byte(at, end, after));
    node.children = static_cast<std::uint16_t>(cuts.size() - 1);
    node.first_child = make_nodes(node.children);
    for (std::uint32_t c = 0; c < node.children; ++c) {
      labels_[node.first_child + c] = text(cuts[c])[after];
      fill(node.first_child + c, cuts[c], cuts[c + 1], after + 1);
      const auto& child = nodes_[node.first_child + c];
      add_languages(node, child.languages, child.open_languages);
    }
    nodes_[id] = node;
  }

  // Two files may say the same of one thing; a text that has it once has it once.
  static bool is_same_but_languages(const Entry& a, const Entry& b) {
    return a.meaning == b.meaning && a.gap == b.gap && a.open_start == b.open_start &&
           a.open_end == b.open_end && a.acronym == b.acronym;
  }

  static void add_languages(Node& node, unsigned languages, unsigned open) {
    node.languages = static_cast<LanguageMask>(node.languages | languages);
    node.open_languages = static_cast<LanguageMask>(node.open_languages | open);
  }

  FormIndex& index_;
  std::vector<Loose>& forms_;
  std::vector<Entry> entries_;
  std::vector<Node> nodes_;
  std::vector<char> labels_, tails_;
};

void FormIndex::build() {
  Builder(*this).build();
  loose_ = {};
  gaps_by_notation_ = {};
  last_gaps_ = nullptr;
  loose_text_ = {};
}

}  // namespace chokepoint
