#include "feeds/article_content.h"

#include <algorithm>

#include "feeds/article_clutter.h"
#include "feeds/article_lines.h"
#include "feeds/article_root.h"
#include "feeds/html_blocks.h"

namespace chokepoint {
namespace {

using Kind = TextBlock::Kind;

std::string joined(const std::vector<TextBlock>& blocks) {
  std::string out;
  for (const auto& b : blocks) {
    if (!out.empty()) out.push_back('\n');
    out += b.text;
  }
  return out;
}

std::size_t size_of(const std::vector<TextBlock>& blocks) {
  std::size_t out = 0;
  for (const auto& b : blocks) out += b.text.size();
  return out;
}

// The element named as the lead paragraph, or whose text the page describes itself with.
bool is_lead(const Html& page, const TextBlock& b, std::string_view description_letters) {
  if (b.kind == Kind::Heading && page[b.node].tag == Tag::H1) return false;
  if (b.text.size() < 40 || b.link_share() > 0.4) return false;
  const auto letters = letters_of(b.text);
  const auto common = std::min<std::size_t>({letters.size(), description_letters.size(), 60});
  if (common >= 24 && letters.compare(0, common, description_letters.substr(0, common)) == 0)
    return true;
  NodeId n = b.node;
  for (unsigned level = 0; level < 3 && n != kNoNode; ++level, n = page[n].parent) {
    const auto prop = page.attr(n, "itemprop");
    if (prop == "description" || prop == "alternativeHeadline" || prop == "alternateName" ||
        prop == "abstract")
      return true;
    if (page[n].end - n < 40 && hints_of(page, n).lead && !hints_of(page, n).comments) return true;
  }
  return false;
}

// Lead paragraphs stand between the headline and the text, often in an element of their own.
std::vector<TextBlock> find_lead(const Html& page, NodeId root, const ContentHints& hints) {
  NodeId heading = kNoNode;
  for (NodeId n = 0; n < root; ++n) {
    if (page[n].tag == Tag::H1) heading = n;
  }
  std::vector<TextBlock> out;
  if (heading == kNoNode || page[heading].end >= root) return out;
  std::vector<char> hidden(page.size(), 0);
  for (NodeId n = heading; n < root; ++n) {
    const auto tag = page[n].tag;
    if (tag == Tag::Figure || tag == Tag::Nav || tag == Tag::Aside || is_hidden(page, n))
      hidden[n] = 1;
  }
  const auto description = letters_of(hints.description);
  for (auto& b : read_blocks(page, page[heading].end, root, hidden)) {
    if (is_lead(page, b, description)) out.push_back(std::move(b));
    if (out.size() == 2) break;
  }
  return out;
}

void put_in_front(std::vector<TextBlock>& lines, std::vector<TextBlock> lead) {
  std::size_t at = 0;
  for (auto& b : lead) {
    const auto letters = letters_of(b.text);
    const bool there = std::any_of(
        lines.begin(),
        lines.begin() + static_cast<std::ptrdiff_t>(std::min<std::size_t>(lines.size(), 6)),
        [&](const TextBlock& l) { return letters_of(l.text).starts_with(letters); });
    if (!there) lines.insert(lines.begin() + static_cast<std::ptrdiff_t>(at++), std::move(b));
  }
}

// The share of the structured text that the lines hold, by samples of it.
double covered(std::string_view body_letters, const std::vector<TextBlock>& lines) {
  constexpr std::size_t kProbe = 24;
  std::string have;
  for (const auto& b : lines) have += letters_of(b.text);
  std::size_t probes = 0;
  std::size_t hits = 0;
  const std::size_t step = std::max<std::size_t>(kProbe, body_letters.size() / 64);
  for (std::size_t at = 0; at + kProbe <= body_letters.size(); at += step) {
    ++probes;
    if (have.find(body_letters.substr(at, kProbe)) != std::string::npos) ++hits;
  }
  return probes == 0 ? 1 : static_cast<double>(hits) / static_cast<double>(probes);
}

bool is_body_line(const TextBlock& b, std::string_view body_letters) {
  const auto letters = letters_of(b.text);
  return letters.size() < 12 || body_letters.find(letters.substr(0, 48)) != std::string_view::npos;
}

// Where the page's data repeats nearly the whole text, paragraphs it lacks are not the article's;
// headings, lists and tables it usually lacks stay.
void drop_strangers(std::vector<TextBlock>& lines, std::string_view body_letters) {
  const auto known = [&](const TextBlock& b) { return is_body_line(b, body_letters); };
  std::size_t size = 0;
  for (const auto& b : lines) size += known(b) ? b.text.size() : 0;
  if (static_cast<double>(size) < 0.7 * static_cast<double>(size_of(lines))) return;
  const auto is_prose = [&](const TextBlock& b) {
    return letters_of(b.text).size() >= 12 && known(b) && b.kind != Kind::Heading;
  };
  const auto last = std::find_if(lines.rbegin(), lines.rend(), is_prose);
  const auto tail = static_cast<std::size_t>(lines.rend() - last);
  for (std::size_t i = lines.size(); i-- > 0;) {
    const bool list =
        lines[i].kind == Kind::Item || lines[i].kind == Kind::Row || lines[i].kind == Kind::Heading;
    if (!known(lines[i]) && (i >= tail || !list))
      lines.erase(lines.begin() + static_cast<std::ptrdiff_t>(i));
  }
}

// A text cut in pieces by advertisements goes on in elements of the same class.
std::vector<NodeId> with_twins(const Html& page, NodeId root) {
  const auto name = page.attr(root, "class");
  std::vector<NodeId> out{root};
  if (name.empty() || !hints_of(page, root).body) return out;
  NodeId around = root;
  for (unsigned level = 0; level < 4 && page[around].parent != kNoNode; ++level)
    around = page[around].parent;
  for (NodeId n = page[root].end; n < page[around].end;) {
    const bool twin = page[n].tag == page[root].tag && page.attr(n, "class") == name;
    if (twin) out.push_back(n);
    n = twin ? page[n].end : n + 1;
  }
  return out;
}

std::vector<TextBlock> lines_of(const Html& page, const ContentHints& hints,
                                const std::vector<char>& dropped) {
  std::vector<TextBlock> blocks;
  if (!hints.roots.empty()) {
    for (const NodeId n : hints.roots) {
      for (auto& b : read_blocks(page, n, dropped)) blocks.push_back(std::move(b));
    }
    auto lines = choose_lines(page, std::move(blocks), hints.title);
    if (size_of(lines) >= 200) {
      put_in_front(lines, find_lead(page, hints.roots.front(), hints));
      return lines;
    }
    blocks.clear();  // the site has changed: read it like any other
  }
  const auto all = read_blocks(page, 0, dropped);
  const NodeId root = find_root(page, all);
  for (const NodeId n : with_twins(page, root)) {
    for (auto& b : read_blocks(page, n, dropped)) blocks.push_back(std::move(b));
  }
  auto lines = choose_lines(page, std::move(blocks), hints.title);
  put_in_front(lines, find_lead(page, root, hints));
  return lines;
}

}  // namespace

std::string main_text(const Html& page, const ContentHints& hints) {
  auto dropped = find_clutter(page, running_text(page));
  for (const NodeId n : hints.removed) dropped[n] = 1;
  for (const NodeId n : hints.roots) dropped[n] = 0;
  auto lines = lines_of(page, hints, dropped);
  if (size_of(lines) < 200) {  // class names misled, or the page is tiny
    std::vector<char> hidden(page.size(), 0);
    for (NodeId n = 0; n < page.size(); ++n)
      hidden[n] = is_hidden(page, n) || page[n].tag == Tag::Nav || page[n].tag == Tag::Footer;
    auto again = lines_of(page, hints, hidden);
    if (size_of(again) > size_of(lines) * 2) lines = std::move(again);
    if (lines.empty()) lines = read_blocks(page, 0, hidden);
  }
  if (hints.article_body.size() >= 300) {
    const auto letters = letters_of(hints.article_body);
    const double share = covered(letters, lines);
    const auto size = static_cast<double>(size_of(lines));
    const auto body = static_cast<double>(hints.article_body.size());
    if (share < 0.55 && (body > 0.8 * size || (share < 0.2 && body > 1500)))
      return std::string(hints.article_body);
    if (share > 0.85) drop_strangers(lines, letters);
  }
  return joined(lines);
}

}  // namespace chokepoint
