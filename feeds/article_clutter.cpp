#include "feeds/article_clutter.h"

#include <algorithm>
#include <array>
#include <string>
#include <unordered_map>

namespace chokepoint {
namespace {

enum Hint : unsigned { kClutter = 1, kComments = 2, kBody = 4, kLead = 8 };

using WordMap = std::unordered_map<std::string_view, unsigned>;

void add_words(WordMap& map, std::string_view words, unsigned hint) {
  while (!words.empty()) {
    const auto end = std::min(words.find(' '), words.size());
    if (end != 0) map[words.substr(0, end)] |= hint;
    words.remove_prefix(std::min(end + 1, words.size()));
  }
}

const WordMap& word_map() {
  static const WordMap map = [] {
    WordMap out;
#define CLUTTER(words) add_words(out, words, kClutter);
#define COMMENTS(words) add_words(out, words, kComments);
#define BODY(words) add_words(out, words, kBody);
#define LEAD(words) add_words(out, words, kLead);
#include "feeds/article_words.inc"
#undef CLUTTER
#undef COMMENTS
#undef BODY
#undef LEAD
    return out;
  }();
  return map;
}

unsigned look_up(std::string_view word) {
  const auto it = word_map().find(word);
  return it == word_map().end() ? 0 : it->second;
}

bool is_lower(char c) {
  return c >= 'a' && c <= 'z';
}
bool is_upper(char c) {
  return c >= 'A' && c <= 'Z';
}

// "article-body mostRead_2" has the words article, body, articlebody, most, read, mostread: words
// and joined pairs, where a pair does not reach across white space.
unsigned hints_of_names(std::string_view names) {
  unsigned out = 0;
  std::string pair;
  std::size_t previous = 0;  // size of the previous word, at the start of `pair`
  std::string word;
  const auto finish = [&](bool gap) {
    if (!word.empty()) {
      out |= look_up(word);
      if (previous != 0) {
        pair += word;
        out |= look_up(pair);
      }
      pair = word;
      previous = word.size();
      word.clear();
    }
    if (gap) previous = 0;
  };
  for (std::size_t i = 0; i < names.size(); ++i) {
    const char c = names[i];
    if (is_upper(c) && i > 0 && is_lower(names[i - 1])) finish(false);
    if (is_lower(c)) {
      word.push_back(c);
    } else if (is_upper(c)) {
      word.push_back(static_cast<char>(c + 32));
    } else {
      finish(c == ' ' || c == '\n' || c == '\t');
    }
  }
  finish(true);
  return out;
}

bool is_clutter_role(std::string_view role) {
  static constexpr std::array<std::string_view, 11> kRoles = {
      "navigation", "complementary", "banner",  "contentinfo", "dialog", "alertdialog",
      "search",     "menu",          "menubar", "toolbar",     "alert"};
  return std::find(kRoles.begin(), kRoles.end(), role) != kRoles.end();
}

bool is_clutter_tag(Tag tag) {
  switch (tag) {
    case Tag::Nav:
    case Tag::Footer:
    case Tag::Aside:
    case Tag::Form:
    case Tag::Figcaption:
    case Tag::Dialog:
    case Tag::Figure:
      return true;
    default:
      return false;
  }
}

bool contains(std::string_view haystack, std::string_view needle) {
  return haystack.find(needle) != std::string_view::npos;
}

}  // namespace

ElementHints hints_of(const Html& page, NodeId n) {
  unsigned hints = hints_of_names(page.attr(n, "class")) | hints_of_names(page.attr(n, "id"));
  for (const std::string_view key :
       {"data-testid", "data-component", "data-qa", "data-type", "data-module"}) {
    if (const auto value = page.attr(n, key); !value.empty()) hints |= hints_of_names(value);
  }
  return {(hints & kClutter) != 0, (hints & kComments) != 0, (hints & kBody) != 0,
          (hints & kLead) != 0};
}

bool is_hidden(const Html& page, NodeId n) {
  for (auto* a = page.attrs_begin(n); a != page.attrs_end(n); ++a) {
    if (a->key == "hidden") return true;
    if (a->key == "aria-hidden" && a->value == "true") return true;
    if (a->key == "style") {
      std::string style;
      for (const char c : a->value) {
        if (c != ' ') style.push_back(is_upper(c) ? static_cast<char>(c + 32) : c);
      }
      if (contains(style, "display:none") || contains(style, "visibility:hidden")) return true;
    }
  }
  return false;
}

std::vector<std::uint32_t> running_text(const Html& page) {
  std::vector<std::uint32_t> own(page.size(), 0);
  for (NodeId n = 0; n < page.size(); ++n) {
    if (page[n].tag == Tag::Script || page[n].tag == Tag::Style || page[n].tag == Tag::Noscript) {
      n = page[n].end - 1;
      continue;
    }
    if (page[n].tag != Tag::Text || page[n].text.size() < 40) continue;
    NodeId up = page[n].parent;
    bool link = false;
    for (unsigned k = 0; k < 3 && up != kNoNode; ++k, up = page[up].parent)
      link = link || page[up].tag == Tag::A;
    if (!link) own[n] = static_cast<std::uint32_t>(page[n].text.size());
  }
  // Parents come before their children, so one pass backwards adds everything up.
  for (NodeId n = page.size(); n-- > 1;) own[page[n].parent] += own[n];
  return own;
}

std::vector<char> find_clutter(const Html& page, const std::vector<std::uint32_t>& running) {
  std::vector<char> out(page.size(), 0);
  const double all = std::max<double>(running[0], 1);
  for (NodeId n = 1; n < page.size();) {
    const auto& node = page[n];
    if (node.tag == Tag::Text || node.tag == Tag::Body || node.tag == Tag::Html ||
        node.tag == Tag::Head) {
      ++n;
      continue;
    }
    const double share = running[n] / all;
    const auto hints = hints_of(page, n);
    const bool marked = hints.clutter || is_clutter_tag(node.tag) ||
                        is_clutter_role(page.attr(n, "role")) || is_hidden(page, n);
    // A wrapper of the article may be called "has-sidebar"; a comment section may outweigh the
    // article.
    const bool drop =
        (hints.comments && share < 0.85) || (marked && share < (hints.body ? 0.02 : 0.3));
    const bool bare =
        node.tag == Tag::A || node.tag == Tag::Span || node.tag == Tag::P || node.tag == Tag::H1;
    const bool spared = hints.lead && !hints.comments && !is_clutter_tag(node.tag) && bare;
    if (drop && !spared) {
      out[n] = 1;
      n = node.end;
      continue;
    }
    ++n;
  }
  return out;
}

}  // namespace chokepoint
