#include "feeds/xml_tree.h"

#include "feeds/xml_text.h"

namespace chokepoint {
namespace {

// "<![CDATA[" and "]]>" taken out of a stretch of source; what stood inside is kept.
std::string unwrapped(std::string_view s) {
  std::string out;
  out.reserve(s.size());
  for (auto at = s.find("<![CDATA["); at != std::string_view::npos; at = s.find("<![CDATA[")) {
    out.append(s.substr(0, at));
    s.remove_prefix(at + 9);
    const auto end = s.find("]]>");
    out.append(s.substr(0, end));
    s = end == std::string_view::npos ? std::string_view() : s.substr(end + 3);
  }
  out.append(s);
  return out;
}

std::string_view local_name(std::string_view name) {
  return name.substr(name.rfind(':') + 1);
}

}  // namespace

std::string_view Element::name() const {
  return tree_ == nullptr ? std::string_view() : tree_->nodes_[index_].name;
}

Space Element::space() const {
  return tree_ == nullptr ? Space::None : tree_->nodes_[index_].space;
}

bool Element::is(Space space, std::string_view name) const {
  return tree_ != nullptr && this->space() == space && same_word(this->name(), name);
}

bool Element::plain(std::string_view name) const {
  const auto s = space();
  return (s == Space::None || s == Space::Rss || s == Space::Atom) && same_word(this->name(), name);
}

std::string Element::attribute(std::string_view name) const {
  if (tree_ == nullptr) return {};
  const auto& node = tree_->nodes_[index_];
  for (std::uint32_t i = 0; i < node.attribute_count; ++i) {
    const auto& a = tree_->attributes_[node.attributes + i];
    if (same_word(local_name(a.name), name))
      return std::string(trimmed(decode_references(a.value)));
  }
  return {};
}

bool Element::has_attribute(std::string_view name) const {
  if (tree_ == nullptr) return false;
  const auto& node = tree_->nodes_[index_];
  for (std::uint32_t i = 0; i < node.attribute_count; ++i)
    if (same_word(local_name(tree_->attributes_[node.attributes + i].name), name)) return true;
  return false;
}

std::string Element::exact_attribute(std::string_view name) const {
  if (tree_ == nullptr) return {};
  const auto& node = tree_->nodes_[index_];
  for (std::uint32_t i = 0; i < node.attribute_count; ++i) {
    const auto& a = tree_->attributes_[node.attributes + i];
    if (same_word(a.name, name)) return std::string(trimmed(decode_references(a.value)));
  }
  return {};
}

std::string Element::text() const {
  if (tree_ == nullptr) return {};
  std::string out;
  // Depth first without recursion; `i` climbs back through the parents.
  const auto& nodes = tree_->nodes_;
  for (auto i = nodes[index_].first; i != XmlTree::kNone;) {
    const auto& node = nodes[i];
    if (node.kind == XmlTree::Kind::Cdata)
      out.append(node.name);
    else if (node.kind == XmlTree::Kind::Text)
      out += decode_references(node.name);
    if (node.first != XmlTree::kNone) {
      i = node.first;
      continue;
    }
    while (i != index_ && nodes[i].next == XmlTree::kNone) i = nodes[i].parent;
    if (i == index_) break;
    i = nodes[i].next;
  }
  const auto inner = trimmed(out);
  return inner.size() == out.size() ? out : std::string(inner);
}

std::string Element::markup() const {
  return tree_ == nullptr ? std::string()
                          : std::string(trimmed(unwrapped(tree_->nodes_[index_].inside)));
}

bool Element::has_children() const {
  return static_cast<bool>(first());
}

Element Element::parent() const {
  if (tree_ == nullptr || tree_->nodes_[index_].parent == XmlTree::kNone) return {};
  return {tree_, tree_->nodes_[index_].parent};
}

Element Element::child(std::string_view plain_name) const {
  for (auto e = first(); e; e = e.next())
    if (e.plain(plain_name)) return e;
  return {};
}

Element Element::child(Space space, std::string_view name) const {
  for (auto e = first(); e; e = e.next())
    if (e.is(space, name)) return e;
  return {};
}

Element Element::first() const {
  if (tree_ == nullptr) return {};
  auto i = tree_->nodes_[index_].first;
  while (i != XmlTree::kNone && tree_->nodes_[i].kind != XmlTree::Kind::Element)
    i = tree_->nodes_[i].next;
  return i == XmlTree::kNone ? Element() : Element(tree_, i);
}

Element Element::next() const {
  if (tree_ == nullptr) return {};
  auto i = tree_->nodes_[index_].next;
  while (i != XmlTree::kNone && tree_->nodes_[i].kind != XmlTree::Kind::Element)
    i = tree_->nodes_[i].next;
  return i == XmlTree::kNone ? Element() : Element(tree_, i);
}

}  // namespace chokepoint
