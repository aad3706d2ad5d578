#include "models/engine/compacts.h"

#include <algorithm>

#include "models/core/utf8.h"

namespace chokepoint {
namespace {

using Kind = Meaning::Kind;

class CompactJudge {
 public:
  CompactJudge(const Model& model, const AnnotatedText& t, const std::vector<FormHit>& hits)
      : model_(model), t_(t), text_(t.folded.text), hits_(hits) {}

  bool is_false(std::size_t at) const {
    const auto& m = meaning(at);
    if (!is_place(m) || m.naming != Naming::Compact) return false;
    return m.lone() ? !heads_a_headline(at) : is_broken(at);
  }

 private:
  const Meaning& meaning(std::size_t at) const { return model_.meanings[hits_[at].meaning]; }

  // 对印 is no word in 对印尼, nor 在法 in 在法院: a short form gives way to a name, or to what is
  // known to be none, that begins inside it and goes on beyond.
  bool is_broken(std::size_t at) const {
    for (std::size_t j = at + 1; j < hits_.size() && hits_[j].start < hits_[at].end; ++j) {
      const auto& m = meaning(j);
      const bool word = m.kind == Kind::Mask || (is_place(m) && m.naming != Naming::Compact) ||
                        m.kind == Kind::Agency || m.kind == Kind::GenericAgency ||
                        m.kind == Kind::Organisation;
      if (word && hits_[j].start > hits_[at].start && hits_[j].end > hits_[at].end) return true;
    }
    return false;
  }

  // 美擴大晶片禁令, 日抗议, 米、対中関税: a lone character that opens a headline, or a part of one,
  // and is followed by a word we know.
  bool heads_a_headline(std::size_t at) const {
    const auto& h = hits_[at];
    if (t_.folded.original_start(h.start) >= t_.title_bytes) return false;
    const auto before = decode_before(text_, h.start);
    if (h.start > 0 && (is_han(before.value) || is_kana(before.value) || is_digit(before.value) ||
                        is_spaced_letter(before.value)))
      return false;
    for (std::size_t j = at; j-- > 0 && hits_[j].start == h.start;)
      if (hits_[j].end > h.end) return false;
    std::size_t next = h.end;
    if (t_.language->id == "ja" && text_.substr(next, 3) == "、") next += 3;
    if (t_.language->id == "ko" && text_.substr(next, 2) == ", ") next += 2;
    for (std::size_t j = at + 1; j < hits_.size() && hits_[j].start <= next; ++j)
      if (hits_[j].start == next && meaning(j).kind != Kind::Mask && !meaning(j).lone())
        return true;
    return false;
  }

  const Model& model_;
  const AnnotatedText& t_;
  std::string_view text_;
  const std::vector<FormHit>& hits_;
};

}  // namespace

bool is_place(const Meaning& meaning) {
  return meaning.kind == Kind::Country || meaning.kind == Kind::Pair;
}

void drop_false_compacts(const Model& model, const AnnotatedText& t, std::vector<FormHit>& hits) {
  const CompactJudge judge(model, t, hits);
  std::vector<FormHit> kept;
  kept.reserve(hits.size());
  for (std::size_t i = 0; i < hits.size(); ++i)
    if (!judge.is_false(i)) kept.push_back(hits[i]);
  hits = std::move(kept);
}

}  // namespace chokepoint
