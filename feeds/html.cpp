#include "feeds/html.h"

#include <algorithm>
#include <array>
#include <new>
#include <utility>

#include <myhtml/api.h>

#include "feeds/html_strip.h"
#include "models/core/utf8.h"

namespace chokepoint {
namespace {

constexpr std::size_t kMaxBytes = 16U << 20U;
constexpr std::size_t kMaxNodes = 1U << 20U;

constexpr std::array<std::pair<unsigned, Tag>, 70> kTags = {{
    {MyHTML_TAG_HTML, Tag::Html},
    {MyHTML_TAG_HEAD, Tag::Head},
    {MyHTML_TAG_BODY, Tag::Body},
    {MyHTML_TAG_TITLE, Tag::Title},
    {MyHTML_TAG_META, Tag::Meta},
    {MyHTML_TAG_LINK, Tag::Link},
    {MyHTML_TAG_BASE, Tag::Base},
    {MyHTML_TAG_SCRIPT, Tag::Script},
    {MyHTML_TAG_STYLE, Tag::Style},
    {MyHTML_TAG_NOSCRIPT, Tag::Noscript},
    {MyHTML_TAG_TEMPLATE, Tag::Template},
    {MyHTML_TAG_IFRAME, Tag::Iframe},
    {MyHTML_TAG_SVG, Tag::Svg},
    {MyHTML_TAG_FORM, Tag::Form},
    {MyHTML_TAG_INPUT, Tag::Input},
    {MyHTML_TAG_BUTTON, Tag::Button},
    {MyHTML_TAG_SELECT, Tag::Select},
    {MyHTML_TAG_TEXTAREA, Tag::Textarea},
    {MyHTML_TAG_NAV, Tag::Nav},
    {MyHTML_TAG_HEADER, Tag::Header},
    {MyHTML_TAG_FOOTER, Tag::Footer},
    {MyHTML_TAG_ASIDE, Tag::Aside},
    {MyHTML_TAG_MAIN, Tag::Main},
    {MyHTML_TAG_ARTICLE, Tag::Article},
    {MyHTML_TAG_SECTION, Tag::Section},
    {MyHTML_TAG_DIV, Tag::Div},
    {MyHTML_TAG_P, Tag::P},
    {MyHTML_TAG_H1, Tag::H1},
    {MyHTML_TAG_H2, Tag::H2},
    {MyHTML_TAG_H3, Tag::H3},
    {MyHTML_TAG_H4, Tag::H4},
    {MyHTML_TAG_H5, Tag::H5},
    {MyHTML_TAG_H6, Tag::H6},
    {MyHTML_TAG_UL, Tag::Ul},
    {MyHTML_TAG_OL, Tag::Ol},
    {MyHTML_TAG_LI, Tag::Li},
    {MyHTML_TAG_DL, Tag::Dl},
    {MyHTML_TAG_DT, Tag::Dt},
    {MyHTML_TAG_DD, Tag::Dd},
    {MyHTML_TAG_TABLE, Tag::Table},
    {MyHTML_TAG_THEAD, Tag::Thead},
    {MyHTML_TAG_TBODY, Tag::Tbody},
    {MyHTML_TAG_TR, Tag::Tr},
    {MyHTML_TAG_TD, Tag::Td},
    {MyHTML_TAG_TH, Tag::Th},
    {MyHTML_TAG_CAPTION, Tag::Caption},
    {MyHTML_TAG_BLOCKQUOTE, Tag::Blockquote},
    {MyHTML_TAG_PRE, Tag::Pre},
    {MyHTML_TAG_FIGURE, Tag::Figure},
    {MyHTML_TAG_FIGCAPTION, Tag::Figcaption},
    {MyHTML_TAG_IMG, Tag::Img},
    {MyHTML_TAG_VIDEO, Tag::Video},
    {MyHTML_TAG_AUDIO, Tag::Audio},
    {MyHTML_TAG_A, Tag::A},
    {MyHTML_TAG_SPAN, Tag::Span},
    {MyHTML_TAG_B, Tag::B},
    {MyHTML_TAG_STRONG, Tag::Strong},
    {MyHTML_TAG_I, Tag::I},
    {MyHTML_TAG_EM, Tag::Em},
    {MyHTML_TAG_BR, Tag::Br},
    {MyHTML_TAG_HR, Tag::Hr},
    {MyHTML_TAG_TIME, Tag::Time},
    {MyHTML_TAG_ADDRESS, Tag::Address},
    {MyHTML_TAG_LABEL, Tag::Label},
    {MyHTML_TAG_OBJECT, Tag::Object},
    {MyHTML_TAG_CENTER, Tag::Center},
    {MyHTML_TAG_DETAILS, Tag::Details},
    {MyHTML_TAG_SUP, Tag::Sup},
    {MyHTML_TAG_SUB, Tag::Sub},
    {MyHTML_TAG_FONT, Tag::Font},
}};

Tag tag_of(myhtml_tag_id_t id) {
  static const auto table = [] {
    std::array<Tag, MyHTML_TAG_LAST_ENTRY> out{};
    for (const auto& [from, to] : kTags) out[from] = to;
    out[MyHTML_TAG__TEXT] = Tag::Text;
    return out;
  }();
  return id < table.size() ? table[id] : Tag::Other;
}

void check(mystatus_t status) {
  if (status != MyHTML_STATUS_OK) throw std::bad_alloc();
}

}  // namespace

struct Html::Memory {
  std::string source;  // MyHTML may look at it as long as the tree lives
  myhtml_t* parser = nullptr;
  myhtml_tree_t* tree = nullptr;

  explicit Memory(std::string_view utf8)
      : source(with_bounded_depth(without_declarations(utf8))),
        parser(myhtml_create()),
        tree(myhtml_tree_create()) {
    if (parser == nullptr || tree == nullptr) throw std::bad_alloc();
    check(myhtml_init(parser, MyHTML_OPTIONS_PARSE_MODE_SINGLE, 1, 0));
    check(myhtml_tree_init(tree, parser));
    check(myhtml_parse(tree, MyENCODING_UTF_8, source.data(), source.size()));
  }
  Memory(const Memory&) = delete;
  Memory& operator=(const Memory&) = delete;
  ~Memory() {
    if (tree != nullptr) myhtml_tree_destroy(tree);
    if (parser != nullptr) myhtml_destroy(parser);
  }
};

Html::Html() = default;
Html::Html(Html&&) noexcept = default;
Html& Html::operator=(Html&&) noexcept = default;
Html::~Html() = default;

Result<Html> Html::parse(std::string_view utf8) {
  if (utf8.size() > kMaxBytes)
    return Error{Error::Kind::Malformed, "the page is larger than 16 MB", ""};
  Html page;
  page.memory_ = std::make_unique<Memory>(utf8);
  page.nodes_.push_back({Tag::Document, kNoNode, 0, 0, 0, {}});
  NodeId parent = 0;
  auto* node = myhtml_node_child(myhtml_tree_get_document(page.memory_->tree));
  while (node != nullptr) {
    if (page.nodes_.size() > kMaxNodes)
      return Error{Error::Kind::Malformed, "the page has over a million nodes", ""};
    const auto id = static_cast<NodeId>(page.nodes_.size());
    HtmlNode made;
    const auto tag_id = myhtml_node_tag_id(node);
    made.tag = tag_of(tag_id);
    made.parent = parent;
    std::size_t size = 0;
    const char* text = made.tag == Tag::Text
                           ? myhtml_node_text(node, &size)
                           : myhtml_tag_name_by_id(page.memory_->tree, tag_id, &size);
    if (text != nullptr) made.text = {text, size};
    made.attrs_begin = static_cast<std::uint32_t>(page.attrs_.size());
    for (auto* attr = myhtml_node_attribute_first(node); attr != nullptr;
         attr = myhtml_attribute_next(attr)) {
      std::size_t key_size = 0;
      std::size_t value_size = 0;
      const char* key = myhtml_attribute_key(attr, &key_size);
      const char* value = myhtml_attribute_value(attr, &value_size);
      if (key != nullptr)
        page.attrs_.push_back(
            {{key, key_size}, value == nullptr ? "" : std::string_view{value, value_size}});
    }
    made.attrs_end = static_cast<std::uint32_t>(page.attrs_.size());
    page.nodes_.push_back(made);
    if (auto* child = myhtml_node_child(node)) {
      parent = id;
      node = child;
      continue;
    }
    page.nodes_[id].end = id + 1;
    while (node != nullptr && myhtml_node_next(node) == nullptr) {
      node = myhtml_node_parent(node);
      page.nodes_[parent].end = static_cast<NodeId>(page.nodes_.size());
      if (parent == 0) node = nullptr;
      parent = parent == 0 ? 0 : page.nodes_[parent].parent;
    }
    if (node != nullptr) node = myhtml_node_next(node);
  }
  page.nodes_[0].end = static_cast<NodeId>(page.nodes_.size());
  return page;
}

std::string_view Html::attr(NodeId n, std::string_view key) const {
  for (auto* a = attrs_begin(n); a != attrs_end(n); ++a) {
    if (a->key == key) return a->value;
  }
  return {};
}

bool Html::has_attr(NodeId n, std::string_view key) const {
  return std::any_of(attrs_begin(n), attrs_end(n),
                     [key](const HtmlAttr& a) { return a.key == key; });
}

std::string Html::text(NodeId n) const {
  std::string out;
  for (NodeId i = n; i < nodes_[n].end;) {
    const auto tag = nodes_[i].tag;
    if (i != n &&
        (tag == Tag::Script || tag == Tag::Style || tag == Tag::Noscript || tag == Tag::Template)) {
      i = nodes_[i].end;
      continue;
    }
    if (tag == Tag::Text) append_collapsed(out, nodes_[i].text);
    if (tag == Tag::Br || tag == Tag::P || tag == Tag::Div || tag == Tag::Li)
      append_collapsed(out, " ");
    ++i;
  }
  while (!out.empty() && out.back() == ' ') out.pop_back();
  return out;
}

std::string Html::raw_text(NodeId n) const {
  std::string out;
  for (NodeId i = n; i < nodes_[n].end; ++i) {
    if (nodes_[i].tag == Tag::Text) out += nodes_[i].text;
  }
  return out;
}

NodeId Html::first(Tag tag, NodeId within) const {
  for (NodeId i = within; i < nodes_[within].end; ++i) {
    if (nodes_[i].tag == tag) return i;
  }
  return kNoNode;
}

bool Html::inside(NodeId n, Tag ancestor) const {
  for (NodeId i = nodes_[n].parent; i != kNoNode; i = nodes_[i].parent) {
    if (nodes_[i].tag == ancestor) return true;
  }
  return false;
}

void append_collapsed(std::string& out, std::string_view text) {
  for (std::size_t pos = 0; pos < text.size();) {
    const auto lead = static_cast<unsigned char>(text[pos]);
    if (lead > ' ' && lead < 0x80) {
      out.push_back(text[pos++]);
      continue;
    }
    const auto c = decode_at(text, pos);
    const char32_t v = c.value;
    const bool space = v <= U' ' || v == 0x7F || v == 0xA0 || v == 0x3000 ||
                       (v >= 0x2000 && v <= 0x200A) || v == 0x2028 || v == 0x2029 || v == 0x202F ||
                       v == 0x85;
    const bool nothing = v == 0xAD || v == 0x200B || v == 0xFEFF || v == 0x2060;
    if (space) {
      if (!out.empty() && out.back() != ' ' && out.back() != '\n') out.push_back(' ');
    } else if (!nothing) {
      out.append(text.substr(pos, c.size));
    }
    pos += c.size;
  }
}

}  // namespace chokepoint
