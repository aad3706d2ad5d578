// The forgiving tree against pugixml: what is well formed must come out the same from both.
#include "feeds/xml_tree.h"

#include <filesystem>
#include <fstream>
#include <iterator>

#include <doctest/doctest.h>
#include <pugixml.hpp>

#include "feeds/xml_text.h"

using namespace chokepoint;

namespace {

std::string local(std::string_view name) {
  return std::string(name.substr(name.rfind(':') + 1));
}

void write(pugi::xml_node parent, std::string& out) {
  for (const auto node : parent.children()) {
    if (node.type() != pugi::node_element) continue;
    out += "<" + local(node.name());
    for (const auto a : node.attributes())
      out += " " + local(a.name()) + "=" + std::string(trimmed(a.value()));
    std::string text;
    for (const auto child : node.children())
      if (child.type() == pugi::node_pcdata || child.type() == pugi::node_cdata)
        text += child.value();
    const bool leaf =
        !node.find_child([](pugi::xml_node n) { return n.type() == pugi::node_element; });
    if (leaf) out += ">" + std::string(trimmed(text));
    write(node, out);
  }
}

void write(Element parent, const pugi::xml_node& like, std::string& out) {
  auto twin = like.first_child();
  for (auto e = parent.first(); e; e = e.next(), twin = twin.next_sibling()) {
    while (twin && twin.type() != pugi::node_element) twin = twin.next_sibling();
    out += "<" + std::string(e.name());
    for (const auto a : twin.attributes())
      out += " " + local(a.name()) + "=" + e.attribute(local(a.name()));
    if (!e.has_children()) out += ">" + e.text();
    write(e, twin, out);
  }
}

void compare(const std::string& source) {
  pugi::xml_document document;
  REQUIRE(document.load_buffer(source.data(), source.size(),
                               pugi::parse_default | pugi::parse_ws_pcdata));
  const XmlTree tree{source};
  std::string ours;
  std::string theirs;
  write(tree.document(), document, ours);
  write(document, theirs);
  CHECK(ours == theirs);
  CHECK(tree.warnings().empty());
}

}  // namespace

TEST_CASE("well-formed documents are read as pugixml reads them") {
  int seen = 0;
  for (const auto& file :
       std::filesystem::directory_iterator(SOURCE_DIR "/tests/fuzz/corpus/feed")) {
    std::ifstream in(file.path(), std::ios::binary);
    const std::string source{std::istreambuf_iterator<char>(in), {}};
    if (!source.starts_with('<')) continue;  // JSON Feed
    CAPTURE(file.path().filename().string());
    ++seen;
    compare(source);
  }
  CHECK(seen >= 5);
}

TEST_CASE("references, CDATA, comments and attributes are read as pugixml reads them") {
  compare(
      "<?xml version='1.0'?><!-- c --><a x='1 &lt; 2' y=\"&quot;q&quot;\"><b>&#x4E2D;&#22269; "
      "&amp; "
      "<![CDATA[<i>&amp;]]></b><!-- <b>no</b> --><c/><d>\n text \n</d><e f='&#10004;'/></a>");
}

// Entities that a document declares are neither pugixml's business nor ours.
TEST_CASE("no declared entity is expanded by either") {
  const std::string bomb =
      "<!DOCTYPE a [<!ENTITY x 'boom'><!ENTITY y '&x;&x;&x;'>]><a><b>&y;</b></a>";
  compare(bomb);
  CHECK(XmlTree{bomb}.document().first().first().text() == "&y;");
}
