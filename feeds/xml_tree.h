// A tree of whatever somebody called XML. It never fails: stray '&' and '<', unclosed and crossed
// tags, missing quotes, undeclared prefixes, junk around the root and a cut-off end are read as far
// as they make sense, and noted. Entity declarations are skipped, never expanded. What the elements
// mean is for the readers of each format.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace chokepoint {

// The vocabularies a feed mixes, told by namespace address and, where that is odd or missing, by
// the usual prefix.
enum class Space : std::uint8_t {
  None,
  Rss,
  Atom,
  Rdf,
  Dc,
  Content,
  Media,
  Itunes,
  Syndication,
  Xhtml,
  Sitemap,
  News,
  FeedBurner,
  Slash,
  GooglePlay,
  Other
};

class XmlTree;

// One element, by number; cheap to copy. A default-made one is "no element": its texts are empty.
class Element {
 public:
  Element() = default;
  Element(const XmlTree* tree, std::uint32_t index) : tree_(tree), index_(index) {}

  explicit operator bool() const { return tree_ != nullptr; }
  std::string_view name() const;  // without its prefix, as written
  Space space() const;
  bool is(Space space, std::string_view name) const;  // ASCII case ignored
  bool plain(std::string_view name) const;            // in no vocabulary, RSS's own or Atom's

  std::string attribute(
      std::string_view name) const;  // prefix ignored; references replaced; empty where absent
  bool has_attribute(std::string_view name) const;
  // xml:base and xml:lang as written, of this element alone.
  std::string base() const { return exact_attribute("xml:base"); }
  std::string language() const { return exact_attribute("xml:lang"); }

  std::string text() const;    // all text below, references replaced, trimmed
  std::string markup() const;  // the source between the tags, CDATA unwrapped
  bool has_children() const;
  // What a publisher meant as HTML: the markup where there are elements inside, else the text.
  std::string html() const { return has_children() ? markup() : text(); }

  Element parent() const;
  Element child(std::string_view plain_name) const;  // first that is plain(name)
  Element child(Space space, std::string_view name) const;
  Element first() const;  // first child element
  Element next() const;   // next sibling element

 private:
  std::string exact_attribute(std::string_view name) const;

  const XmlTree* tree_ = nullptr;
  std::uint32_t index_ = 0;
};

class XmlTree {
 public:
  explicit XmlTree(std::string source);  // UTF-8
  XmlTree(const XmlTree&) = delete;
  XmlTree& operator=(const XmlTree&) = delete;

  Element document() const { return {this, 0}; }  // holds the root, or the roots
  const std::vector<std::string>& warnings() const { return warnings_; }
  std::string_view source() const { return source_; }

 private:
  friend class Element;
  friend class XmlBuilder;
  static constexpr std::uint32_t kNone = 0xFFFFFFFF;
  enum class Kind : std::uint8_t { Element, Text, Cdata };
  struct Node {
    std::string_view name;    // of an element: without prefix; else the raw text
    std::string_view inside;  // the source between the tags
    std::uint32_t parent = kNone, first = kNone, last = kNone, next = kNone;
    std::uint32_t attributes = 0, attribute_count = 0;
    Kind kind = Kind::Element;
    Space space = Space::None;
  };
  struct Attribute {
    std::string_view name, value;  // name with its prefix
  };

  std::string source_;
  std::vector<Node> nodes_;
  std::vector<Attribute> attributes_;
  std::vector<std::string> warnings_;
};

}  // namespace chokepoint
