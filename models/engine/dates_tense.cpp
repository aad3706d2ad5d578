#include "models/engine/dates_tense.h"

#include <algorithm>

namespace chokepoint {
namespace {

constexpr std::size_t kTenseReach = 90;    // bytes a tense word's say goes
constexpr std::size_t kWeekdayReach = 45;  // a weekday of the news is mostly the last one
constexpr std::size_t kCloseTense = 14;
constexpr std::size_t kMovedReach = 240;  // what is put off, and the days it is, may be far apart
constexpr std::size_t kFutureBy = 20;
constexpr std::size_t kBehind = 8;  // "on Thursday that it will": what is to come is told first
// What is to come, told behind a comma, is mostly said of something else.
constexpr std::size_t kAnotherClause = 24;
constexpr std::size_t kAuxiliary = 8;
constexpr std::size_t kCueReach = 6;  // "from the 3rd": what may stand between a cue and its date

bool letter(char c) {
  return (c >= 'a' && c <= 'z') || static_cast<unsigned char>(c) >= 0x80;
}

bool is_tense(DateClass c) {
  return c == DateClass::Future || c == DateClass::Past;
}

std::optional<DateCue> cue_of(DateClass c, bool ahead) {
  switch (c) {
    case DateClass::CueEffective:
      return ahead ? std::optional(DateCue::Effective) : std::nullopt;
    case DateClass::CueExpiry:
      return ahead ? std::optional(DateCue::Expiry) : std::nullopt;
    case DateClass::CueSince:
      return ahead ? std::optional(DateCue::Since) : std::nullopt;
    case DateClass::CueEffectiveAfter:
      return ahead ? std::nullopt : std::optional(DateCue::Effective);
    case DateClass::CueExpiryAfter:
      return ahead ? std::nullopt : std::optional(DateCue::Expiry);
    case DateClass::CueSinceAfter:
      return ahead ? std::nullopt : std::optional(DateCue::Since);
    default:
      return std::nullopt;
  }
}

// "will be launched" is not past; "that it will, he said" is.
bool auxiliary_before(const DateScan& scan, std::string_view text, std::size_t i) {
  if (i == 0 || scan.cues[i - 1].cls != DateClass::Future) return false;
  const auto end = scan.cues[i - 1].end;
  if (scan.cues[i].start < end || scan.cues[i].start - end > kAuxiliary) return false;
  return text.substr(end, scan.cues[i].start - end).find(',') == std::string_view::npos;
}

// "Suspended until the 15th" ends then, "put off until the 15th" begins: only the words that touch
// the day tell which, where "until" does.
bool is_moved(const DateScan& scan, std::string_view text, const RawDate& raw, std::size_t first,
              DateCue cue) {
  const std::size_t reach = cue == DateCue::Expiry ? 1 : kMovedReach;
  const auto beside = [&](const DateCueHit& hit) {
    if (hit.cls != DateClass::CueMoved) return false;
    const std::size_t from = std::min(hit.end, raw.end), to = std::max(hit.start, raw.start);
    return from <= to && to - from <= reach && !date_sentence_breaks(text.substr(from, to - from));
  };
  auto at = first;
  while (at > 0 && scan.cues[at - 1].end + kMovedReach >= raw.start) --at;
  for (; at < scan.cues.size() && scan.cues[at].start <= raw.end + kMovedReach; ++at)
    if (beside(scan.cues[at])) return true;
  return false;
}

}  // namespace

// Whether what lies between two dates, or a date and a word, ends a sentence. A full stop right at
// its beginning does: one that is part of a date is in the date's span.
bool date_sentence_breaks(std::string_view between) {
  for (std::size_t i = 0; i < between.size(); ++i) {
    const char c = between[i];
    if (c == '!' || c == '?' || c == ';') return true;
    const char next = i + 1 < between.size() ? between[i + 1] : '\0';
    if (c == '\n' && (next == '\n' || (i > 0 && !letter(between[i - 1]) && between[i - 1] != ',')))
      return true;
    if (c != '.' || (next != ' ' && next != '\n')) continue;
    if (i == 0 || (i > 2 && letter(between[i - 1]) && letter(between[i - 2]))) return true;
  }
  return between.find("。") != std::string_view::npos;
}

DateSurroundings date_surroundings(const DateScan& scan, std::string_view text, const RawDate& raw,
                                   std::size_t& first) {
  while (first < scan.cues.size() && scan.cues[first].start + kTenseReach < raw.start) ++first;
  DateSurroundings out;
  std::size_t past = kTenseReach, future = kTenseReach;
  for (std::size_t i = first; i < scan.cues.size() && scan.cues[i].start < raw.end + kTenseReach;
       ++i) {
    const DateCueHit& hit = scan.cues[i];
    const bool ahead = hit.end <= raw.start;
    if (!ahead && hit.start < raw.end) continue;
    const std::size_t from = ahead ? hit.end : raw.end, to = ahead ? raw.start : hit.start;
    const std::size_t gap = to - from;
    if (is_tense(hit.cls)) {
      const bool to_come = hit.cls == DateClass::Future || auxiliary_before(scan, text, i);
      auto& nearest = to_come ? future : past;
      const auto between = text.substr(from, gap);
      std::size_t far = to_come && !ahead ? gap + kBehind : gap;
      if (to_come && between.find(',') != std::string_view::npos) far += kAnotherClause;
      if (far < nearest && !date_sentence_breaks(between)) nearest = far;
    } else if (const auto cue = cue_of(hit.cls, ahead); cue && gap <= (ahead ? kCueReach : 3)) {
      out.cue = *cue;
    }
  }
  // A report mixes tenses, and its dates are mostly past: a future word must stand close, or
  // alone.
  const std::size_t reach = raw.slots.has(Slot::Weekday) ? kWeekdayReach : kTenseReach;
  if (future < reach && (past == kTenseReach || (future <= kFutureBy && future < past)))
    out.lean = Lean::Future;
  else if (past < kTenseReach)
    out.lean = Lean::Past;
  if (out.cue == DateCue::Expiry && past > kCloseTense) out.lean = Lean::Future;
  out.onset = out.cue == DateCue::Effective && past > kCloseTense && out.lean != Lean::Future;
  if (out.cue == DateCue::Since) out.lean = Lean::Past;
  out.moved = is_moved(scan, text, raw, first, out.cue);
  return out;
}

}  // namespace chokepoint
