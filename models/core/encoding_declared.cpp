#include "models/core/encoding_declared.h"

#include <algorithm>
#include <string>

#include "models/core/encoding.h"

namespace chokepoint {
namespace {

// The standard stops at 1,024 bytes; pages with long scripts before their <meta> are common enough
// to look further.
constexpr std::size_t kMetaWindow = 16384;

constexpr bool blank(char c) {
  return c == ' ' || c == '\t' || c == '\n' || c == '\r' || c == '\f';
}
constexpr bool alpha(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}
constexpr char ascii_lower(char c) {
  return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c;
}

bool same_start(std::string_view s, std::string_view prefix) {
  return s.size() >= prefix.size() &&
         std::equal(prefix.begin(), prefix.end(), s.begin(),
                    [](char a, char b) { return a == ascii_lower(b); });
}

// The value after "charset=" in a header or in <meta content>.
std::string_view charset_value(std::string_view s) {
  for (std::size_t i = 0; i + 7 <= s.size(); ++i) {
    if (!same_start(s.substr(i), "charset")) continue;
    std::size_t p = i + 7;
    while (p < s.size() && blank(s[p])) ++p;
    if (p >= s.size() || s[p] != '=') continue;
    ++p;
    while (p < s.size() && blank(s[p])) ++p;
    if (p >= s.size()) return {};
    if (s[p] == '"' || s[p] == '\'') {
      const auto end = s.find(s[p], p + 1);
      return end == std::string_view::npos ? std::string_view() : s.substr(p + 1, end - p - 1);
    }
    auto end = p;
    while (end < s.size() && !blank(s[end]) && s[end] != ';' && s[end] != ',') ++end;
    return s.substr(p, end - p);
  }
  return {};
}

struct Attribute {
  std::string name, value;
};

// Reads one attribute as the prescan of the HTML standard does; false at the end of the tag.
class AttributeReader {
 public:
  AttributeReader(std::string_view s, std::size_t pos) : s_(s), pos_(pos) {}

  bool next(Attribute& out) {
    out = {};
    skip([](char c) { return blank(c) || c == '/'; });
    if (done() || s_[pos_] == '>') return false;
    while (!done() && !blank(s_[pos_]) && s_[pos_] != '/' && s_[pos_] != '>' &&
           (s_[pos_] != '=' || out.name.empty()))
      out.name += ascii_lower(s_[pos_++]);
    skip(blank);
    if (done() || s_[pos_] != '=') return true;
    ++pos_;
    skip(blank);
    if (!done()) read_value(out.value);
    return true;
  }

  std::size_t pos() const { return pos_; }
  bool done() const { return pos_ >= s_.size(); }

 private:
  template <class Predicate>
  void skip(Predicate p) {
    while (!done() && p(s_[pos_])) ++pos_;
  }
  void read_value(std::string& value) {
    const char quote = s_[pos_];
    if (quote == '"' || quote == '\'') {
      for (++pos_; !done() && s_[pos_] != quote; ++pos_) value += ascii_lower(s_[pos_]);
      if (done())
        value.clear();
      else
        ++pos_;
      return;
    }
    while (!done() && !blank(s_[pos_]) && s_[pos_] != '>') value += ascii_lower(s_[pos_++]);
  }

  std::string_view s_;
  std::size_t pos_;
};

std::string_view charset_of_tag(AttributeReader& reader) {
  bool pragma = false;
  bool from_content = false;
  bool seen_charset = false;
  std::string_view found;
  Attribute attribute;
  while (reader.next(attribute)) {
    if (attribute.name == "http-equiv") {
      pragma = pragma || attribute.value == "content-type";
    } else if (attribute.name == "content" && !seen_charset && found.empty()) {
      found = encoding_of_label(charset_value(attribute.value));
      from_content = !found.empty();
    } else if (attribute.name == "charset" && !seen_charset) {
      seen_charset = true;
      found = encoding_of_label(attribute.value);
      from_content = false;
    }
  }
  if (reader.done() || (from_content && !pragma)) return {};
  if (found.starts_with("utf-16") || found.starts_with("utf-32")) return "utf-8";
  return found == "x-user-defined" ? "windows-1252" : found;
}

}  // namespace

ByteOrderMark byte_order_mark(std::string_view b) {
  using namespace std::string_view_literals;
  if (b.starts_with("\xEF\xBB\xBF"sv)) return {"utf-8", 3};
  if (b.starts_with("\xFF\xFE\0\0"sv)) return {"utf-32le", 4};
  if (b.starts_with("\0\0\xFE\xFF"sv)) return {"utf-32be", 4};
  if (b.starts_with("\xFF\xFE"sv)) return {"utf-16le", 2};
  if (b.starts_with("\xFE\xFF"sv)) return {"utf-16be", 2};
  return {};
}

std::string_view charset_of_header(std::string_view content_type) {
  return encoding_of_label(charset_value(content_type));
}

std::string_view charset_of_xml(std::string_view bytes) {
  const auto start = bytes.substr(0, 2048).find("<?xml");
  if (start == std::string_view::npos) return {};
  auto declaration = bytes.substr(start, 512);
  declaration = declaration.substr(0, declaration.find("?>"));
  const auto key = declaration.find("encoding");
  if (key == std::string_view::npos) return {};
  const auto quote = declaration.find_first_of("\"'", key);
  if (quote == std::string_view::npos) return {};
  const auto end = declaration.find(declaration[quote], quote + 1);
  if (end == std::string_view::npos) return {};
  const auto name = encoding_of_label(declaration.substr(quote + 1, end - quote - 1));
  // It was read as ASCII just now, so it cannot be two or four bytes a character.
  return name.starts_with("utf-16") || name.starts_with("utf-32") ? "utf-8" : name;
}

std::string_view charset_of_meta(std::string_view bytes) {
  const auto s = bytes.substr(0, kMetaWindow);
  for (std::size_t i = s.find('<'); i < s.size(); i = s.find('<', i)) {
    const auto rest = s.substr(i);
    if (rest.starts_with("<!--")) {
      const auto end = s.find("-->", i + 2);
      if (end == std::string_view::npos) return {};
      i = end + 3;
    } else if (same_start(rest, "<meta") && rest.size() > 5 && (blank(rest[5]) || rest[5] == '/')) {
      AttributeReader reader(s, i + 5);
      if (const auto found = charset_of_tag(reader); !found.empty()) return found;
      i = std::max(reader.pos(), i + 1);
    } else if (rest.size() > 1 &&
               (alpha(rest[1]) || (rest[1] == '/' && rest.size() > 2 && alpha(rest[2])))) {
      std::size_t p = i + 1;
      while (p < s.size() && !blank(s[p]) && s[p] != '>') ++p;
      AttributeReader reader(s, p);
      for (Attribute skipped; reader.next(skipped);) {
      }
      i = std::max(reader.pos(), i + 1);
    } else if (rest.size() > 1 && (rest[1] == '!' || rest[1] == '/' || rest[1] == '?')) {
      i = std::min(s.find('>', i), s.size());
    } else {
      ++i;
    }
  }
  return {};
}

bool looks_like_html(std::string_view bytes) {
  auto s = bytes.substr(byte_order_mark(bytes).size, 4096);
  while (!s.empty()) {
    while (!s.empty() && blank(s.front())) s.remove_prefix(1);
    if (!s.starts_with("<!--")) break;
    const auto end = s.find("-->");
    s = end == std::string_view::npos ? std::string_view() : s.substr(end + 3);
  }
  for (const std::string_view tag :
       {"<!doctype html", "<html", "<head", "<body", "<meta", "<title", "<script", "<link",
        "<style", "<div", "<p>", "<h1", "<table", "<br"})
    if (same_start(s, tag)) return true;
  return s.starts_with("<?xml") && s.find("<html") != std::string_view::npos;
}

}  // namespace chokepoint
