#include "models/engine/official.h"

#include <algorithm>
#include <bitset>

#include <re2/re2.h>

#include "models/core/fold.h"
#include "models/core/toml.h"

namespace chokepoint {

struct OfficialPatterns::Pattern {
  std::string actor, near, as;
  RE2 expression;
  explicit Pattern(const Source& s)
      : actor(s.actor), near(s.near), as(s.as), expression(s.expression, RE2::Quiet) {}
};

void OfficialPatterns::compile() {
  patterns_.clear();
  for (const auto& source : sources_) patterns_.push_back(std::make_shared<Pattern>(source));
}

void OfficialPatterns::read(const TomlTable& root) {
  for (const auto& t : root.tables("document")) {
    const Source source{t.string("actor"), fold_text(t.required_string("near")),
                        t.required_string("as"), "(" + t.required_string("pattern") + ")"};
    auto pattern = std::make_shared<Pattern>(source);
    std::string why;
    if (!pattern->expression.ok())
      t.problem("not a regular expression RE2 can read: " + pattern->expression.error(), "pattern");
    else if (RE2::FullMatch("", pattern->expression))
      t.problem("matches the empty string", "pattern");
    else {
      sources_.push_back(source);
      patterns_.push_back(std::move(pattern));
    }
  }
}

namespace {

// The pairs of bytes a text has, so that most words are known not to stand in it without a search.
class BytePairs {
 public:
  explicit BytePairs(std::string_view text) {
    for (std::size_t i = 1; i < text.size(); ++i) seen_.set(pair(text[i - 1], text[i]));
  }
  bool may_hold(std::string_view word) const {
    for (std::size_t i = 1; i < word.size(); ++i)
      if (!seen_[pair(word[i - 1], word[i])]) return false;
    return true;
  }

 private:
  static std::size_t pair(char a, char b) {
    return static_cast<unsigned char>(a) * 256U + static_cast<unsigned char>(b);
  }
  std::bitset<65536> seen_;
};

// "CN.MOFCOM \1-\2" with the groups put in.
std::string filled(const std::string& as, const re2::StringPiece* groups, int n) {
  std::string out;
  for (std::size_t i = 0; i < as.size(); ++i) {
    if (as[i] == '\\' && i + 1 < as.size() && as[i + 1] > '0' && as[i + 1] - '0' < n) {
      const auto& group = groups[as[++i] - '0'];
      out.append(group.data(), group.size());
    } else {
      out.push_back(as[i]);
    }
  }
  return out;
}

}  // namespace

std::vector<OfficialNumber> OfficialPatterns::find(std::string_view folded) const {
  std::vector<OfficialNumber> out;
  const BytePairs pairs(folded);
  for (const auto& pattern : patterns_) {
    if (!pairs.may_hold(pattern->near) || folded.find(pattern->near) == std::string_view::npos)
      continue;
    const re2::StringPiece text(folded.data(), folded.size());
    std::size_t from = 0;
    // groups[0] is the whole match, groups[1] our own outer parentheses, the file's \1 is groups[2]
    re2::StringPiece groups[5];
    while (from < folded.size() &&
           pattern->expression.Match(text, from, folded.size(), RE2::UNANCHORED, groups, 5)) {
      const auto start = static_cast<std::size_t>(groups[0].data() - folded.data());
      const auto end = start + groups[0].size();
      from = std::max(end, from + 1);
      const bool taken = std::any_of(out.begin(), out.end(), [&](const OfficialNumber& n) {
        return n.start < end && start < n.end;
      });
      if (!taken)
        out.push_back({filled(pattern->as, groups + 1, 4), pattern->actor,
                       static_cast<std::uint32_t>(start), static_cast<std::uint32_t>(end)});
    }
  }
  std::stable_sort(out.begin(), out.end(),
                   [](const auto& a, const auto& b) { return a.start < b.start; });
  return out;
}

}  // namespace chokepoint
