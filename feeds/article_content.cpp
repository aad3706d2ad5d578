#include "feeds/article_content.h"

#include <algorithm>
#include <cmath>
#include <unordered_set>

#include "feeds/article_clutter.h"
#include "feeds/html_blocks.h"
#include "models/core/fold.h"

namespace chokepoint {
namespace {

using Kind = TextBlock::Kind;

bool ends_sentence(std::string_view s) {
  for (const std::string_view end : {".", "!", "?", ":", ";", "\"", "”", "»", "。", "！", "？",
                                     "」", "』", "…", ")", "“", "’", "다"}) {
    if (s.ends_with(end)) return true;
  }
  return false;
}

// How much a block speaks for its surroundings being the article.
double worth(const TextBlock& b) {
  const auto size = static_cast<double>(b.text.size());
  const double share = b.link_share();
  if (b.kind == Kind::Heading) return share > 0.5 ? -10 : 5;
  if (share > 0.5) return -20 - size * 0.2;
  double value = size * (1 - share * 1.6);
  if (b.kind == Kind::Item || b.kind == Kind::Row) value *= 0.3;
  if (b.kind == Kind::Loose) value *= 0.7;
  if (size < 50 || !ends_sentence(b.text)) value = std::min(value * 0.25, 60.0) - 5;
  return value;
}

double name_bonus(const Html& page, NodeId n) {
  const auto& node = page[n];
  double bonus = 1;
  if (page.attr(n, "itemprop").find("articleBody") != std::string_view::npos) bonus = 1.6;
  if (node.tag == Tag::Article || node.tag == Tag::Main) bonus = std::max(bonus, 1.15);
  if (node.tag != Tag::Body && hints_of(page, n).body) bonus = std::max(bonus, 1.3);
  return bonus;
}

// The element that holds the article: blocks speak for their parents, less for those farther up.
NodeId find_root(const Html& page, const std::vector<TextBlock>& blocks) {
  std::vector<double> score(page.size(), 0);
  for (const auto& b : blocks) {
    const double value = worth(b);
    double weight = 1;
    NodeId n = b.kind == Kind::Loose ? b.node : page[b.node].parent;
    for (unsigned level = 0; level < 5 && n != kNoNode; ++level, n = page[n].parent) {
      score[n] += value * weight;
      weight *= 0.72;
    }
  }
  NodeId best = 0;
  double best_score = 0;
  for (NodeId n = 1; n < page.size(); ++n) {
    if (score[n] <= best_score * 0.6) continue;
    const double s = score[n] * name_bonus(page, n);
    if (s > best_score) {
      best = n;
      best_score = s;
    }
  }
  return best;
}

struct Mass {
  double good = 0, bad = 0;
};

Mass mass_of(const Html& page, NodeId n, const std::vector<TextBlock>& blocks) {
  Mass out;
  for (const auto& b : blocks) {
    if (b.node < n || b.node >= page[n].end) continue;
    const double value = worth(b);
    if (b.kind == Kind::Paragraph && value > 0) {
      out.good += value;
    } else {
      (value > 0 ? out.good : out.bad) += std::abs(value) * (b.kind == Kind::Loose ? 0.7 : 1);
    }
  }
  return out;
}

// The article may go on beside the best element: climb while that adds much text and little else.
NodeId climb(const Html& page, NodeId root, const std::vector<TextBlock>& blocks) {
  NodeId best = root;
  Mass have = mass_of(page, root, blocks);
  NodeId n = root;
  for (unsigned level = 0; level < 4; ++level) {
    const NodeId parent = page[n].parent;
    if (parent == kNoNode || page[parent].tag == Tag::Html || page[n].tag == Tag::Body) break;
    const Mass more = mass_of(page, parent, blocks);
    if (more.good > have.good * 1.12 + 80 && more.bad - have.bad < (more.good - have.good) * 0.5) {
      best = parent;
      have = more;
    }
    n = parent;
  }
  return best;
}

bool is_letter_text(std::string_view s) {
  return std::any_of(s.begin(), s.end(), [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
           static_cast<unsigned char>(c) >= 0x80;
  });
}

bool keep(const TextBlock& b) {
  const double share = b.link_share();
  if (!is_letter_text(b.text) && b.kind != Kind::Row) return false;
  switch (b.kind) {
    case Kind::Heading:
      return share < 0.7;
    case Kind::Item:
      return share < 0.6 || (b.text.size() > 120 && share < 0.8);
    case Kind::Row:
      return share < 0.8;
    case Kind::Paragraph:
      return share < 0.75 || (b.text.size() > 140 && share < 0.9);
    case Kind::Quote:
      return share < 0.75;
    case Kind::Loose:
      return share < 0.5 && (b.text.size() > 60 || ends_sentence(b.text) || share == 0);
  }
  return true;
}

// The blocks of the roots that are text; headings that head nothing go.
std::vector<const TextBlock*> choose(const std::vector<TextBlock>& blocks, std::string_view title) {
  std::vector<const TextBlock*> out;
  std::unordered_set<std::string> seen;
  const auto folded_title = fold_text(title);
  for (const auto& b : blocks) {
    if (!keep(b)) continue;
    if (b.kind == Kind::Heading && out.empty()) continue;
    const auto folded = fold_text(b.text);
    if (folded == folded_title) continue;
    if (b.text.size() > 60 && !seen.insert(folded).second) continue;
    out.push_back(&b);
  }
  while (!out.empty() && out.back()->kind == Kind::Heading) out.pop_back();
  return out;
}

}  // namespace

std::string main_text(const Html& page, const ContentHints& hints) {
  const auto running = running_text(page);
  auto dropped = find_clutter(page, running);
  for (const NodeId n : hints.removed) dropped[n] = 1;
  std::vector<TextBlock> blocks;
  if (!hints.roots.empty()) {
    for (const NodeId n : hints.roots) {
      dropped[n] = 0;
      for (auto& b : read_blocks(page, n, dropped)) blocks.push_back(std::move(b));
    }
  } else {
    const auto all = read_blocks(page, 0, dropped);
    const NodeId root = climb(page, find_root(page, all), all);
    blocks = read_blocks(page, root, dropped);
  }
  std::string out;
  for (const auto* b : choose(blocks, hints.title)) {
    if (!out.empty()) out.push_back('\n');
    out += b->text;
  }
  return out;
}

}  // namespace chokepoint
