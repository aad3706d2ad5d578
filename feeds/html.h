// A web page as a flat tree: what the extraction of articles needs of a DOM, and no more. The
// parser behind it is MyHTML (HTML5 rules); only html.cpp knows it.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "models/core/result.h"

namespace chokepoint {

enum class Tag : std::uint8_t {
  Other,
  Text,
  Document,
  Html,
  Head,
  Body,
  Title,
  Meta,
  Link,
  Base,
  Script,
  Style,
  Noscript,
  Template,
  Iframe,
  Svg,
  Form,
  Input,
  Button,
  Select,
  Textarea,
  Nav,
  Header,
  Footer,
  Aside,
  Main,
  Article,
  Section,
  Div,
  P,
  H1,
  H2,
  H3,
  H4,
  H5,
  H6,
  Ul,
  Ol,
  Li,
  Dl,
  Dt,
  Dd,
  Table,
  Thead,
  Tbody,
  Tr,
  Td,
  Th,
  Caption,
  Blockquote,
  Pre,
  Figure,
  Figcaption,
  Picture,
  Img,
  Video,
  Audio,
  A,
  Span,
  B,
  Strong,
  I,
  Em,
  Br,
  Hr,
  Time,
  Address,
  Label,
  Object,
  Center,
  Dialog,
  Details,
  Sup,
  Sub,
  Font
};

using NodeId = std::uint32_t;
inline constexpr NodeId kNoNode = 0xFFFFFFFF;

struct HtmlAttr {
  std::string_view key, value;
};

// Nodes lie in document order; the subtree of node n is [n, end).
struct HtmlNode {
  Tag tag = Tag::Other;
  NodeId parent = kNoNode;
  NodeId end = 0;
  std::uint32_t attrs_begin = 0, attrs_end = 0;
  std::string_view text;  // of a text node; of any other, its tag name
};

class Html {
 public:
  // `utf8` may be any bytes and need not outlive the call. Malformed only where the page is larger
  // than we read.
  static Result<Html> parse(std::string_view utf8);

  Html(Html&&) noexcept;
  Html& operator=(Html&&) noexcept;
  ~Html();

  NodeId size() const { return static_cast<NodeId>(nodes_.size()); }
  const HtmlNode& operator[](NodeId n) const { return nodes_[n]; }

  std::string_view attr(NodeId n, std::string_view key) const;  // empty when absent
  bool has_attr(NodeId n, std::string_view key) const;
  const HtmlAttr* attrs_begin(NodeId n) const { return attrs_.data() + nodes_[n].attrs_begin; }
  const HtmlAttr* attrs_end(NodeId n) const { return attrs_.data() + nodes_[n].attrs_end; }

  // The text below `n`, white space collapsed to single spaces; scripts and styles left out.
  std::string text(NodeId n) const;
  // The same, every byte kept: for scripts.
  std::string raw_text(NodeId n) const;
  NodeId first(Tag tag, NodeId within = 0) const;  // kNoNode when absent
  bool inside(NodeId n, Tag ancestor) const;

 private:
  struct Memory;  // holds the bytes the views look at
  Html();
  std::unique_ptr<Memory> memory_;
  std::vector<HtmlNode> nodes_;
  std::vector<HtmlAttr> attrs_;
};

// Appends `text` to `out`, runs of white space (NBSP and the ideographic space too) as one space;
// none at the start.
void append_collapsed(std::string& out, std::string_view text);

}  // namespace chokepoint
