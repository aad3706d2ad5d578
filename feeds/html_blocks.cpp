#include "feeds/html_blocks.h"

#include <algorithm>

namespace chokepoint {
namespace {

bool is_inline_name(std::string_view name) {
  static constexpr std::string_view kNames[] = {
      "abbr", "acronym", "bdi",  "bdo",  "big",  "cite", "code", "data",  "del",    "dfn",
      "ins",  "kbd",     "mark", "q",    "ruby", "s",    "samp", "small", "strike", "tt",
      "u",    "var",     "wbr",  "nobr", "rb",   "rt",   "rp",   "blink"};
  return std::find(std::begin(kNames), std::end(kNames), name) != std::end(kNames);
}

bool is_inline(const HtmlNode& node) {
  switch (node.tag) {
    case Tag::Text:
    case Tag::A:
    case Tag::Span:
    case Tag::B:
    case Tag::Strong:
    case Tag::I:
    case Tag::Em:
    case Tag::Time:
    case Tag::Label:
    case Tag::Sup:
    case Tag::Sub:
    case Tag::Font:
    case Tag::Img:
      return true;
    case Tag::Other:
      return is_inline_name(node.text);
    default:
      return false;
  }
}

// Never text of the page, whatever the class.
bool is_mute(const HtmlNode& node) {
  switch (node.tag) {
    case Tag::Script:
    case Tag::Style:
    case Tag::Noscript:
    case Tag::Template:
    case Tag::Iframe:
    case Tag::Svg:
    case Tag::Input:
    case Tag::Button:
    case Tag::Select:
    case Tag::Textarea:
    case Tag::Head:
    case Tag::Video:
    case Tag::Audio:
    case Tag::Object:
      return true;
    case Tag::Other:
      return node.text == "rt" || node.text == "rp" || node.text == "math" || node.text == "canvas";
    default:
      return false;
  }
}

class BlockReader {
 public:
  BlockReader(const Html& page, const std::vector<char>& dropped)
      : page_(page), dropped_(dropped) {}

  std::vector<TextBlock> read(NodeId from, NodeId last) {
    for (NodeId n = from; n < last;) {
      leave_until(n);
      if (dropped_[n] != 0 || is_mute(page_[n])) {
        if (!is_inline(page_[n])) flush();
        n = page_[n].end;
        continue;
      }
      enter(n);
      ++n;
    }
    leave_until(last);
    flush();
    return std::move(blocks_);
  }

 private:
  void enter(NodeId n) {
    const auto& node = page_[n];
    if (node.tag == Tag::Text) return add(node.text);
    if (node.tag == Tag::Br) return line_break();
    if (node.tag == Tag::A) {
      if (link_end_ == 0) link_end_ = node.end;
      return;
    }
    if (is_inline(node)) return;
    if (row_end_ != 0) {  // inside a row: cells are parted, not broken
      if ((node.tag == Tag::Td || node.tag == Tag::Th) && !text_.empty()) cell_ = true;
      if (node.end != n + 1) text_.empty() ? void() : append_collapsed(text_, " ");
      return;
    }
    flush();
    if (node.tag == Tag::Tr && is_data_row(n)) row_end_ = node.end;
    open_.push_back(n);
  }

  // Everything that ended before `n` is closed.
  void leave_until(NodeId n) {
    if (link_end_ != 0 && link_end_ <= n) link_end_ = 0;
    while (!open_.empty() && page_[open_.back()].end <= n) {
      flush();
      if (page_[open_.back()].tag == Tag::Tr) row_end_ = 0;
      open_.pop_back();
    }
  }

  void add(std::string_view text) {
    const auto before = text_.size();
    if (cell_ && text.find_first_not_of(" \t\r\n") != std::string_view::npos) {
      while (!text_.empty() && text_.back() == ' ') text_.pop_back();
      text_ += " | ";
      cell_ = false;
    }
    append_collapsed(text_, text);
    if (link_end_ != 0) links_ += text_.size() - before;
  }

  // One <br> breaks the line; a block of lines stays together as lines of their own.
  void line_break() {
    if (row_end_ != 0) return add(" ");
    flush();
  }

  void flush() {
    while (!text_.empty() && text_.back() == ' ') text_.pop_back();
    if (!text_.empty()) {
      TextBlock block;
      block.node = open_.empty() ? 0 : open_.back();
      block.kind = kind_of(block.node);
      block.links = std::min(links_, text_.size());
      block.text = std::move(text_);
      blocks_.push_back(std::move(block));
    }
    text_.clear();
    links_ = 0;
    cell_ = false;
  }

  TextBlock::Kind kind_of(NodeId n) const {
    switch (page_[n].tag) {
      case Tag::H1:
      case Tag::H2:
      case Tag::H3:
      case Tag::H4:
      case Tag::H5:
      case Tag::H6:
        return TextBlock::Kind::Heading;
      case Tag::Tr:
        return TextBlock::Kind::Row;
      case Tag::Li:
      case Tag::Dd:
      case Tag::Dt:
        return TextBlock::Kind::Item;
      case Tag::Blockquote:
      case Tag::Pre:
        return TextBlock::Kind::Quote;
      case Tag::P: {
        for (NodeId up = page_[n].parent, k = 0; up != kNoNode && k < 2;
             up = page_[up].parent, ++k) {
          if (page_[up].tag == Tag::Li) return TextBlock::Kind::Item;
        }
        return TextBlock::Kind::Paragraph;
      }
      default:
        return TextBlock::Kind::Loose;
    }
  }

  // A row of cells that hold words only; rows of a table used for layout hold blocks.
  bool is_data_row(NodeId row) const {
    std::size_t cells = 0;
    std::size_t blocks = 0;
    for (NodeId n = row + 1; n < page_[row].end; ++n) {
      switch (page_[n].tag) {
        case Tag::Table:
        case Tag::H1:
        case Tag::H2:
        case Tag::Article:
        case Tag::Section:
        case Tag::Form:
          return false;
        case Tag::Td:
        case Tag::Th:
          ++cells;
          break;
        case Tag::P:
        case Tag::Div:
        case Tag::Ul:
        case Tag::Li:
        case Tag::Br:
          ++blocks;
          break;
        default:
          break;
      }
    }
    return cells > 1 && blocks <= cells * 2;
  }

  const Html& page_;
  const std::vector<char>& dropped_;
  std::vector<TextBlock> blocks_;
  std::vector<NodeId> open_;  // block elements around the current place
  std::string text_;
  std::size_t links_ = 0;
  NodeId link_end_ = 0;  // 0: not inside a link
  NodeId row_end_ = 0;
  bool cell_ = false;  // the next text begins a new cell
};

}  // namespace

std::vector<TextBlock> read_blocks(const Html& page, NodeId root,
                                   const std::vector<char>& dropped) {
  return BlockReader(page, dropped).read(root, page[root].end);
}

std::vector<TextBlock> read_blocks(const Html& page, NodeId from, NodeId to,
                                   const std::vector<char>& dropped) {
  return BlockReader(page, dropped).read(from, to);
}

}  // namespace chokepoint
