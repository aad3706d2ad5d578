#include "feeds/article_clutter.h"

#include <algorithm>
#include <array>
#include <string>
#include <unordered_map>

namespace chokepoint {
namespace {

enum Hint : unsigned { kClutter = 1, kComments = 2, kBody = 4, kLead = 8, kHidden = 16 };

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
#define HIDDEN(words) add_words(out, words, kHidden);
#include "feeds/article_words.inc"
#undef CLUTTER
#undef COMMENTS
#undef BODY
#undef LEAD
#undef HIDDEN
    return out;
  }();
  return map;
}

// Lengths that words with this first letter have, as bits: most class names end here.
using Lengths = std::array<std::uint32_t, 26>;

const Lengths& lengths() {
  static const Lengths table = [] {
    Lengths out{};
    for (const auto& [word, hint] : word_map()) {
      if (hint != 0)
        out[static_cast<std::size_t>(word[0] - 'a')] |= 1U
                                                        << std::min<std::size_t>(word.size(), 31);
    }
    return out;
  }();
  return table;
}

unsigned look_up(std::string_view word) {
  if ((lengths()[static_cast<std::size_t>(word[0] - 'a')] >>
           std::min<std::size_t>(word.size(), 31) &
       1U) == 0)
    return 0;
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
  unsigned name_hints = 0;  // of the class name being read
  std::string pair;
  std::size_t previous = 0;  // size of the previous word, at the start of `pair`
  std::string word;
  const auto finish = [&](bool gap) {
    if (!word.empty()) {
      name_hints |= look_up(word);
      if (previous != 0) {
        pair += word;
        name_hints |= look_up(pair);
      }
      pair = word;
      previous = word.size();
      word.clear();
    }
    if (gap) {
      previous = 0;
      out |= name_hints;
      name_hints = 0;
    }
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
      // "article-content__sign-in" is a part of the article's element, not the text.
      if (c == '_' && i + 1 < names.size() && names[i + 1] == '_')
        name_hints &= ~unsigned{kBody | kLead};
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

bool named_in(std::string_view s, std::initializer_list<std::string_view> list) {
  return std::find(list.begin(), list.end(), s) != list.end();
}

bool contains(std::string_view haystack, std::string_view needle) {
  return haystack.find(needle) != std::string_view::npos;
}

}  // namespace

ElementHints hints_of(const Html& page, NodeId n) {
  unsigned hints = 0;
  bool responsive = false;
  for (auto* a = page.attrs_begin(n); a != page.attrs_end(n); ++a) {
    if (a->key == "class") {
      hints |= hints_of_names(a->value);
      // A post's own element lists its tags and categories among its classes.
      if (contains(a->value, "hentry") || contains(a->value, "type-post") ||
          contains(a->value, "status-publish"))
        hints &= ~unsigned{kClutter | kComments | kHidden};
      // "hidden md:block" is hidden on a telephone only.
      responsive = contains(a->value, ":block") || contains(a->value, ":flex") ||
                   contains(a->value, ":inline");
    } else if (a->key == "id") {
      // An id of many words is made from a heading's words.
      if (std::count_if(a->value.begin(), a->value.end(),
                        [](char c) { return c == '-' || c == '_'; }) < 3)
        hints |= hints_of_names(a->value);
    } else if (named_in(a->key,
                        {"data-testid", "data-component", "data-qa", "data-type", "data-module"})) {
      hints |= hints_of_names(a->value);
    } else if (a->key == "itemprop" && contains(a->value, "articleBody")) {
      hints |= kBody;
    }
  }
  const bool clutter = (hints & kClutter) != 0 || ((hints & kHidden) != 0 && !responsive);
  return {clutter, (hints & kComments) != 0, (hints & kBody) != 0, (hints & kLead) != 0};
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

namespace {

bool is_inline_tag(Tag tag) {
  switch (tag) {
    case Tag::A:
    case Tag::Span:
    case Tag::B:
    case Tag::Strong:
    case Tag::I:
    case Tag::Em:
    case Tag::Font:
    case Tag::Sup:
    case Tag::Sub:
    case Tag::Time:
    case Tag::Label:
      return true;
    default:
      return false;
  }
}

// A word of a sentence may be a link of class "tag"; it stays.
bool inside_paragraph(const Html& page, NodeId n) {
  for (NodeId up = page[n].parent, k = 0; up != kNoNode && k < 4; up = page[up].parent, ++k) {
    const auto tag = page[up].tag;
    if (tag == Tag::P || tag == Tag::H1 || tag == Tag::H2 || tag == Tag::H3) return true;
    if (!is_inline_tag(tag)) return false;
  }
  return false;
}

bool is_embed(std::string_view names) {
  return contains(names, "twitter-tweet") || contains(names, "instagram-media") ||
         contains(names, "tiktok-embed") || contains(names, "bluesky-embed");
}

class ClutterFinder {
 public:
  ClutterFinder(const Html& page, const std::vector<std::uint32_t>& running)
      : page_(page), running_(running), hints_(page.size()), holds_(page.size(), 0) {
    std::uint32_t comments = 0;
    for (NodeId n = 1; n < page.size(); ++n) {
      if (page[n].tag != Tag::Text && page[n].attrs_end != page[n].attrs_begin)
        hints_[n] = hints_of(page, n);
    }
    text_.resize(page.size(), 0);
    for (NodeId n = page.size(); n-- > 1;) {
      if (page[n].tag == Tag::H1) holds_[n] |= 1;
      if (hints_[n].body && running[n] > 600) holds_[n] |= 2;
      if (page[n].tag == Tag::Form) holds_[n] |= 4;
      if (page[n].tag == Tag::Text) text_[n] = static_cast<std::uint32_t>(page[n].text.size());
      holds_[page[n].parent] |= holds_[n];
      text_[page[n].parent] += text_[n];
    }
    for (NodeId n = 1; n < page.size(); ++n) {
      if (!drops_comments(n)) continue;
      comments += running[n];
      n = page[n].end - 1;
    }
    all_ = std::max(1.0, static_cast<double>(running[0]) - comments);
  }

  std::vector<char> find() {
    std::vector<char> out(page_.size(), 0);
    for (NodeId n = 1; n < page_.size();) {
      if (drops(n)) {
        out[n] = 1;
        n = page_[n].end;
      } else {
        ++n;
      }
    }
    return out;
  }

 private:
  bool drops_comments(NodeId n) const {
    const auto tag = page_[n].tag;
    if (!hints_[n].comments || tag == Tag::Body || tag == Tag::Html || tag == Tag::Main)
      return false;
    return running_[n] < 0.9 * running_[0] && (holds_[n] & 3) == 0;
  }

  bool drops(NodeId n) const {
    const auto& node = page_[n];
    if (node.tag == Tag::Text || node.tag == Tag::Body || node.tag == Tag::Html ||
        node.tag == Tag::Head)
      return false;
    if (drops_comments(n) && !(is_inline_tag(node.tag) && inside_paragraph(page_, n))) return true;
    if (is_embed(page_.attr(n, "class"))) return true;
    const double share = running_[n] / all_;
    // "Sign up for our newsletter": a box of few words around a form.
    constexpr std::uint32_t kFewWords = 500;
    if ((holds_[n] & 5) == 4 && text_[n] < kFewWords && share < 0.15 && !hints_[n].body &&
        (node.tag == Tag::Div || node.tag == Tag::Section))
      return true;
    if (is_hidden(page_, n)) return share < 0.6;
    const bool clutter_tag = is_clutter_tag(node.tag);
    const auto& hints = hints_[n];
    if (!clutter_tag && !hints.clutter && !is_clutter_role(page_.attr(n, "role"))) return false;
    if (is_inline_tag(node.tag) && inside_paragraph(page_, n)) return false;
    if (hints.lead && !clutter_tag &&
        (node.tag == Tag::P || node.tag == Tag::H1 || node.tag == Tag::Span))
      return false;
    // A wrapper of the article may be called "has-sidebar".
    if (node.tag != Tag::Nav && node.tag != Tag::Footer && node.tag != Tag::Aside &&
        (holds_[n] & 2) != 0)
      return false;
    if (hints.body) return share < 0.02;
    if ((holds_[n] & 1) != 0 && share > 0.1) return false;
    return share < 0.3;
  }

  const Html& page_;
  const std::vector<std::uint32_t>& running_;
  std::vector<ElementHints> hints_;
  std::vector<char>
      holds_;  // 1: a main heading, 2: an element named as the article's text, 4: a form
  std::vector<std::uint32_t> text_;  // bytes of text, of whatever kind
  double all_ = 1;                   // running text of the page, comments left out
};

}  // namespace

std::vector<char> find_clutter(const Html& page, const std::vector<std::uint32_t>& running) {
  return ClutterFinder(page, running).find();
}

}  // namespace chokepoint
