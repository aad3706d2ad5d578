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
    return m.lone() ? !heads_a_headline(at) && !is_listed(at)
                    : is_name(at) || is_broken(at) || follows_digit(at);
  }

 private:
  const Meaning& meaning(std::size_t at) const { return model_.meanings[hits_[at].meaning]; }

  // 4일 유럽산, 4日米国: a day, and neither Japan nor a pair.
  bool follows_digit(std::size_t at) const {
    return is_digit(decode_before(text_, hits_[at].start).value);
  }

  // 中国 is 中 with 国 behind it, and a name of its own: told twice it would part a list.
  bool is_name(std::size_t at) const {
    const auto same = [&](std::size_t j) {
      return hits_[j].end == hits_[at].end && meaning(j).kind == Kind::Country &&
             meaning(j).naming == Naming::Name && meaning(j).index == meaning(at).index;
    };
    const auto start = hits_[at].start;
    for (std::size_t j = at; j-- > 0 && hits_[j].start == start;)
      if (same(j)) return true;
    for (std::size_t j = at + 1; j < hits_.size() && hits_[j].start == start; ++j)
      if (same(j)) return true;
    return false;
  }

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
    if (begins_a_longer_word(at)) return false;
    return meets_a_word(at);
  }

  // A word we know goes on where the character ends.
  bool meets_a_word(std::size_t at) const {
    std::size_t next = hits_[at].end;
    if (t_.language->id == "ja" && text_.substr(next, 3) == "、") next += 3;
    if (t_.language->id == "ko" && text_.substr(next, 2) == ", ") next += 2;
    for (std::size_t j = at + 1; j < hits_.size() && hits_[j].start <= next; ++j)
      if (hits_[j].start == next && meaning(j).kind != Kind::Mask && !meaning(j).lone())
        return true;
    return t_.language->id == "zh" && begins_with_verb(text_.substr(next));
  }
  // 美禁售俄煤: verbs of one character, of which our words are not made.
  static bool begins_with_verb(std::string_view rest) {
    static constexpr std::string_view kVerbs[] = {"禁", "限", "查", "课", "卡", "售", "销", "购"};
    return std::ranges::find(kVerbs, rest.substr(0, 3)) != std::end(kVerbs);
  }

  // 澳、加、法、印等国: a lone character among others or among names, mark by mark.
  bool is_listed(std::size_t at) const {
    const auto& h = hits_[at];
    if (begins_a_longer_word(at)) return false;
    if (is_preceded(at)) return is_followed(at) || ends_a_word(h.end) || meets_a_word(at);
    return is_followed(at) && starts_a_word(h.start);
  }

  bool begins_a_longer_word(std::size_t at) const {
    for (std::size_t j = at; j-- > 0 && hits_[j].start == hits_[at].start;)
      if (hits_[j].end > hits_[at].end) return true;
    return false;
  }
  // 4日、 is a day, and in Japanese 緊張の中、米国は speaks of no China.
  bool starts_a_word(std::uint32_t start) const {
    if (start == 0) return true;
    const auto before = decode_before(text_, start).value;
    return !is_digit(before) && (t_.language->id != "ja" || !(is_han(before) || is_kana(before)));
  }

  static bool is_list_mark(std::string_view between) {
    return between == "、" || between == "·";  // as fold.h leaves the middle dots
  }
  bool is_member(std::size_t at) const {
    const auto& m = meaning(at);
    return m.kind == Kind::Country &&
           (m.naming == Naming::Name || (m.lone() && !begins_a_longer_word(at)));
  }
  // A member follows, a mark between.
  bool is_followed(std::size_t at) const {
    constexpr std::uint32_t kMark = 3;  // bytes, at most
    const auto end = hits_[at].end;
    for (std::size_t j = at + 1; j < hits_.size() && hits_[j].start <= end + kMark; ++j)
      if (hits_[j].start > end && is_member(j) &&
          is_list_mark(text_.substr(end, hits_[j].start - end)))
        return true;
    return false;
  }
  // A member precedes.
  bool is_preceded(std::size_t at) const {
    constexpr std::uint32_t kMark = 3, kLongest = 60;  // bytes: a mark, a name
    const auto start = hits_[at].start;
    for (std::size_t j = at; j-- > 0 && hits_[j].start + kLongest >= start;)
      if (hits_[j].end < start && hits_[j].end + kMark >= start && is_member(j) &&
          is_list_mark(text_.substr(hits_[j].end, start - hits_[j].end)))
        return true;
    return false;
  }
  // The last of a list opens no longer word: 中、法院 names no France.
  bool ends_a_word(std::size_t end) const {
    if (end >= text_.size()) return true;
    const auto next = decode_at(text_, end);
    static constexpr std::string_view kAfter[] = {"的", "等", "两", "三", "四", "五", "六", "七",
                                                  "八", "国", "各", "在", "为", "对", "向", "和",
                                                  "与", "及", "産", "製", "产", "制"};
    return !is_han(next.value) ||
           std::ranges::find(kAfter, text_.substr(end, next.size)) != std::end(kAfter);
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
