#include "feeds/article_root.h"

#include <algorithm>
#include <cmath>

#include "feeds/article_clutter.h"

namespace chokepoint {
namespace {

using Kind = TextBlock::Kind;

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
  if (node.tag == Tag::Article || node.tag == Tag::Main) bonus = 1.15;
  if (node.tag != Tag::Body && hints_of(page, n).body) bonus = 1.4;
  return bonus;
}

// The element that blocks speak for: their parents, and less for those farther up.
NodeId best_element(const Html& page, const std::vector<TextBlock>& blocks) {
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
  for (unsigned level = 0; level < 7; ++level) {
    const NodeId parent = page[n].parent;
    if (parent == kNoNode || page[parent].tag == Tag::Html || page[n].tag == Tag::Body) break;
    const Mass more = mass_of(page, parent, blocks);
    if (more.good > have.good * 1.12 + 80 && more.bad - have.bad < (more.good - have.good) * 0.4) {
      best = parent;
      have = more;
    }
    n = parent;
  }
  return best;
}

}  // namespace

bool ends_sentence(std::string_view s) {
  for (const std::string_view end : {".", "!", "?", ":", ";", "\"", "”", "»", "。", "！", "？",
                                     "」", "』", "…", ")", "“", "’", "다"}) {
    if (s.ends_with(end)) return true;
  }
  return false;
}

NodeId find_root(const Html& page, const std::vector<TextBlock>& blocks) {
  return climb(page, best_element(page, blocks), blocks);
}

}  // namespace chokepoint
