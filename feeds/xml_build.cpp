// The forgiving reader behind XmlTree: one pass over the source, a stack of open elements, views
// into the source.
#include <algorithm>
#include <array>
#include <utility>

#include "feeds/xml_space.h"
#include "feeds/xml_text.h"
#include "feeds/xml_tree.h"

namespace chokepoint {
namespace {

// Deeper markup is somebody's attack or accident; its tags are passed over and its text kept.
constexpr std::size_t kMaxDepth = 200;

constexpr bool blank_in_tag(char c) {
  return c == ' ' || c == '\t' || c == '\n' || c == '\r' || c == '\f';
}
constexpr bool name_start(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_' ||
         static_cast<unsigned char>(c) >= 0x80;
}
constexpr bool ends_name(char c) {
  return blank_in_tag(c) || c == '>' || c == '/' || c == '=' || c == '<';
}

// RSS elements that hold words only: one of them open while another starts means its end tag was
// forgotten.
bool holds_words(std::string_view name) {
  constexpr std::array kNames =
      std::to_array<std::string_view>({"title", "link", "guid", "pubDate", "comments"});
  return std::any_of(kNames.begin(), kNames.end(), [&](auto n) { return same_word(n, name); });
}
bool starts_field(std::string_view name) {
  constexpr std::array kNames =
      std::to_array<std::string_view>({"title", "link", "description", "pubDate", "guid", "author",
                                       "category", "comments", "item", "enclosure"});
  return std::any_of(kNames.begin(), kNames.end(), [&](auto n) { return same_word(n, name); });
}
bool never_nests(std::string_view name) {
  constexpr std::array kNames = std::to_array<std::string_view>({"item", "entry", "sitemap"});
  return std::any_of(kNames.begin(), kNames.end(), [&](auto n) { return same_word(n, name); });
}

// Controls that XML forbids would travel on into titles; they are dropped.
void clear_controls(std::string& s) {
  std::erase_if(s, [](char c) { return static_cast<unsigned char>(c) < 0x20 && !blank_in_tag(c); });
}

}  // namespace

class XmlBuilder {
 public:
  explicit XmlBuilder(XmlTree& tree) : tree_(tree), s_(tree.source_) {
    tree_.nodes_.reserve(s_.size() / 40 + 8);
    tree_.nodes_.emplace_back();
    open_.push_back({0, {}});
  }

  void build() {
    while (pos_ < s_.size()) {
      const auto at = std::min(s_.find('<', pos_), s_.size());
      if (at > pos_) add_text(s_.substr(pos_, at - pos_), XmlTree::Kind::Text);
      pos_ = at;
      if (pos_ < s_.size()) read_markup();
    }
    if (open_.size() > 1) warn("the document ends inside <" + std::string(open_.back().name) + ">");
    while (open_.size() > 1) close_top(s_.size());
  }

 private:
  struct Open {
    std::uint32_t node;
    std::string_view name;  // with its prefix
  };

  void warn(std::string what) {
    if (tree_.warnings_.size() < 20) tree_.warnings_.push_back(std::move(what));
  }

  std::uint32_t add_node(XmlTree::Node node) {
    const auto index = static_cast<std::uint32_t>(tree_.nodes_.size());
    node.parent = open_.back().node;
    auto& parent = tree_.nodes_[node.parent];
    if (parent.last == XmlTree::kNone)
      parent.first = index;
    else
      tree_.nodes_[parent.last].next = index;
    parent.last = index;
    tree_.nodes_.push_back(node);
    return index;
  }

  void add_text(std::string_view text, XmlTree::Kind kind) {
    if (kind == XmlTree::Kind::Text && trimmed(text).empty()) return;
    XmlTree::Node node;
    node.kind = kind;
    node.name = text;
    add_node(node);
  }

  void read_markup() {
    const auto rest = s_.substr(pos_);
    if (rest.starts_with("<![CDATA[")) return read_cdata();
    if (rest.starts_with("<!--")) return skip_past("-->", 4);
    if (rest.starts_with("<?")) return skip_past(">", 2);
    if (rest.starts_with("<!")) return skip_declaration();
    if (rest.size() > 2 && rest[1] == '/' && name_start(rest[2])) return read_end_tag();
    if (rest.size() > 1 && name_start(rest[1])) return read_start_tag();
    add_text(rest.substr(0, 1), XmlTree::Kind::Text);
    ++pos_;
  }

  void skip_past(std::string_view mark, std::size_t from) {
    const auto end = s_.find(mark, std::min(pos_ + from, s_.size()));
    pos_ = end == std::string_view::npos ? s_.size() : end + mark.size();
  }

  void read_cdata() {
    const auto start = pos_ + 9;
    const auto end = s_.find("]]>", start);
    if (end == std::string_view::npos) warn("a CDATA section has no end");
    add_text(s_.substr(start, end == std::string_view::npos ? end : end - start),
             XmlTree::Kind::Cdata);
    pos_ = end == std::string_view::npos ? s_.size() : end + 3;
  }

  // <!DOCTYPE ...>, with an internal subset in brackets; its entities are never looked at.
  void skip_declaration() {
    bool subset = false;
    for (++pos_; pos_ < s_.size(); ++pos_) {
      const char c = s_[pos_];
      if (c == '[')
        subset = true;
      else if (c == ']')
        subset = false;
      else if (c == '>' && !subset)
        break;
    }
    pos_ = std::min(pos_ + 1, s_.size());
  }

  std::string_view read_name() {
    const auto start = pos_;
    while (pos_ < s_.size() && !ends_name(s_[pos_])) ++pos_;
    return s_.substr(start, pos_ - start);
  }

  void skip_blanks() {
    while (pos_ < s_.size() && blank_in_tag(s_[pos_])) ++pos_;
  }

  void close_top(std::size_t inside_end) {
    auto& node = tree_.nodes_[open_.back().node];
    const auto start = static_cast<std::size_t>(node.inside.data() - s_.data());
    node.inside = s_.substr(start, inside_end > start ? inside_end - start : 0);
    open_.pop_back();
    while (!spaces_.empty() && spaces_.back().depth > open_.size()) spaces_.pop_back();
  }

  void read_end_tag() {
    const auto start = pos_;
    pos_ += 2;
    const auto name = read_name();
    skip_past(">", 0);
    auto depth = open_.size();
    while (depth > 1 && !same_word(open_[depth - 1].name, name)) --depth;
    if (depth == 1) {
      if (skipped_ > 0)
        --skipped_;
      else
        warn("</" + std::string(name) + "> closes nothing");
      return;
    }
    if (depth < open_.size()) warn("<" + std::string(open_.back().name) + "> is not closed");
    while (open_.size() >= depth) close_top(start);
  }

  // Closes what cannot contain the element about to open.
  void close_forgotten(std::string_view name, std::size_t at) {
    if (starts_field(name) && open_.size() > 1 && holds_words(open_.back().name)) {
      warn("<" + std::string(open_.back().name) + "> is not closed");
      close_top(at);
    }
    if (!never_nests(name)) return;
    for (auto depth = open_.size(); depth > 1; --depth)
      if (same_word(open_[depth - 1].name, name)) {
        warn("<" + std::string(name) + "> is not closed");
        while (open_.size() >= depth) close_top(at);
        return;
      }
  }

  void read_start_tag() {
    const auto start = pos_++;
    const auto name = read_name();
    close_forgotten(name, start);
    XmlTree::Node node;
    node.attributes = static_cast<std::uint32_t>(tree_.attributes_.size());
    const bool empty = read_attributes();
    node.attribute_count = static_cast<std::uint32_t>(tree_.attributes_.size()) - node.attributes;
    if (open_.size() > kMaxDepth) {
      if (!empty) ++skipped_;
      return;
    }
    const auto depth = open_.size() + 1;
    for (auto i = node.attributes; i < node.attributes + node.attribute_count; ++i)
      declare_space(tree_.attributes_[i].name, tree_.attributes_[i].value, depth);
    const auto colon = name.rfind(':');
    node.space =
        space_of(colon == std::string_view::npos ? std::string_view() : name.substr(0, colon));
    node.name = name.substr(colon + 1);
    node.inside = s_.substr(pos_, 0);
    open_.push_back({add_node(node), name});
    if (empty) close_top(pos_);
  }

  void declare_space(std::string_view name, std::string_view value, std::size_t depth) {
    if (name == "xmlns")
      spaces_.push_back({{}, space_of_address(value), depth});
    else if (name.starts_with("xmlns:"))
      spaces_.push_back({name.substr(6), space_of_address(value), depth});
  }

  Space space_of(std::string_view prefix) const {
    for (auto i = spaces_.rbegin(); i != spaces_.rend(); ++i)
      if (i->prefix == prefix) {
        if (i->space != Space::Other || prefix.empty())
          return prefix.empty() && i->space == Space::Other ? Space::None : i->space;
        break;
      }
    return prefix.empty() ? Space::None : space_of_prefix(prefix);
  }

  // Reads up to and with the '>'; true for "/>".
  bool read_attributes() {
    while (pos_ < s_.size()) {
      skip_blanks();
      if (pos_ >= s_.size()) return false;
      const char c = s_[pos_];
      if (c == '>') {
        ++pos_;
        return false;
      }
      if (c == '<') return false;  // the tag was never finished
      if (c == '/') {
        ++pos_;
        if (pos_ < s_.size() && s_[pos_] == '>') {
          ++pos_;
          return true;
        }
        continue;
      }
      const auto name = read_name();
      if (name.empty())
        ++pos_;
      else
        read_value(name);
    }
    return false;
  }

  void read_value(std::string_view name) {
    skip_blanks();
    if (pos_ >= s_.size() || s_[pos_] != '=') {
      tree_.attributes_.push_back({name, {}});
      return;
    }
    ++pos_;
    skip_blanks();
    if (pos_ >= s_.size()) return;
    const char quote = s_[pos_];
    if (quote == '"' || quote == '\'') {
      const auto end = std::min(s_.find(quote, pos_ + 1), s_.size());
      tree_.attributes_.push_back({name, s_.substr(pos_ + 1, end - pos_ - 1)});
      pos_ = std::min(end + 1, s_.size());
      return;
    }
    const auto start = pos_;
    while (pos_ < s_.size() && !blank_in_tag(s_[pos_]) && s_[pos_] != '>') ++pos_;
    auto value = s_.substr(start, pos_ - start);
    if (value.ends_with('/') && pos_ < s_.size() && s_[pos_] == '>') {
      value.remove_suffix(1);
      --pos_;
    }
    tree_.attributes_.push_back({name, value});
  }

  struct Declared {
    std::string_view prefix;
    Space space;
    std::size_t depth;
  };

  XmlTree& tree_;
  std::string_view s_;
  std::size_t pos_ = 0;
  std::vector<Open> open_;
  std::vector<Declared> spaces_;
  std::size_t skipped_ = 0;  // start tags below the depth limit
};

XmlTree::XmlTree(std::string source) : source_(std::move(source)) {
  clear_controls(source_);
  XmlBuilder(*this).build();
}

}  // namespace chokepoint
