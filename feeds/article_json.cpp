#include "feeds/article_json.h"

#include <algorithm>
#include <array>
#include <vector>

#include <nlohmann/json.hpp>

#include "feeds/html_blocks.h"

namespace chokepoint {
namespace {

using nlohmann::json;

constexpr std::size_t kSmallest = 600;  // bytes of a script worth reading
constexpr std::size_t kParagraph = 60;  // bytes: shorter strings are labels
constexpr std::size_t kArticle = 400;   // bytes: less is a teaser
constexpr int kDeep = 40;               // of the value
constexpr int kInside = 4;              // between a list of paragraphs and their texts

// The object that begins at or after `at`: to its own closing brace.
std::string_view object_at(std::string_view s, std::size_t& at) {
  at = s.find_first_of("{[", at);
  if (at == std::string_view::npos) return {};
  std::size_t depth = 0;
  bool quoted = false;
  for (std::size_t i = at; i < s.size(); ++i) {
    const char c = s[i];
    if (quoted) {
      if (c == '\\') ++i;
      quoted = c != '"';
    } else if (c == '"') {
      quoted = true;
    } else if (c == '{' || c == '[') {
      ++depth;
    } else if ((c == '}' || c == ']') && --depth == 0) {
      const auto found = s.substr(at, i + 1 - at);
      at = i + 1;
      return found;
    }
  }
  at = std::string_view::npos;
  return {};
}

bool is_prose(const std::string& s) {
  if (s.size() < kParagraph || s.starts_with("http") || s[0] == '{' || s[0] == '[') return false;
  const bool words = std::count(s.begin(), s.end(), ' ') > 6;
  const auto foreign = std::count_if(s.begin(), s.end(),
                                     [](char c) { return static_cast<unsigned char>(c) >= 0x80; });
  return words || static_cast<std::size_t>(foreign) * 2 > s.size();
}

std::string plain(const std::string& s) {
  if (s.find_first_of("<&") == std::string::npos) {
    std::string out;
    append_collapsed(out, s);
    return out;
  }
  const auto page = Html::parse(s);
  if (!page) return {};
  std::string out;
  for (const auto& block : read_blocks(*page, 0, std::vector<char>(page->size(), 0))) {
    if (!out.empty()) out.push_back('\n');
    out += block.text;
  }
  return out;
}

using Paragraphs = std::vector<const std::string*>;

void collect(const json& value, int depth, Paragraphs& out) {
  if (value.is_string()) {
    if (is_prose(value.get_ref<const std::string&>()))
      out.push_back(&value.get_ref<const std::string&>());
  } else if (value.is_structured() && depth < kInside) {
    for (const auto& child : value) collect(child, depth + 1, out);
  }
}

std::size_t size_of(const Paragraphs& list) {
  std::size_t out = 0;
  for (const auto* p : list) out += p->size();
  return out;
}

// The list whose elements hold the most prose.
void find_longest(const json& value, int depth, Paragraphs& best) {
  if (depth > kDeep || !value.is_structured()) return;
  if (value.is_array()) {
    Paragraphs found;
    collect(value, 0, found);
    // A list further in that holds nearly as much is the list of paragraphs itself.
    if (size_of(found) * 10 >= size_of(best) * 11) best = std::move(found);
  }
  for (const auto& child : value) find_longest(child, depth + 1, best);
}

std::string joined(const Paragraphs& list) {
  std::string out;
  std::vector<std::string> seen;
  for (const auto* p : list) {
    auto text = plain(*p);
    if (text.empty() || std::find(seen.begin(), seen.end(), text) != seen.end()) continue;
    if (!out.empty()) out.push_back('\n');
    out += text;
    seen.push_back(std::move(text));
  }
  return out;
}

}  // namespace

std::string text_in_json(const Html& page) {
  std::string best;
  for (NodeId n = 0; n < page.size(); ++n) {
    if (page[n].tag != Tag::Script || page[n].end == n + 1) continue;
    const auto script = page[n + 1].text;
    if (script.size() < kSmallest) continue;
    std::size_t at = 0;
    while (at != std::string_view::npos) {
      const auto object = object_at(script, at);
      if (object.size() < kSmallest) continue;
      const auto value = json::parse(object, nullptr, false);
      if (value.is_discarded()) continue;
      Paragraphs found;
      find_longest(value, 0, found);
      auto text = joined(found);
      if (text.size() > std::max(best.size(), kArticle)) best = std::move(text);
    }
  }
  return best;
}

std::optional<PageDate> date_in_json(std::string_view html) {
  static constexpr std::array<std::string_view, 10> kKeys = {
      "datePublished",  "publishedAt",        "published_at", "publishDate", "publicationDate",
      "date_published", "first_publish_date", "publish_date", "datePosted",  "pubDate"};
  for (const auto key : kKeys) {
    for (auto at = html.find(key); at != std::string_view::npos; at = html.find(key, at + 1)) {
      auto rest = html.substr(at + key.size(), 60);
      const auto value = rest.find_first_not_of("\\\": ");
      if (value == 0 || value == std::string_view::npos) continue;
      rest.remove_prefix(value);
      if (auto date = read_page_date(rest.substr(0, rest.find_first_of("\"\\,}")), true))
        return date;
    }
  }
  return std::nullopt;
}

}  // namespace chokepoint
